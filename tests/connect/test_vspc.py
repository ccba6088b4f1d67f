"""The connector vspc against the mock console: every fault, and that mm never takes one for a drained server."""

import json
import shutil
import subprocess

from concurrent.futures import ThreadPoolExecutor

from harness import ETC, EXAMPLES, MM, OWN_ETC, Connected, Mock
from mock_server import PASSWORD, SITE

JOBS = "infrastructure/backupServers/jobs"


class Faults(Connected):
    """The server is in maintenance, and nothing runs: the mock would be drained if it were whole."""

    def setUp(self):
        super().setUp()
        self.install("vspc", "refresh", "observe", "apply")
        self.settings()
        prepared = self.folder / "prepared.db"
        if not prepared.exists():
            self.must("init", "--live", "--quiet", store=prepared)
            self.must("jobs", "import", "--quiet", "-", stdin=self.hook("refresh").out, store=prepared)
        shutil.copy(prepared, self.store)

    def enable(self):
        self.must("enable", "--for", "1h", "--quiet")

    def wait(self, timeout="1s", *options):
        return self.mm("wait", "drained", "--timeout", timeout, "--poll", "1s", *options)

    def is_drained(self):
        result = self.mm("is", "drained", "--json")
        return result.status, result.code()

    def test_faults_that_last(self):
        """The wait ends with an error. Each fault has a mock and a view of /etc of its own, so that all wait at once."""
        self.enable()
        faults = [
            ("the console refuses the user name or the password", {"on": "token", "status": 401}),
            ("the console refuses a token that it has just given", {"on": JOBS, "status": 401}),
            ("with status 429: the mock was told so, after 1 attempts", {"on": JOBS, "status": 429}),
            ("with status 500: the mock was told so, after 1 attempts", {"on": JOBS, "status": 500}),
            ("the console gives no whole answer", {"on": JOBS, "wait": 2}),
            ("the console gives no whole answer", {"on": JOBS, "hang_up": True}),
            ("the console gives no whole answer", {"on": JOBS, "cut": "with length"}),
            ("is not one page of a listing", {"on": JOBS, "cut": "without length", "after": 1}),
            ("ends after 0 of 7 rows", {"on": JOBS, "skip_page": True}),
        ]
        script = """
            cp -p "$2"/vspc.conf /etc/mm/ && cp -p "$3" /etc/mm/hooks/refresh
            status=0; "$MM" wait drained --timeout 10m --poll 1s || status=$?; echo "$status"
            status=0; "$MM" is drained --json || status=$?; echo "$status"
        """

        def run(number, fault):
            folder = self.folder / f"fault{number}"
            folder.mkdir()
            mock = Mock(folder)
            try:
                mock.say("site", maintenance=True)
                mock.say("faults", **fault)
                settings = self.settings(folder, url=mock.url, attempts=1, timeout=1 if "wait" in fault else 60)
                store = folder / "mm.db"
                shutil.copy(self.store, store)
                command = [OWN_ETC, "sh", "-c", script, "sh", "", settings.parent, EXAMPLES / "vspc"]
                return self.run_command(command, store=store, MM=MM)
            finally:
                mock.close()

        with ThreadPoolExecutor(len(faults)) as pool:
            runs = pool.map(run, range(len(faults)), [fault for _, fault in faults])
        for (text, fault), result in zip(faults, runs):
            with self.subTest(fault):
                self.assertEqual(result.out.split(), ["1", "1"], result)
                self.assertIn(text, result.err)
                self.assertIn("refresh failed 5 times in a row", result.err)
                self.assertEqual(result.code(), "not-observed")
        # The same store, the same question: only the faults were in the way.
        self.assertEqual(self.wait("10m").status, 0)

    def test_answers_that_the_connector_refuses(self):
        self.settings(attempts=1)
        faults = [{"on": JOBS, "status": status} for status in (302, 403, 404, 503)]
        faults += [{"on": f"infrastructure/{listing}", "status": 500}
                   for listing in ("backupAgents/jobs", "managementAgents", "sites/tenants")]
        texts = "", "{}", "[]", "null", "<html>no console</html>", '{"data":[]}', "{}{}"
        faults += [{"on": JOBS, "text": text} for text in texts]
        faults += [{"on": JOBS, fault: True} for fault in ("repeat_page", "drop_row", "no_paging", "errors")]
        faults += [{"on": JOBS, "total": total} for total in (247, 2, -1, "7", None)]
        faults += [{"on": JOBS, "cut": "with length", "after": 2}, {"on": JOBS, "cut": "without length"}]
        faults += [{"on": "token", **fault} for fault in ({"mfa": True}, {"text": "no JSON"}, {"text": ""})]
        for fault in faults:
            with self.subTest(fault):
                self.mock.say("faults", **fault)
                run = self.hook("refresh", MM_HOOK="refresh")
                self.assertEqual(run.status, 1, run)
                self.assertNotIn("mm.listing/1", run.out)
                self.assertRegex(run.err, "the (console|listing) ")
        self.mock.say("faults")
        self.assertEqual(self.hook("refresh").status, 0)

    def test_a_wait_ends_a_connector_that_hangs(self):
        self.enable()
        self.settings(timeout=600)
        self.mock.say("faults", on=JOBS, wait=600)
        wait = self.wait()
        self.assertEqual(wait.status, 124, wait)
        self.assertEqual(self.is_drained(), (1, "not-observed"))

    def test_faults_that_pass(self):
        self.enable()
        self.settings(attempts=3)
        for fault in ({"status": 429, "times": 2, "on": JOBS}, {"status": 429, "times": 1, "retry_after": 1},
                      {"status": 500, "times": 2, "on": JOBS}, {"status": 503, "times": 1, "on": "token"},
                      {"hang_up": True, "times": 1, "on": JOBS}, {"cut": "with length", "times": 1, "on": JOBS},
                      {"token_uses": 2}):
            with self.subTest(fault):
                self.mock.say("faults", **fault)
                refresh = self.hook("refresh")
                self.assertEqual(refresh.status, 0, refresh)
                self.assertEqual(self.wait("10m").status, 0)

    def test_running_sessions_keep_the_answer_no(self):
        # The second is in the listing of agents alone.
        for job in "Nightly", "Reception PCs":
            with self.subTest(job):
                self.mock.say("reset")
                self.mock.say("session", job=job)
                self.enable()
                self.refresh()
                self.assertEqual(self.is_drained(), (3, None))
                self.assertEqual(self.wait().status, 124)
                self.must("disable", "--quiet")

    def test_a_session_that_ends_is_waited_for(self):
        self.mock.say("session", job="Nightly", listings=3)
        self.enable()
        self.refresh()
        self.assertEqual(self.is_drained(), (3, None))
        wait = self.wait("10m")
        self.assertEqual(wait.status, 0, wait)
        self.assertEqual(self.is_drained(), (0, None))

    def test_enable_waits_with_the_installed_hook(self):
        self.mock.say("session", job="Ledger", listings=2)
        self.must("enable", "--for", "1h", "--wait", "--timeout", "10m", "--poll", "1s", "--quiet")
        self.assertEqual(self.is_drained(), (0, None))
        self.assertGreater(" ".join(self.mock.say("seen")["seen"]).count("GET infrastructure/backupAgents/jobs"), 1)

    def test_what_is_not_complete_is_not_drained(self):
        self.enable()
        self.settings(complete="no")
        self.assertFalse(self.refresh()["complete"])
        self.assertEqual(self.is_drained(), (1, "not-observed"))
        self.assertEqual(self.wait().status, 124)
        self.settings()
        offline = {"status": "Inaccessible", "connectionStatus": "Offline", "lastHeartbeatTime": "2026-11-20T10:00:00Z"}
        self.mock.say("agent", **offline)
        report = self.refresh()
        self.assertEqual((report["complete"], len(report["lost"])), (False, 1), report)
        self.assertEqual(self.is_drained(), (1, "not-observed"))
        self.assertEqual(self.wait().status, 124)
        # The connector takes the rows; mm compares their ids.
        self.mock.say("reset")
        self.mock.say("site", maintenance=True)
        self.mock.say("faults", on=JOBS, repeat_rows=True)
        report = self.refresh()
        self.assertFalse(report["complete"], report)
        self.assertIn("of 7 jobs of backup servers", str(report["lost"]))
        self.assertEqual(self.is_drained(), (1, "not-observed"))
        self.assertEqual(self.wait().status, 124)
        self.mock.say("faults")
        self.assertTrue(self.refresh()["complete"])
        self.assertEqual(self.is_drained(), (0, None))

    def test_the_operator_may_vouch_for_one_wait(self):
        self.enable()
        self.settings(complete="no")
        self.assertEqual(self.wait("10m", "--complete").status, 0)

    def test_a_job_that_the_console_lost_is_not_idle(self):
        job = ["--tenant", "Larkfield Dental", "--type", "vm-backup", "--task", "pc=10m"]
        self.must("jobs", "add", "Forgotten", *job, "--quiet")
        self.enable()
        self.refresh()
        self.assertEqual(self.is_drained(), (1, "not-observed"))
        self.assertEqual(self.wait().status, 124)

    def test_switching(self):
        def enable(applied, **fault):
            with self.subTest(fault):
                self.mock.say("faults", **fault)
                result = self.mm("enable", "--for", "1h", "--json")
                self.assertEqual(result.json()["applied"], applied, result)
                self.assertEqual(result.status, 0 if applied == "yes" else 1, result)
                drained = self.is_drained()
                self.mock.say("faults")
                if applied == "yes":
                    self.assertTrue(self.mock.say("seen")["maintenance"])
                else:
                    self.assertEqual(drained, (1, "not-applied"))
                    # The next run of the timer tells the server.
                    self.must("apply", "--quiet")
                    self.assertTrue(self.mock.say("seen")["maintenance"])
                self.assertEqual(self.wait("10m").status, 0)
                self.must("disable", "--quiet")
                self.assertFalse(self.mock.say("seen")["maintenance"])

        site = "maintenanceModeIsEnabled"
        enable("yes")
        # Accepted, and in effect after a while.
        enable("yes", accept=True, reads=2)
        self.settings(switch_timeout=1)
        enable("failed", accept=True, reads="never")
        enable("yes", on=site, status=500, times=1)
        enable("failed", on=site, status=500)
        enable("failed", on=site, status=401)
        enable("failed", on=site, status=429)
        enable("failed", on="token", status=401)
        enable("failed", on="infrastructure/sites", status=500)
        enable("failed", on="infrastructure/sites", cut="with length")

    def test_drift_behind_the_back_of_mm(self):
        self.enable()
        self.assertEqual(self.wait("10m").status, 0)
        self.mock.say("site", maintenance=False)
        check = self.mm("apply", "--check", "--json")
        self.assertEqual(check.status, 3, check)
        self.assertEqual(self.is_drained(), (1, "drift"))
        self.assertTrue(self.mm("status", "--json").json()["drift"])
        # It is not overwritten until somebody says so.
        self.assertEqual((lambda run: (run.status, run.code()))(self.mm("apply", "--json")), (1, "drift"))
        self.assertFalse(self.mock.say("seen")["maintenance"])
        self.must("apply", "--force")
        self.assertTrue(self.mock.say("seen")["maintenance"])

    def test_a_mode_that_cannot_be_read_is_not_known(self):
        self.enable()
        for fault in ({"on": "infrastructure/sites", "status": 500}, {"on": "infrastructure/sites", "text": "{}"}):
            self.mock.say("faults", **fault)
            check = self.mm("apply", "--check", "--json")
            self.assertEqual((check.status, check.code()), (1, "not-observed"), check)
        self.mock.say("faults")
        # Two sites, and no word which one is meant.
        self.mock.say("sites", others=1)
        check = self.mm("apply", "--check", "--json")
        self.assertEqual((check.status, check.code()), (1, "not-observed"), check)
        self.assertIn("set site in", check.err)
        for site in SITE, "cc-west":
            self.settings(site=site)
            self.assertEqual(self.mm("apply", "--check").status, 0)

    def test_what_runs_at_another_site_is_left_out(self):
        self.mock.say("sites", others=1)
        self.settings(site=SITE)
        self.must("init", "--live", "--site", SITE, "--quiet")
        self.enable()
        self.assertEqual(self.wait("10m").status, 0)
        self.assertEqual(self.is_drained(), (0, None))

    def test_secrets_are_never_shown(self):
        self.mock.say("watch")
        # A variable of the environment with the name of a setting must not hand the setting on.
        environment = {"password": "x", "token": "x", "credentials": "x", "config": "x", "answer": "x", "body": "x"}
        for run in self.hook("refresh", **environment), self.hook("observe", **environment):
            self.assertEqual(run.status, 0, run)
            self.assertNotIn("mock-token", run.out + run.err)
            self.assertNotIn(PASSWORD, run.out + run.err)
        self.enable()
        self.assertEqual(self.wait("10m").status, 0)
        seen = self.mock.say("seen")
        self.assertGreater(len(seen["seen"]), 20)
        self.assertEqual(seen["leaks"], [])

    def test_the_mock_sees_a_leak(self):
        # The test above can fail.
        self.mock.say("watch")
        with subprocess.Popen(["sh", "-c", "read line", PASSWORD], stdin=subprocess.PIPE) as careless:
            self.hook("observe")
            careless.communicate(b"\n")
        self.assertNotEqual(self.mock.say("seen")["leaks"], [])

    def test_hooks_check_says_what_works(self):
        def check(status, **export):
            run = self.mm("hooks", "check", "--json")
            self.assertEqual(run.status, status, run)
            rows = {row["hook"]: row for row in run.json()["hooks"]}
            self.assertEqual(rows["apply"]["works"], None)
            if export:
                self.assertEqual(rows["refresh"]["export"], {"jobs": 8, **export})
            return rows

        before = self.must("sessions", "--output", "csv").out
        rows = check(0, running=0, complete=True, lost=[])
        self.assertEqual((rows["observe"]["works"], rows["observe"]["server_mode"]), (True, "active"))
        self.mock.say("session", job="Ledger")
        self.settings(complete="no")
        check(0, running=1, complete=False, lost=["the listing was not declared complete"])
        self.mock.say("faults", on=JOBS, status=500)
        self.assertEqual([row["works"] for row in check(1).values() if row["path"]], [None, True, False])
        # Nothing of that is stored.
        self.assertEqual(self.must("sessions", "--output", "csv").out, before)
        self.assertIsNone(self.must("status", "--json").json()["server_mode"])

    def test_settings(self):
        def refused(text, path):
            run = self.hook("observe")
            self.assertEqual(run.status, 1, run)
            self.assertIn(text, run.err)
            self.assertNotIn(PASSWORD, run.err)
            path.unlink(missing_ok=True)

        path = ETC / "vspc.conf"
        path.unlink()
        refused("are missing", path)
        for mode in 0o644, 0o640, 0o604, 0o620, 0o700:
            path = self.settings()
            path.chmod(mode)
            refused("others can read", path)
        refused("does not begin with https", self.settings(url="http://console.example"))
        refused("unknown name", self.settings(pasword="x"))
        refused("not NAME = VALUE", self.settings(**{"username": "x\nnonsense"}))
        refused("a number that is none", self.settings(attempts="many"))
        refused("refuses the user name or the password", self.settings(password="wrong"))

    def test_pages_are_as_long_as_the_console_makes_them(self):
        run = self.hook("refresh", MM_HOOK="refresh")
        pages = [json.loads(line) for line in run.out.splitlines()]
        self.assertEqual(pages[-1], {"schema": "mm.listing/1", "complete": True})
        jobs = [page for page in pages[:-1] if page["data"] and "uniqueUid" in page["data"][0]]
        self.assertEqual([page["meta"]["pagingInfo"]["offset"] for page in jobs], [0, 3, 6])
        self.settings(limit=2)
        run = self.hook("refresh")
        self.assertEqual(run.status, 0, run)
        self.assertIn("offset=2", " ".join(self.mock.say("seen")["seen"]))

    def test_the_console_cannot_set_the_notification(self):
        run = self.mm("enable", "--for", "1h", "--message", "Back at ten")
        self.assertIn("the console cannot set the notification", run.err)
        self.assertEqual(run.status, 0, run)
