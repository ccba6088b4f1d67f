//! Completions: generated for five shells, with names from the store.

use std::fmt::Write as _;
use std::process::Command;

use clap::ValueHint;
use clap_complete::{Shell, generate};

use crate::support::{Sandbox, compare, execute_sql, project, search_path};

/// An argument that takes a name from the store.
struct Place {
    /// The subcommands before the argument.
    path: Vec<String>,
    /// The option, or `None` for a positional argument.
    option: Option<String>,
    /// The position of a positional argument, or `*`.
    which: String,
    /// The argument of `mm complete-names`.
    kinds: &'static str,
}

/// The position of a positional argument, or `*` if it can be repeated.
fn which(argument: &clap::Arg) -> String {
    let index = argument.get_index().unwrap_or(1);
    let repeated = matches!(argument.get_action(), clap::ArgAction::Append);
    if repeated { "*".to_owned() } else { index.to_string() }
}

/// Finds the fixed values of positional arguments, which clap_complete leaves out for bash and fish:
/// subcommands, position and values.
fn values(command: &clap::Command, path: &str, found: &mut Vec<(String, String, String)>) {
    for argument in command.get_positionals() {
        let values = argument.get_possible_values();
        if !values.is_empty() {
            let values: Vec<&str> =
                values.iter().map(clap::builder::PossibleValue::get_name).collect();
            found.push((path.to_owned(), which(argument), values.join(" ")));
        }
    }
    for each in command.get_subcommands() {
        values(each, format!("{path} {}", each.get_name()).trim_start(), found);
    }
}

/// Finds every option that takes a value.
fn valued(command: &clap::Command, found: &mut std::collections::BTreeSet<String>) {
    for argument in command.get_opts().filter(|option| option.get_action().takes_values()) {
        found.extend(argument.get_long().map(|long| format!("--{long}")));
        found.extend(argument.get_short().map(|short| format!("-{short}")));
    }
    command.get_subcommands().for_each(|each| valued(each, found));
}

/// The kinds of names that a value can be, by its name in the help, with a hint that marks the place
/// in the file for zsh.
fn kinds(value_name: &str) -> Option<(&'static str, ValueHint, &'static str)> {
    match value_name {
        "JOB" => Some(("jobs", ValueHint::EmailAddress, "_email_addresses")),
        "TENANT" => Some(("tenants", ValueHint::Username, "_users")),
        "WORD|RULE|CODE|JOB" => Some(("rules,jobs", ValueHint::Url, "_urls")),
        "SESSION" => Some(("sessions", ValueHint::Hostname, "_hosts")),
        _ => None,
    }
}

fn kinds_of(argument: &clap::Arg) -> Option<(&'static str, ValueHint, &'static str)> {
    kinds(argument.get_value_names()?.first()?)
}

/// The command line with a hint for every value, so that shells offer no files where names belong.
fn hinted(command: clap::Command) -> clap::Command {
    let hint = |argument: clap::Arg| {
        let values = !argument.get_possible_values().is_empty();
        match kinds_of(&argument) {
            Some((_, hint, _)) => argument.value_hint(hint),
            None if values || argument.get_value_hint() != ValueHint::Unknown => argument,
            None if argument.get_action().takes_values() => argument.value_hint(ValueHint::Other),
            None => argument,
        }
    };
    let command = command.mut_args(hint);
    let names: Vec<String> =
        command.get_subcommands().map(|each| each.get_name().to_owned()).collect();
    names.iter().fold(command, |command, name| command.mut_subcommand(name, hinted))
}

fn places(command: &clap::Command, path: &[String], found: &mut Vec<Place>) {
    for argument in command.get_arguments() {
        if let Some((kinds, _, _)) = kinds_of(argument) {
            let option = argument.get_long().map(|long| format!("--{long}"));
            found.push(Place { path: path.to_vec(), option, which: which(argument), kinds });
        }
    }
    for each in command.get_subcommands() {
        places(each, &[path, &[each.get_name().to_owned()]].concat(), found);
    }
}

/// The complete command line without hidden commands, with a hint for every value.
fn visible() -> clap::Command {
    let mut command = hinted(shown());
    command.build();
    command
}

fn shown() -> clap::Command {
    let whole = mm::command_line();
    let verbs = whole.get_subcommands().filter(|verb| !verb.is_hide_set()).cloned();
    clap::Command::new("mm")
        .version("0")
        .disable_help_subcommand(true)
        .args(whole.get_arguments().cloned())
        .subcommands(verbs)
}

/// The file that clap_complete generates for a shell, and the arguments that take names.
fn generated(shell: Shell) -> (String, Vec<Place>) {
    let mut command = visible();
    let mut found = Vec::new();
    places(&command, &[], &mut found);
    let mut text = Vec::new();
    generate(shell, &mut command, "mm", &mut text);
    (String::from_utf8(text).unwrap(), found)
}

const MADE: &str = "# Made from the command line by MM_BLESS=1 cargo test.\n";

