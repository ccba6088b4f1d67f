"""What monitoring reads: the metrics, by promtool and by another parser, the alerting rules, the silence, and the calendar."""

import datetime
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import icalendar
from prometheus_client.openmetrics.parser import text_string_to_metric_families

MM = os.environ["MM"]
EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "docs/examples"
NOW = "2026-11-23T21:00:00Z"
# A name that a careless writer would let out of its quotes.
SERVER = 'cc"01\\ \u0065\u0301, née; "x'


class Rehearsal(unittest.TestCase):
    """Tests with a rehearsal store and hooks."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.hooks = self.folder / "hooks"
        self.hooks.mkdir(mode=0o755)
        self.hook("observe", "echo '{\"mode\": \"'\"$MM_MODE\"'\"}'")
        self.hook("apply", "exit 0")
        self.must("init", "--rehearsal", "--server", SERVER)
        self.must("jobs", "import", EXAMPLES / "evening.json")

    def hook(self, name, script):
        path = self.hooks / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def mm(self, *words, now=NOW):
        line = [MM, "--store", self.folder / "mm.db", "--now", now, "--hooks", self.hooks, *words]
        return subprocess.run(line, capture_output=True, env={"TZ": "UTC", "PATH": os.environ["PATH"]})

    def must(self, *words, now=NOW):
        run = self.mm(*words, now=now)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout.decode()


class Metrics(Rehearsal):
    def metrics(self, now=NOW):
        """Samples by name and labels, after promtool and the other parser have accepted the text."""
        text = self.must("status", "--output", "openmetrics", now=now)
        checked = subprocess.run(["promtool", "check", "metrics"], input=text.encode(), capture_output=True)
        self.assertEqual((checked.returncode, checked.stdout, checked.stderr), (0, b"", b""), text)
        samples = {}
        for family in text_string_to_metric_families(text):
            self.assertTrue(family.name.startswith("mm_") and family.documentation and family.type == "gauge", family)
            self.assertEqual(family.unit, "seconds" if family.name.endswith("_seconds") else "", family)
            for sample in family.samples:
                samples[(sample.name, *sample.labels.values())] = sample.value
        return samples

    def test_every_state_is_well_formed_and_true(self):
        off = self.metrics()
        self.assertEqual(off["mm_server_info", SERVER, "rehearsal"], 1)
        self.assertEqual(off["mm_mode", "active"], 1)
        self.assertNotIn(("mm_planned_end_timestamp_seconds",), off)
        self.assertNotIn(("mm_drift",), off)
        self.must("schedule", "add", "--at", "2026-11-25T22:00:00Z", "--for", "1h")
        self.must("enable", "--for", "2h")
        on = self.metrics()
        self.assertEqual((on["mm_mode", "maintenance"], on["mm_mode", "active"]), (1, 0))
        self.assertEqual((on["mm_drift",], on["mm_drained",], on["mm_running_covered_sessions",]), (0, 0, 2))
        self.assertEqual(on["mm_applied", "yes"], 1)
        self.assertEqual(on["mm_planned_end_timestamp_seconds",] - on["mm_maintenance_start_timestamp_seconds",], 7200)
        self.assertEqual(
            on["mm_next_window_start_timestamp_seconds",],
            datetime.datetime(2026, 11, 25, 22, tzinfo=datetime.timezone.utc).timestamp(),
        )
        self.assertEqual((on["mm_hook_last_success", "observe"], on["mm_hook_last_exit_status", "observe"]), (1, 0))
        late = self.metrics(now="2026-11-24T01:00:00Z")
        self.assertEqual((late["mm_overdue",], late["mm_drained",], late["mm_running_covered_sessions",]), (1, 1, 0))

    def test_a_failed_hook_and_a_killed_one(self):
        self.hook("apply", "exit 7")
        self.hook("observe", "kill -9 $$")
        self.assertEqual(self.mm("enable").returncode, 1)
        samples = self.metrics()
        self.assertEqual((samples["mm_applied", "failed"], samples["mm_hook_last_exit_status", "apply"]), (1, 7))
        self.assertEqual(samples["mm_hook_last_success", "observe"], 0)
        self.assertNotIn(("mm_hook_last_exit_status", "observe"), samples)
        self.assertNotIn(("mm_drift",), samples)

    def test_the_rules_name_metrics_that_exist(self):
        rules = EXAMPLES / "monitoring/rules.yml"
        checked = subprocess.run(["promtool", "check", "rules", rules], capture_output=True)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        self.must("enable", "--for", "2h")
        names = {name for name, *_ in self.metrics()}
        words = set(rules.read_text().replace("{", " ").split())
        self.assertEqual({word for word in words if word.startswith("mm_")} - names, set())


class Check(Rehearsal):
    def test_the_plugin_has_four_statuses(self):
        def check(status, word, *words, now=NOW):
            run = self.mm("check", *words, now=now)
            text = run.stdout.decode()
            self.assertEqual((run.returncode, text.count("\n")), (status, 1), run)
            self.assertTrue(text.startswith(f"MM {word} - "), text)
            return text

        self.assertIn("maintenance=0", check(0, "OK").split("|")[1])
        self.must("enable", "--for", "2h")
        check(0, "OK")
        check(1, "WARNING", "--warn-in-maintenance")
        check(2, "CRITICAL", now="2026-11-24T01:00:00Z")
        check(3, "UNKNOWN", "--store", "nowhere.db")
        check(3, "UNKNOWN", "--mistyped")
        check(3, "UNKNOWN", "--hooks", "nowhere")
        with open("/dev/full", "w") as full:
            line = [MM, "--store", self.folder / "mm.db", "check"]
            self.assertEqual(subprocess.run(line, stdout=full, stderr=subprocess.DEVNULL).returncode, 3)


class Alertmanager(BaseHTTPRequestHandler):
    """As much of Alertmanager as a silence needs."""

    def answer(self, data):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(data).encode())

    def do_GET(self):
        assert self.path == "/api/v2/silences", self.path
        self.answer(list(self.server.silences.values()))

    def do_POST(self):
        silence = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        silence.setdefault("id", f"silence-{len(self.server.silences)}")
        silence["status"] = {"state": "active"}
        self.server.silences[silence["id"]] = silence
        self.answer({"silenceID": silence["id"]})

    def do_DELETE(self):
        self.server.silences[self.path.rsplit("/", 1)[1]]["status"] = {"state": "expired"}
        self.answer({})

    def log_message(self, *_):
        pass


class Silence(Rehearsal):
    def setUp(self):
        super().setUp()
        self.alertmanager = ThreadingHTTPServer(("127.0.0.1", 0), Alertmanager)
        self.alertmanager.silences = {
            "other": {"id": "other", "createdBy": "ops", "comment": "mm: " + SERVER, "status": {"state": "active"}}
        }
        threading.Thread(target=self.alertmanager.serve_forever).start()
        self.addCleanup(self.alertmanager.server_close)
        self.addCleanup(self.alertmanager.shutdown)
        self.script = EXAMPLES / "hooks/alertmanager-silence"
        self.url = f"http://127.0.0.1:{self.alertmanager.server_port}"

    def silences(self):
        return [each for each in self.alertmanager.silences.values() if each["createdBy"] == "mm"]

    def test_hooks_open_and_close_a_silence(self):
        call = f"ALERTMANAGER_URL={self.url} {self.script}"
        self.hook("apply", call)
        self.hook("post-disable", call)
        # The clock of Alertmanager is the real one, so the planned end must be, too.
        now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        at = lambda hours: (now + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.must("enable", "--until", at(2), "--message", "until {until}", now=at(0))
        (silence,) = self.silences()
        self.assertEqual((silence["endsAt"], silence["comment"]), (at(2), "mm: " + SERVER))
        self.assertEqual(
            silence["matchers"], [{"name": "instance", "value": SERVER, "isRegex": False, "isEqual": True}]
        )
        self.must("extend", "1h", now=at(0))
        (silence,) = self.silences()
        self.assertEqual(silence["endsAt"], at(3), "the same silence ends later")
        self.must("disable", now=at(1))
        (silence,) = self.silences()
        self.assertEqual(silence["status"]["state"], "expired")
        self.assertEqual(self.alertmanager.silences["other"]["status"]["state"], "active")

    def test_the_status_is_read_too_and_errors_are_no_success(self):
        def run(url):
            status = self.must("status", "--json")
            environment = {**os.environ, "ALERTMANAGER_URL": url}
            return subprocess.run([self.script], input=status.encode(), env=environment, capture_output=True).returncode

        self.must("enable")
        self.assertEqual(run(self.url), 0)
        self.assertEqual(len(self.silences()), 1)
        self.assertNotEqual(run("http://127.0.0.1:1"), 0)


class Calendar(Rehearsal):
    def test_another_parser_reads_every_time_at_which_a_window_opens(self):
        reason = "storage; upgrade, née \\ " + "長い理由" * 30 + "\nsecond line"
        self.must("schedule", "add", "--at", "2026-11-25T22:00:00Z", "--for", "1h", "--reason", reason)
        self.must("schedule", "add", "--cron", "0 22 * * sat", "--timezone", "Europe/Copenhagen", "--for", "3h")
        run = self.mm("schedule", "list", "--output", "ics")
        self.assertEqual(run.returncode, 0, run.stderr)
        lines = run.stdout.split(b"\r\n")
        self.assertEqual(lines[-1], b"")
        self.assertTrue(all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines))
        calendar = icalendar.Calendar.from_ical(run.stdout)
        events = calendar.walk("VEVENT")
        self.assertEqual(len(events), 1 + 52)
        self.assertEqual(len({event["UID"] for event in events}), len(events))
        self.assertFalse([event.errors for event in events if event.errors])
        once = events[0]
        utc = datetime.timezone.utc
        self.assertEqual(once["DTSTART"].dt, datetime.datetime(2026, 11, 25, 22, tzinfo=utc))
        self.assertEqual(once["DTEND"].dt, datetime.datetime(2026, 11, 25, 23, tzinfo=utc))
        self.assertEqual(once["DTSTAMP"].dt, datetime.datetime(2026, 11, 23, 21, tzinfo=utc))
        self.assertEqual((once["SUMMARY"], once["DESCRIPTION"]), (f"Maintenance of {SERVER}", reason))
        # 22:00 in Copenhagen is another time of UTC in summer.
        self.assertEqual({event["DTSTART"].dt.hour for event in events[1:]}, {20, 21})


if __name__ == "__main__":
    unittest.main()
