"""The connector windows against a stand-in for ssh: what it asks for, what it restores, and when it says nothing."""

import json
import shutil
import time

import fake_windows
from harness import ETC, EXAMPLES, Connected

BEFORE = "Wartung – „gleich“ zurück"
OWN = "Back at 10 o'clock; `$(1+1)` \"don't\" panic – Ärger"


class Windows(Connected):
    def setUp(self):
        super().setUp()
        self.install("windows", "refresh", "observe", "apply")
        shutil.copy(EXAMPLES / "Export-MmSessions.ps1", ETC)
        (ETC / "Export-MmSessions.ps1").chmod(0o644)
        self.ssh = self.folder / "ssh"
        shutil.copy(fake_windows.__file__, self.folder / "fake_windows.py")
        self.ssh.write_text(f'#!/bin/sh\nexec {shutil.which("python3")} {self.folder}/fake_windows.py "$@"\n')
        self.ssh.chmod(0o755)
        self.settings()
        self.server(version=12, state="Active", service="Running", message=BEFORE, sessions=[])
        self.must("init", "--live", "--quiet")

    def settings(self, **changes):
        values = {"host": "cc.example", "user": "mm", "key": "/etc/mm/id", "known_hosts": "/etc/mm/known_hosts",
                  "version": 12, "ssh": self.ssh, **changes}
        path = ETC / "windows.conf"
        path.write_text("".join(f"{name} = {value}\n" for name, value in values.items() if value is not None))
        path.chmod(0o600)
        return path

    def server(self, **changes):
        path = self.folder / "windows.json"
        state = json.loads(path.read_text()) if path.exists() and "version" not in changes else {}
        state |= {"now": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **changes}
        path.write_text(json.dumps(state))
        return state

    def test_a_night(self):
        for version in 12, 13:
            with self.subTest(version):
                self.server(version=version, state="Active", service="Running", message=BEFORE, sessions=[])
                self.settings(version=version)
                self.must("enable", "--for", "1h", "--message", OWN, "--quiet")
                state = self.server()
                self.assertEqual((state["state"], state["message"], state["kept"]), ("Maintenance", OWN, BEFORE))
                status = self.must("status", "--json").json()
                self.assertEqual((status["server_mode"], status["drift"], status["applied"]), ("maintenance", False, "yes"))
                # A second text does not replace the one that is kept.
                self.must("set-message", "Back at eleven", "--quiet")
                self.assertEqual(self.server()["kept"], BEFORE)
                # Times of the server count in whole seconds.
                time.sleep(1.1)
                self.server()
                self.must("wait", "drained", "--timeout", "10m", "--poll", "1s")
                self.must("disable", "--quiet")
                state = self.server()
                self.assertEqual((state["state"], state["message"]), ("Active", BEFORE))
                self.assertNotIn("kept", state)
                self.assertFalse(self.must("status", "--json").json()["drift"])

    def test_a_server_without_a_text_has_none_again(self):
        self.server(message=None)
        self.must("enable", "--message", OWN, "--quiet")
        self.must("disable", "--quiet")
        self.assertIsNone(self.server()["message"])

    def test_the_default_text_is_the_one_that_is_not_set(self):
        self.must("enable", "--quiet")
        state = self.server()
        self.assertEqual((state["message"], state["kept"]), (None, BEFORE))
        self.assertFalse(self.must("status", "--json").json()["drift"])
        self.must("disable", "--quiet")
        self.assertEqual(self.server()["message"], BEFORE)

    def test_running_sessions(self):
        session = {"id": "1", "job": "Nightly", "tenant": "Larkfield", "job_type": "Backup", "state": "Working",
                   "started": "2026-11-23T20:00:00Z"}
        self.must("enable", "--quiet")
        time.sleep(1.1)
        self.server(sessions=[session])
        self.assertEqual(self.mm("wait", "drained", "--timeout", "3s", "--poll", "1s").status, 124)
        self.assertNotEqual(self.mm("is", "drained").status, 0)
        # One session fewer than counted is no proof.
        self.server(sessions=[], count=1)
        self.assertEqual(self.mm("wait", "drained", "--timeout", "3s", "--poll", "1s").status, 124)
        self.assertNotEqual(self.mm("is", "drained").status, 0)

    def test_what_is_unclear_fails(self):
        for change in ({"unreachable": True}, {"output": ""}, {"output": "PS C:\\>"}, {"output": "{}{}"},
                       {"output": "[]"}, {"output": "{}", "status": 1}):
            with self.subTest(change):
                self.server(version=12, state="Active", service="Running", message=None, sessions=[], **change)
                self.assertEqual(self.hook("refresh").status, 1)
                self.assertEqual(self.hook("observe").status, 1)
        self.server(version=12, state="Repairing", service="StartPending", message=None, sessions=[])
        self.assertEqual(self.hook("observe").json(), {})
        self.server(version=12, state="Active", service="Running", message=None, sessions=[], stuck=True)
        run = self.mm("enable", "--json")
        self.assertEqual((run.status, run.json()["applied"]), (1, "failed"))
        self.assertEqual(self.mm("is", "drained", "--json").code(), "not-applied")

    def test_a_service_that_is_stopped_is_reported(self):
        self.server(service="Stopped", state="?")
        self.assertEqual(self.hook("observe").json(), {"service": "stopped"})

    def test_settings(self):
        def refused(text):
            run = self.hook("observe")
            self.assertEqual(run.status, 1, run)
            self.assertIn(text, run.err)

        self.settings().chmod(0o620)
        refused("others can change")
        self.settings(version=11)
        refused("version = 12 or version = 13")
        self.settings(key=None)
        refused("need host, user, key and known_hosts")
        self.settings()
        (ETC / "Export-MmSessions.ps1").chmod(0o666)
        self.assertIn("others can change", self.hook("refresh").err)

    def test_the_stand_in_finds_mistakes(self):
        exporter = (EXAMPLES / "Export-MmSessions.ps1").read_text()
        self.assertEqual(fake_windows.syntax_errors(exporter), [])
        self.assertNotEqual(fake_windows.syntax_errors(exporter.replace("} catch {", "catch {")), [])
