"""A small stand-in for Veeam Service Provider Console, REST v3, as far as the connector vspc uses it.

It is built from the vendor's published descriptions. Pages have three rows, whatever limit is asked for. Each fault can be
switched on and off while it runs: POST /mock/faults with a JSON object such as {"status": 429, "on": "backupServers/jobs",
"times": 2}; an empty object ends all faults. POST /mock/site and /mock/session change what somebody changes behind the
back of mm. POST /mock/seen tells what was asked, and after /mock/watch which secrets a list of processes showed.

usage: mock_server.py PORT_FILE [PORT]
"""

import glob
import json
import os
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = 3
NOTIFICATION = "Service provider is currently undergoing scheduled maintenance"
USERNAME = "mm"
# Letters that a careless script would lose on the way.
PASSWORD = 'p"a\\s$s w+o&rd%'
SITE = "b631e75c-64bc-496a-a655-c70662e25629"
OTHER_SITE = "0c1f58a7-3b1e-4d0e-9d5c-2f3f0a1b2c3d"


def uid(number):
    return f"00000000-0000-4000-8000-{number:012d}"


class Console:
    """What the console knows, and how it misbehaves."""

    def __init__(self):
        self.lock = threading.RLock()
        self.maintenance = False
        # A change that was accepted, and takes effect once the sites were read this often.
        self.pending = None
        self.tokens = {}
        self.given = 0
        self.fault = {}
        self.seen = []
        # Whether to look at all processes at every request.
        self.watches = False
        self.leaks = []
        self.sites = [{"siteUid": SITE, "siteName": "cc-west"}]
        tenants = ["Brightwater Schools", "Larkfield Dental", "Northquay Logistics", "Sable and Finch"]
        self.tenants = [
            {"instanceUid": uid(100 + n), "name": name, "assignedForCompany": uid(200 + n), "isEnabled": True,
             "isBackupResourcesEnabled": True, "maxConcurrentTask": 4, "siteUid": SITE, "siteName": "cc-west"}
            for n, name in enumerate(tenants)
        ]
        # Listings that a session is still seen in, by job.
        self.running = {}
        self.jobs = [
            {"instanceUid": uid(300 + n), "uniqueUid": uid(400 + n), "name": name, "type": kind, "status": "Success",
             "targetType": "Cloud", "isEnabled": True, "avgDuration": 1800, "backupServerUid": uid(500 + owner),
             "organizationUid": uid(200 + owner), "siteUid": SITE, "lastRun": "2026-11-23T20:00:00Z",
             "lastEndTime": "2026-11-23T20:30:00Z", "lastDuration": 1800, "lastSessionTasks": []}
            for n, (name, kind, owner) in enumerate([
                ("Nightly", "BackupVm", 0), ("Offsite copy", "BackupCopy", 0), ("Servers", "BackupVm", 1),
                ("Warehouse", "BackupVm", 2), ("Replica", "ReplicationVM", 2), ("Ledger", "BackupVm", 3),
                ("Archive", "BackupCopy", 3),
            ])
        ]
        self.agent_jobs = [
            {"instanceUid": uid(600), "name": "Reception PCs", "backupAgentUid": uid(700), "status": "Success",
             "targetType": "CloudRepository", "isEnabled": True, "avgDuration": 900, "systemType": "Windows",
             "organizationUid": uid(201), "lastRun": "2026-11-23T19:00:00Z", "lastEndTime": "2026-11-23T19:15:00Z",
             "lastDuration": 900},
        ]
        self.agents = [
            {"instanceUid": uid(800 + n), "hostName": f"vbr{n}", "status": "Healthy", "connectionStatus": "Online",
             "organizationUid": uid(200 + n), "lastHeartbeatTime": None}
            for n in range(4)
        ]
        self.now = lambda: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

    def listing(self, path):
        """The rows of a listing, or None if there is no such listing."""
        if path == "infrastructure/sites":
            if self.pending and self.pending["reads"] is not None:
                self.pending["reads"] -= 1
                if self.pending["reads"] < 0:
                    self.maintenance = self.pending["mode"]
                    self.pending = None
            here = {"maintenanceModeIsEnabled": self.maintenance, "managementAgentUid": uid(999)}
            return [{"maintenanceModeIsEnabled": False, **site, **(here if site["siteUid"] == SITE else {})}
                    for site in self.sites]
        if path == "infrastructure/backupServers/jobs":
            # Every session that was seen here comes closer to its end.
            rows = [{**job, **self.state(job["name"])} for job in self.jobs]
            return rows
        subtypes = {"backupVmJobs": "BackupVm", "replicationVmJobs": "ReplicationVM"}
        name = path.rsplit("/", 1)[-1]
        if path == f"infrastructure/backupServers/jobs/{name}" and name in subtypes:
            return [{"instanceUid": job["instanceUid"], "uniqueUid": job["uniqueUid"], "subtype": "VSphere",
                     "protectedVmCount": 1} for job in self.jobs if job["type"] == subtypes[name]]
        return {
            "organizations/companies": [
                {"instanceUid": tenant["assignedForCompany"], "name": tenant["name"], "taxId": ""}
                for tenant in self.tenants
            ],
            "infrastructure/sites/tenants": self.tenants,
            "infrastructure/managementAgents": [
                {**agent, "lastHeartbeatTime": agent["lastHeartbeatTime"] or self.now()} for agent in self.agents
            ],
            "infrastructure/backupServers/jobs/agentJobs": [],
            "infrastructure/backupAgents/jobs": [{**job, **self.state(job["name"])} for job in self.agent_jobs],
        }.get(path)

    def state(self, job):
        session = self.running.get(job)
        if session is None:
            return {}
        tasks = [{"objectName": "files1", "status": "Running", "startTime": session["started"]},
                 {"objectName": "sql1", "status": "Pending"}]
        return {"status": "Running", "lastRun": session["started"], "lastEndTime": None, "lastDuration": None,
                "lastSessionTasks": tasks}

    def is_last_page(self, path):
        """A whole listing was read: sessions that end by themselves are a listing closer to that."""
        for session in self.running.values():
            if session["path"] == path and session["listings"] is not None:
                session["listings"] -= 1
        over = [job for job, session in self.running.items() if session["listings"] == 0]
        for job in self.jobs + self.agent_jobs:
            if job["name"] in over:
                job |= self.ended(self.running.pop(job["name"])["started"])

    def ended(self, started):
        """A session that ended: in maintenance its second task was refused."""
        failed = {"status": "Failed", "failureMessages": [NOTIFICATION]} if self.maintenance else {"status": "Success"}
        tasks = [{"objectName": "files1", "status": "Success", "startTime": started, "endTime": self.now()},
                 {"objectName": "sql1", "startTime": None, "endTime": self.now(), **failed}]
        return {"status": failed["status"], "failureMessage": NOTIFICATION if self.maintenance else "", "lastRun": started,
                "lastEndTime": self.now(), "lastDuration": None, "lastSessionTasks": tasks}

    def start(self, job, listings):
        is_agent = any(each["name"] == job for each in self.agent_jobs)
        path = "infrastructure/backupAgents/jobs" if is_agent else "infrastructure/backupServers/jobs"
        self.running[job] = {"started": self.now(), "listings": listings, "path": path}

    def switch(self, mode):
        reads = self.fault.get("reads", 0)
        if self.fault.get("accept"):
            self.pending = {"mode": mode, "reads": None if reads == "never" else reads}
            return 202
        self.maintenance = mode
        return 200

    def take_fault(self, path):
        """The fault that this request meets, if any."""
        fault = self.fault
        if not fault or fault.get("accept") or fault.get("on", "") not in path:
            return {}
        if fault.get("after", 0) > 0:
            fault["after"] -= 1
            return {}
        if "times" in fault:
            if fault["times"] == 0:
                return {}
            fault["times"] -= 1
        return fault

    def look_at_processes(self):
        """Notes every secret that the arguments or the environment of any process show."""
        secrets = [PASSWORD, urllib.parse.quote(PASSWORD), urllib.parse.quote_plus(PASSWORD), *self.tokens]
        for name in ("cmdline", "environ"):
            for path in glob.glob(f"/proc/[0-9]*/{name}"):
                if path.split("/")[2] == str(os.getpid()):
                    continue
                try:
                    with open(path, "rb") as file:
                        text = file.read().decode("utf-8", "replace")
                except OSError:
                    continue
                self.leaks += [f"{path}: {secret}" for secret in secrets if secret in text]


