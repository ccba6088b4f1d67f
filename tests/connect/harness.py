"""What the tests here share: the program, a live store with the hooks in /etc/mm/hooks, and the mock console.

The tests run below own_etc.sh, in which /etc/mm is theirs.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import mock_server

PROJECT = pathlib.Path(__file__).resolve().parents[2]
MM = os.environ["MM"]
EXAMPLES = PROJECT / "docs/examples/connect"
ETC = pathlib.Path("/etc/mm")
OWN_ETC = PROJECT / "tests/connect/own_etc.sh"

if not os.access(ETC, os.W_OK):
    sys.exit("/etc/mm is not writable: run these tests with .ci/connect, or below tests/connect/own_etc.sh")


class Mock:
    """A mock console that runs until it is closed."""

    def __init__(self, folder):
        port = pathlib.Path(folder, "port")
        self.process = subprocess.Popen([sys.executable, mock_server.__file__, port])
        while not port.exists() or not port.read_text().endswith("\n"):
            assert self.process.poll() is None, "the mock server ended"
            time.sleep(0.01)
        self.url = f"http://127.0.0.1:{port.read_text().strip()}"

    def say(self, what, **data):
        request = urllib.request.Request(f"{self.url}/mock/{what}", json.dumps(data).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def close(self):
        self.process.kill()
        self.process.wait()


class Result:
    """How a command ended."""

    def __init__(self, run):
        self.status, self.out, self.err = run.returncode, run.stdout, run.stderr

    def json(self):
        return json.loads(self.out)

    def code(self):
        """The code of the error, which --json writes as the last line of standard error."""
        lines = self.err.strip().splitlines()
        try:
            return json.loads(lines[-1])["error"]["code"]
        except (IndexError, ValueError, KeyError):
            return None

    def __repr__(self):
        return f"status {self.status}\nstdout: {self.out}\nstderr: {self.err}"


class Connected(unittest.TestCase):
    """Tests with a folder, a mock console and no hooks."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.mock = Mock(cls.folder)
        cls.addClassCleanup(cls.mock.close)

    def setUp(self):
        self.mock.say("reset")
        self.store = self.folder / f"{self.id()}.db"
        for each in ETC.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        (ETC / "hooks").mkdir(mode=0o755)

    def mm(self, *arguments, **options):
        return self.run_command([MM, *arguments], **options)

    def run_command(self, command, stdin="", store=None, **environment):
        environment = {"PATH": os.environ["PATH"], "TZ": "UTC", "LC_ALL": "C.UTF-8", "USER": "operator",
                       "MM_STORE": str(store or self.store), "HOME": str(self.folder), **environment}
        return Result(subprocess.run(command, input=stdin, env=environment, cwd=self.folder, capture_output=True,
                                     text=True, check=False))

    def must(self, *arguments, **options):
        result = self.mm(*arguments, **options)
        self.assertEqual(result.status, 0, f"{arguments}: {result}")
        return result

    def install(self, script, *hooks):
        for hook in hooks:
            shutil.copy(EXAMPLES / script, ETC / "hooks" / hook)
            (ETC / "hooks" / hook).chmod(0o755)

    def settings(self, folder=ETC, **changes):
        values = {"url": self.mock.url, "username": mock_server.USERNAME, "password": mock_server.PASSWORD,
                  "complete": "yes", "pause": 0, "attempts": 2, "timeout": 10, "switch_timeout": 600, **changes}
        path = folder / "vspc.conf"
        path.write_text("# test\n" + "".join(f"{key} = {value}\n" for key, value in values.items()))
        path.chmod(0o600)
        return path

    def refresh(self):
        """What the hook refresh prints goes into the store, as an operator does it by hand."""
        run = self.hook("refresh")
        self.assertEqual(run.status, 0, run)
        return self.must("jobs", "import", "--json", "-", stdin=run.out).json()

    def hook(self, name, *arguments, stdin="", **environment):
        """Runs a hook by hand."""
        environment = {"PATH": os.environ["PATH"], **environment}
        return Result(subprocess.run([ETC / "hooks" / name, *arguments], input=stdin, env=environment,
                                     capture_output=True, text=True, check=False))
