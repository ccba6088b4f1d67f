"""Replays the night in docs/connect.md, against the mock console, by the shipped scripts alone.

In a `shell-session` block `sh` runs each line that starts with `$ `; its output and status follow. Times and durations may
differ from those on the page. MM_BLESS=1 writes the page anew.
"""

import os
import pathlib
import re
import shutil

import mock_server
from harness import MM, PROJECT, Connected

PAGE = PROJECT / "docs/connect.md"
# What is different in every run.
TIMES = [(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z| [+-]\d\d:\d\d)?", "TIME"), (r"((Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?\d\d:\d\d(:\d\d)?(\.\d+)?", "CLOCK"),
         (r"\d{4}-\d\d-\d\d", "DAY"), (r"\b(\d+[dhms] ?)+\b", "SPAN"), (r" +", " "), (r"-+", "-")]


def comparable(text):
    """Lines without what is different in every run. A wait that takes minutes repeats its line."""
    for pattern, name in TIMES:
        text = re.sub(pattern, name, text)
    lines = text.splitlines()
    return [line for before, line in zip([None, *lines], lines) if line != before or not line.startswith("mm: ")]


class Page(Connected):
    def test_the_night(self):
        for name in "examples", "runbooks":
            shutil.copytree(PROJECT / "docs" / name, self.folder / "docs" / name, dirs_exist_ok=True)
        # As the page shows it, with the address and the account of the mock.
        self.settings(self.folder, pause=1)
        (self.folder / "console").write_text(
            f'#!/bin/sh\nexec curl --silent --output /dev/null --data "$2" {self.mock.url}/mock/"$1"\n')
        (self.folder / "console").chmod(0o755)
        page = PAGE.read_text()
        parts = re.split(r"(?<=^```shell-session\n)(.*?)(?=^```$)", page, flags=re.M | re.S)
        self.assertGreater(len(parts), 1)
        replayed = "".join(self.replay(part) if number % 2 else part for number, part in enumerate(parts))
        if os.environ.get("MM_BLESS") == "1":
            PAGE.write_text(replayed)
            return
        self.assertEqual(comparable(page), comparable(replayed))

    def replay(self, block):
        text = ""
        for command in re.findall(r"^\$ (.*(?:\\\n.*|\n> .*)*)$", block, re.M):
            environment = {"PATH": f"{pathlib.Path(MM).parent}:{os.environ['PATH']}"}
            result = self.run_command(["sh", "-c", "exec 2>&1\n" + command.replace("\n> ", "\n")], **environment)
            output = result.out.replace(self.mock.url, "https://console.example:1280")
            output = output.replace(str(self.store), "/var/lib/mm/mm.db")
            self.assertNotIn(mock_server.PASSWORD, output)
            if output and not output.endswith("\n"):
                output += "\n"
            text += f"$ {command}\n{output}" + (f"[exit {result.status}]\n" if result.status else "")
        return text