fn bash() -> String {
    let (text, places) = generated(Shell::Bash);
    let mut positional = String::new();
    let mut options = String::new();
    for place in &places {
        let Place { option, which, kinds, .. } = place;
        let path = place.path.join(" ");
        if let Some(option) = option {
            writeln!(options, "        \"{path} {option}\") kinds={kinds} ;;").unwrap();
        } else {
            writeln!(positional, "        \"{path} \"{which}) kinds={kinds} ;;").unwrap();
        }
    }
    let mut fixed = Vec::new();
    values(&visible(), "", &mut fixed);
    for (path, which, values) in fixed {
        writeln!(positional, "        \"{path} \"{which}) words=\"{values}\" ;;").unwrap();
    }
    let mut with_value = std::collections::BTreeSet::new();
    valued(&visible(), &mut with_value);
    let with_value = with_value.into_iter().collect::<Vec<_>>().join(" | ");
    let names = include_str!("completions/names.bash")
        .replace("        OPTIONS) ;;\n", &options)
        .replace("        POSITIONALS) ;;\n", &positional)
        .replace("VALUED", &with_value)
        .replace("COMMANDS", &commands(&visible(), "").join("|"));
    let (head, tail) = text.split_once("\nif [[ \"${BASH_VERSINFO[0]}\" -eq 4").unwrap();
    let tail = tail.replace("complete -F _mm ", "complete -F _mm_or_names ");
    format!("{MADE}{head}\n{names}\nif [[ \"${{BASH_VERSINFO[0]}}\" -eq 4{tail}")
}

/// Every sequence of subcommands, as shell patterns.
fn commands(command: &clap::Command, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for each in command.get_subcommands() {
        let path = format!("{path} {}", each.get_name()).trim_start().to_owned();
        found.push(format!("\"{path}\""));
        found.extend(commands(each, &path));
    }
    found
}

fn zsh() -> String {
    let (mut text, _) = generated(Shell::Zsh);
    for name in ["JOB", "TENANT", "WORD|RULE|CODE|JOB", "SESSION"] {
        let (kinds, _, placeholder) = kinds(name).unwrap();
        text = text.replace(&format!(":{placeholder}'"), &format!(":_mm_names {kinds}'"));
    }
    let (head, tail) = text.split_once("\nif [ \"$funcstack[1]\"").unwrap();
    let names = include_str!("completions/names.zsh");
    let (first, rest) = head.split_once('\n').unwrap();
    format!("{first}\n{MADE}{rest}\n{names}\nif [ \"$funcstack[1]\"{tail}")
}

fn fish() -> String {
    let (text, places) = generated(Shell::Fish);
    let mut names = include_str!("completions/names.fish").to_owned();
    for Place { path, option, kinds, .. } in &places {
        let option = option.as_ref().map(|option| format!(" -l {}", &option[2..]));
        let option = option.unwrap_or_default();
        let mut seen = format!("__fish_mm_using_subcommand {}", path[0]);
        for name in &path[1..] {
            write!(seen, "; and __fish_seen_subcommand_from {name}").unwrap();
        }
        writeln!(names, "complete -c mm -n \"{seen}\"{option} -x -a \"(__mm_names {kinds})\"")
            .unwrap();
    }
    let mut fixed = Vec::new();
    values(&visible(), "", &mut fixed);
    for (path, _, values) in fixed {
        let seen = path.replace(' ', "; and __fish_seen_subcommand_from ");
        writeln!(
            names,
            "complete -c mm -n \"__fish_mm_using_subcommand {seen}\" -x -a \"{values}\""
        )
        .unwrap();
    }
    format!("{MADE}{text}\n{names}")
}

fn powershell() -> String {
    let (text, places) = generated(Shell::PowerShell);
    let mut table = String::new();
    for Place { path, option, kinds, .. } in &places {
        let path = ["mm"].into_iter().chain(path.iter().map(String::as_str));
        let path = path.collect::<Vec<_>>().join(";");
        let option = option.as_deref().unwrap_or_default();
        writeln!(table, "        '{path} {option}' = '{kinds}'").unwrap();
    }
    let names = include_str!("completions/names.ps1").replace("        # PLACES\n", &table);
    let end = "    $completions.Where{";
    let (head, tail) = text.split_once(end).unwrap();
    format!("{MADE}{head}{names}{end}{tail}")
}

fn elvish() -> String {
    let (text, places) = generated(Shell::Elvish);
    let mut table = String::new();
    for Place { path, option, kinds, .. } in &places {
        let path = ["mm"].into_iter().chain(path.iter().map(String::as_str));
        let path = path.collect::<Vec<_>>().join(";");
        let option = option.as_deref().unwrap_or_default();
        writeln!(table, "        &'{path} {option}'= '{kinds}'").unwrap();
    }
    let names = include_str!("completions/names.elv").replace("        # PLACES\n", &table);
    let end = "    $completions[$command]\n";
    let (head, tail) = text.split_once(end).unwrap();
    format!("{MADE}{head}{names}{tail}")
}

#[test]
fn completions_match_the_command_line() {
    for (file, text) in [
        ("mm.bash", bash()),
        ("_mm", zsh()),
        ("mm.fish", fish()),
        ("_mm.ps1", powershell()),
        ("mm.elv", elvish()),
    ] {
        compare(&project("completions").join(file), &text);
    }
}

