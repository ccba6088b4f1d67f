"""The Ansible role with a real ansible-core, against three stores on this machine."""

import json
import re
import sys

from harness import ETC, MM, PROJECT, Connected

PLAYBOOKS = PROJECT / "docs/examples/ansible"
HOSTS = ["cc-east", "cc-north", "cc-west"]
# A session of two tasks, one at a time: maintenance refuses the second, and nothing runs the job again.
CUT = {"data": [{
    "instanceUid": "7b7d3f4e-0000-4000-8000-000000000001", "name": "Nightly", "type": "BackupVm", "status": "Running",
    "targetType": "Cloud", "backupServerUid": "7b7d3f4e-0000-4000-8000-000000000002", "lastRun": "2026-11-23T20:00:00Z",
    "lastSessionTasks": [{"objectName": "a", "status": "Running", "startTime": "2026-11-23T20:00:00Z"},
                         {"objectName": "b", "status": "Pending"}],
}]}


class Ansible(Connected):
    def setUp(self):
        super().setUp()
        (ETC / "hooks").rmdir()
        source = self.folder / "files"
        source.mkdir()
        (source / "mm").write_text(f'#!/bin/sh\nexec {MM} "$@"\n')
        (source / "refresh").write_text(
            """#!/bin/sh\necho '{"schema":"mm.provider-sessions/1","count":0,"sessions":[]}'\n""")
        variables = {
            "ansible_connection": "local", "ansible_python_interpreter": sys.executable,
            "mm_maintenance_store": f"{self.folder}/{{{{ inventory_hostname }}}}/mm.db",
            "mm_maintenance_program": f"{self.folder}/{{{{ inventory_hostname }}}}-mm",
            "mm_maintenance_program_source": f"{source}/mm",
            "mm_maintenance_server": "{{ inventory_hostname }}",
            "mm_maintenance_hooks": {"refresh": f"{source}/refresh"},
            "mm_maintenance_settings": {"example.conf": "password = secret\n"},
            "mm_maintenance_poll": "1s",
        }
        inventory = {"cloud_connect": {"hosts": {host: None for host in HOSTS}, "vars": variables}}
        (self.folder / "hosts.json").write_text(json.dumps(inventory))

    def play(self, playbook, status, *options, **variables):
        """Runs a playbook; returns what its recap says of each host, and all output."""
        command = ["ansible-playbook", "-i", self.folder / "hosts.json", PLAYBOOKS / playbook, *options]
        command += [argument for name, value in variables.items() for argument in ("-e", f"{name}={value}")]
        result = self.run_command(command, ANSIBLE_PIPELINING="1", ANSIBLE_NOCOLOR="1", ANSIBLE_LOCALHOST_WARNING="False")
        self.assertEqual(result.status, status, result)
        self.assertNotIn("secret", result.out + result.err)
        rows = re.findall(r"^(\S+) +: ok=\d+ +changed=(\d+) +unreachable=0 +failed=(\d+)", result.out, re.M)
        return {host: (int(changed), int(failed)) for host, changed, failed in rows}, result

    def state(self, host):
        status = self.must("status", "--json", store=self.folder / host / "mm.db").json()
        return status["mode"], status["revision"]

    def states(self):
        return [self.state(host) for host in HOSTS]

    def all(self, row):
        return {host: row for host in HOSTS}

    def test_a_fleet(self):
        # A new server, first as a trial: program, folders, settings, hook, store.
        recap, _ = self.play("state.yml", 0, "--check", "--limit", "cc-east", mm_maintenance_state="maintenance")
        self.assertGreaterEqual(recap["cc-east"][0], 5)
        self.assertFalse((ETC / "hooks").exists())
        self.assertEqual([path.name for path in self.folder.iterdir() if path.name.startswith("cc-")], [])

        # One after the other, because the three share this machine and its /etc/mm.
        recap, _ = self.play("state.yml", 0, "--forks", "1", mm_maintenance_state="maintenance")
        self.assertEqual({changed >= 4 for changed, _ in recap.values()}, {True}, recap)
        self.assertEqual(self.states(), [("maintenance", 1)] * 3)
        self.assertEqual((ETC / "example.conf").stat().st_mode & 0o777, 0o600)

        recap, _ = self.play("state.yml", 0, mm_maintenance_state="maintenance")
        self.assertEqual(recap, self.all((0, 0)))
        self.assertEqual(self.states(), [("maintenance", 1)] * 3)

        # One of them is off already.
        self.must("disable", "--quiet", store=self.folder / "cc-west/mm.db")
        recap, _ = self.play("state.yml", 0, "--check", mm_maintenance_state="active")
        self.assertEqual(recap, {"cc-east": (1, 0), "cc-north": (1, 0), "cc-west": (0, 0)})
        self.assertEqual(self.states(), [("maintenance", 1)] * 2 + [("active", 2)])

        for host in HOSTS[:2]:
            self.must("disable", "--quiet", store=self.folder / host / "mm.db")
        self.limits()
        self.rolling()

    def limits(self):
        """One of the three would lose a session."""
        store = self.folder / "cc-east/mm.db"
        arguments = ["jobs", "import", "-", "--tenant", "Larkfield", "--complete", "--quiet"]
        self.must(*arguments, stdin=json.dumps(CUT), store=store)
        before = self.states()
        recap, result = self.play("state.yml", 2, "--check", "--limit", "cc-east,cc-west",
                                  mm_maintenance_state="maintenance", mm_maintenance_max_failed=0)
        self.assertEqual(recap, {"cc-east": (0, 1), "cc-west": (1, 0)}, result)
        self.assertIn('"rc": 6', result.out)
        self.assertEqual(self.states(), before)

        # The run stops there: what comes after it is not touched.
        recap, result = self.play("rolling.yml", 2, mm_maintenance_max_failed=0)
        self.assertEqual(recap, {"cc-east": (0, 1)}, result)
        self.assertIn('"rc": 6', result.out)
        self.assertEqual(self.states(), before)

    def rolling(self):
        work = self.folder / "work.yml"
        log = self.folder / "work.log"
        work.write_text(f"""
- ansible.builtin.shell:
    cmd: >-
      {{{{ mm_maintenance_program }}}} --store {{{{ mm_maintenance_store }}}} is drained
      && echo {{{{ inventory_hostname }}}} {{{{ mm_maintenance.mode }}}} >>{log}
""")
        recap, result = self.play("rolling.yml", 0, mm_work=work)
        self.assertEqual(recap, self.all((3, 0)), result)
        self.assertEqual(log.read_text(), "".join(f"{host} maintenance\n" for host in HOSTS))
        self.assertEqual({mode for mode, _ in self.states()}, {"active"})
        # One at a time: a server is back before the next one is switched.
        times = [[entry["at"] for entry in self.must("history", "--json", store=self.folder / host / "mm.db").json()["history"]
                  if entry["action"] in ("enable", "disable")][-2:] for host in HOSTS]
        flat = [time for pair in times for time in sorted(pair)]
        self.assertEqual(flat, sorted(flat))