CONSOLE = Console()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer("GET")

    def do_POST(self):
        self.answer("POST")

    def do_PUT(self):
        self.answer("PUT")

    def answer(self, method):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        with CONSOLE.lock:
            if url.path.startswith("/mock/"):
                return self.control(url.path, body)
            path = url.path.removeprefix("/api/v3/")
            CONSOLE.seen.append(f"{method} {path}" + (f"?{url.query}" if url.query else ""))
            if CONSOLE.watches:
                CONSOLE.look_at_processes()
            fault = CONSOLE.take_fault(path)
        if "wait" in fault:
            time.sleep(fault["wait"])
        with CONSOLE.lock:
            status, document = self.result(method, path, query, body, fault)
        self.send(status, document, fault)

    def result(self, method, path, query, body, fault):
        if "status" in fault:
            error = {"type": "transport", "code": fault["status"], "message": "the mock was told so"}
            if "retry_after" in fault:
                error["retryAfter"] = fault["retry_after"]
            return fault["status"], {"errors": [error]}
        if path == "token" and method == "POST":
            form = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))
            if (form.get("grant_type"), form.get("username"), form.get("password")) != ("password", USERNAME, PASSWORD):
                return 400, {"errors": [{"message": "Invalid username or password"}]}
            if fault.get("mfa"):
                return 200, {"mfa_token": "m"}
            CONSOLE.given += 1
            token = f"mock-token-{CONSOLE.given:06d}-abcdefghijklmnopqrstuvwxyz"
            # A token is good for so many requests.
            CONSOLE.tokens[token] = CONSOLE.fault.get("token_uses")
            return 200, {"access_token": token, "token_type": "bearer", "expires_in": 3600}
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if token not in CONSOLE.tokens:
            return 401, {"errors": [{"message": "no token"}]}
        if CONSOLE.tokens[token] is not None:
            CONSOLE.tokens[token] -= 1
            if CONSOLE.tokens[token] < 0:
                return 401, {"errors": [{"message": "the token expired"}]}
        if method == "PUT" and path == f"infrastructure/sites/{SITE}/maintenanceModeIsEnabled":
            return CONSOLE.switch(query.get("maintenanceMode") == "true"), None
        rows = CONSOLE.listing(path) if method == "GET" else None
        if rows is None:
            return 404, {"errors": [{"message": "not found"}]}
        offset = int(query.get("offset", 0))
        total = len(rows)
        page = rows[offset:offset + min(PAGE, int(query.get("limit", 100)))]
        if offset + len(page) >= total:
            CONSOLE.is_last_page(path)
        if fault.get("repeat_page"):
            offset, page = 0, rows[:len(page)]
        if fault.get("repeat_rows"):
            page = rows[:len(page)]
        if fault.get("skip_page"):
            page = []
        if fault.get("drop_row"):
            page = page[1:]
        if "total" in fault:
            total = fault["total"]
        document = {"meta": {"pagingInfo": {"total": total, "count": len(page), "offset": offset}}, "data": page,
                    "errors": None}
        if fault.get("no_paging"):
            del document["meta"]
        if fault.get("errors"):
            document["errors"] = [{"message": "some servers did not answer"}]
        return 200, document

    def send(self, status, document, fault):
        text = b"" if document is None else json.dumps(document).encode()
        if "text" in fault:
            text = fault["text"].encode()
        length = len(text)
        cut = fault.get("cut")
        if cut:
            text = text[:length // 2]
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if cut == "without length":
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(length))
        if cut or fault.get("hang_up"):
            self.close_connection = True
        self.end_headers()
        if not fault.get("hang_up"):
            self.wfile.write(text)

    def control(self, path, body):
        """What a person does at the console, and what the tests ask of the mock."""
        data = json.loads(body or "{}")
        answer = {}
        if path == "/mock/faults":
            CONSOLE.fault = data
        elif path == "/mock/site":
            CONSOLE.maintenance = data["maintenance"]
        elif path == "/mock/sites":
            other = {"siteUid": OTHER_SITE, "siteName": "cc-east"}
            CONSOLE.sites = CONSOLE.sites[:1] + [other] * data["others"]
            CONSOLE.jobs[7:] = [{**CONSOLE.jobs[0], "instanceUid": uid(999), "uniqueUid": uid(998), "name": "Elsewhere",
                                 "siteUid": OTHER_SITE, "status": "Running"}] * data["others"]
        elif path == "/mock/session":
            CONSOLE.start(data["job"], data.get("listings"))
        elif path == "/mock/agent":
            CONSOLE.agents[0].update(data)
        elif path == "/mock/watch":
            CONSOLE.watches = True
        elif path == "/mock/seen":
            answer = {"seen": CONSOLE.seen, "leaks": CONSOLE.leaks, "maintenance": CONSOLE.maintenance}
        elif path == "/mock/reset":
            CONSOLE.__init__()
        else:
            return self.send(404, {}, {})
        return self.send(200, answer, {})


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Clients that hang up are part of the game."""


def main():
    port_file, *port = sys.argv[1:]
    server = Server(("127.0.0.1", int(port[0]) if port else 0), Handler)
    with open(port_file, "w", encoding="utf-8") as file:
        print(server.server_port, file=file)
    server.serve_forever()


if __name__ == "__main__":
    main()