/// A store with names that a shell could misread.
fn hostile() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "-q"]);
    execute_sql(
        &sandbox.path("mm.db"),
        "INSERT INTO tenant (id, name, access, added) VALUES
           (1, 'Kestrel Freight', 'enabled', 0), (2, 'Oak \"$HOME\" `touch pwned`', 'enabled', 0),
           (3, 'two' || char(10) || 'lines', 'enabled', 0), (4, '--yes', 'enabled', 0);
         INSERT INTO job (id, tenant, name, type, target, slots, tasks, durations, enabled, added)
         SELECT id, tenant, name, 'vm-backup', 'cloud', 1, '[[\"vm\",60,false]]', 'given', 1, 0 FROM (
           SELECT 1 AS id, 1 AS tenant, 'nightly' AS name UNION ALL
           SELECT 2, 1, 'Backup Job 1' UNION ALL SELECT 3, 2, 'Backup Job 1' UNION ALL
           SELECT 4, 1, '$(touch pwned)' UNION ALL SELECT 5, 1, 'it''s ;&|' UNION ALL
           SELECT 6, 1, 'wow!' UNION ALL SELECT 7, 1, char(27) || '[2J')",
    );
    sandbox
}

/// Runs a script in a shell that finds the completions and the program.
fn shell(program: &str, arguments: &[&str], sandbox: &Sandbox) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(sandbox.path(""))
        .env("PATH", search_path())
        .env("MM_STORE", sandbox.path("mm.db"))
        .env("COMPLETIONS", project("completions"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.is_empty(), "{program}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_names() {
    const TRY: &str = r#"
        source "$COMPLETIONS/mm.bash"
        COMP_WORDS=(mm "$@")
        COMP_CWORD=$#
        _mm_or_names mm "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        [[ ${#COMPREPLY[@]} == 0 ]] || printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let sandbox = hostile();
    let case = |words: &[&str], want: &[&str]| {
        let arguments = [&["--norc", "-c", TRY, "bash"], words].concat();
        let offered = shell("bash", &arguments, &sandbox);
        let offered: Vec<&str> = offered.lines().collect();
        assert_eq!(offered, want, "{words:?}");
        assert!(!sandbox.path("pwned").exists(), "{words:?}: a name was executed");
    };
    case(&["sta"], &["status"]);
    case(&["store", "b"], &["backup"]);
    case(&["service", "--if-rev"], &["--if-revision"]);
    case(&["can", "start", "--tenant", "x", "nig"], &["nightly"]);
    case(&["jobs", "status", "--affected", "nightly", "wow"], &["wow\\!"]);
    case(&["service", "sto"], &["stopped"]);
    case(&["is", ""], &["active", "maintenance", "drained", "idle", "overdue"]);
    case(&["explain", "nig"], &["nightly"]);
    case(&["explain", "finish-w"], &["finish-whole-job"]);
    case(&["explain", "Kes"], &["Kestrel\\ Freight/Backup\\ Job\\ 1"]);
    case(&["explain", "Kestrel\\ F"], &["Kestrel\\ Freight/Backup\\ Job\\ 1"]);
    case(&["explain", "'Kestrel F"], &["Kestrel Freight/Backup Job 1"]);
    case(&["explain", "$"], &["\\$\\(touch\\ pwned\\)"]);
    case(&["explain", "\"$"], &["\\$(touch pwned)"]);
    case(&["explain", "'it"], &["it'\\''s ;&|"]);
    case(&["explain", "\"wow"], &[]);
    case(&["explain", "wow"], &["wow\\!"]);
    case(&["message", "--tenant", "K"], &["Kestrel\\ Freight"]);
    case(&["message", "--tenant", "=", "K"], &["Kestrel\\ Freight"]);
    case(&["message", "--tenant", "Oak"], &["Oak\\ \\\"\\$HOME\\\"\\ \\`touch\\ pwned\\`"]);
    case(&["message", "--job", "Backup"], &[]);
    case(&["--store", "none.db", "message", "--tenant", ""], &[]);
    case(&["message", "--tenant", "--"], &[]);
}

#[cfg(unix)]
#[test]
fn bash_quotes_names_so_that_they_stay_the_same() {
    const TRY: &str = r#"
        source "$COMPLETIONS/mm.bash"
        for kind in job tenant; do
            for quote in "" \' \"; do
                COMP_WORDS=(mm message "--$kind" "$quote")
                COMP_CWORD=3
                _mm_or_names mm "$quote" "--$kind"
                for word in "${COMPREPLY[@]}"; do
                    eval "name=$quote$word$quote"
                    mm complete-names "${kind}s" | grep -qxF -- "$name" || echo "$quote$word"
                done
                echo "${#COMPREPLY[@]}"
            done
        done
    "#;
    let sandbox = hostile();
    let counts = shell("bash", &["--norc", "-c", TRY], &sandbox);
    assert_eq!(counts, "6\n6\n5\n2\n2\n2\n");
    assert!(!sandbox.path("pwned").exists(), "a name was executed");
}
