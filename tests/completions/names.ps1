    # Names from the store, quoted so that nothing in them is ever carried out.
    $places = @{
        # PLACES
    }
    $words = @($commandElements | ForEach-Object { "$_" })
    $before = if ($wordToComplete) { $words[-2] } else { $words[-1] }
    $kinds = $places["$command $before"]
    if (-not $kinds -and $wordToComplete -notlike '-*' -and $before -notlike '--*') {
        $kinds = $places["$command "]
    }
    if ($kinds) {
        $typed = $wordToComplete.Trim("'`"")
        mm complete-names $kinds 2>$null | Where-Object { $_.StartsWith($typed) } | ForEach-Object {
            $quoted = [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($_)
            [CompletionResult]::new("'$quoted'", $_, [CompletionResultType]::ParameterValue, $_)
        }
        return
    }

