#!/usr/bin/env python3
"""A stand-in for ssh with a Windows server behind it, as far as the connector windows uses them.

It checks how it was called and the syntax of each script, then plays the part of PowerShell for the scripts that the
connector sends: it reads from them what would be done, and does that to a state in a JSON file beside it.
"""

import base64
import json
import pathlib
import re
import sys

import tree_sitter
import tree_sitter_powershell

STATE = pathlib.Path(__file__).with_name("windows.json")
KEY, VALUE = "HKLM:\\SOFTWARE\\Veeam\\Veeam Backup and Replication", "CloudMaintenanceModeMessage"


def syntax_errors(script):
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    found, nodes = [], [parser.parse(script.encode()).root_node]
    while nodes:
        node = nodes.pop()
        if node.is_error or node.is_missing:
            found.append(f"line {node.start_point[0] + 1}: {node.text.decode()[:60]!r}")
        nodes += node.children
    return found


def apply(script, state):
    mode = re.search(r"if \('(\w+)' -eq 'maintenance'\)", script)[1]
    message = base64.b64decode(re.search(r"FromBase64String\('([^']*)'\)", script)[1]).decode()
    default = re.search(r"\$message -eq '([^']*)'", script)[1]
    switch, = re.findall(r"\{ (Enable|Disable)-VBRCloudMaintenanceMode -Confirm:\$false \}", script)
    assert switch == {"maintenance": "Enable", "active": "Disable"}[mode], script
    state.setdefault("scripts", []).append(mode)
    if mode == "maintenance":
        if "kept" not in state:
            state["kept"] = state["message"]
        state["message"] = None if message == default else message
    if state.get("stuck"):
        print("the server is still in the state", state["state"], file=sys.stderr)
        return 1
    state["state"] = {"maintenance": "Maintenance", "active": "Active"}[mode]
    if mode == "active" and "kept" in state:
        state["message"] = state.pop("kept")
    return 0


def main():
    *options, target, command = sys.argv[1:]
    assert "BatchMode=yes" in options and "StrictHostKeyChecking=yes" in options, options
    assert target == "mm@cc.example", target
    assert len(command) < 8191, "longer than a command line on Windows"
    state = json.loads(STATE.read_text())
    shell, *_, bootstrap = command.split()
    assert shell == {12: "powershell.exe", 13: "pwsh.exe"}[state["version"]], shell
    bootstrap = base64.b64decode(bootstrap).decode("utf-16-le")
    assert bootstrap == "$text = @($input) -join [char]10; & ([ScriptBlock]::Create($text))", bootstrap
    script = sys.stdin.read()
    for text in bootstrap, script:
        errors = syntax_errors(text)
        assert not errors, f"PowerShell cannot read this: {errors}\n{text}"
    if "unreachable" in state:
        print("ssh: connect to host cc.example port 22: Connection refused", file=sys.stderr)
        return 255
    if "output" in state:
        print(state["output"])
        return state.get("status", 0)
    status = 0
    if "CCloudSession" in script:
        print(json.dumps({"schema": "mm.provider-sessions/1", "observed_at": state["now"],
                          "count": state.get("count", len(state["sessions"])), "sessions": state["sessions"]}))
    elif "ConvertTo-Json" in script:
        report = {"mode": {"Active": "active", "Maintenance": "maintenance"}.get(state["state"]),
                  "service": {"Running": "running", "Stopped": "stopped"}.get(state["service"])}
        report = {name: value for name, value in report.items() if value}
        if report.get("mode") == "maintenance":
            message = state["message"]
            report["message"] = message and base64.b64encode(message.encode()).decode()
        print(json.dumps(report))
    else:
        assert KEY in script and VALUE in script
        status = apply(script, state)
        STATE.write_text(json.dumps(state))
    return status


if __name__ == "__main__":
    sys.exit(main())
