PRAGMA foreign_keys = off;
CREATE TABLE server (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    -- NULL until the first act that only one kind of store allows.
    kind TEXT CHECK (kind IN ('live', 'rehearsal')),
    shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
    created INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    -- Up to when simulated sessions are written down.
    settled INTEGER NOT NULL,
    message TEXT,
    service TEXT NOT NULL CHECK (service IN ('running', 'stopped'))
, site TEXT) STRICT;
INSERT INTO server VALUES (1, 'cc01', 'rehearsal', 0, 1795464000000, 9, 1795467600000, 'Back at {until}', 'stopped', NULL);
CREATE TABLE maintenance (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL,
    until INTEGER CHECK (until > since),
    on_expiry TEXT NOT NULL CHECK (on_expiry IN ('alarm', 'disable')),
    by TEXT NOT NULL,
    reason TEXT,
    message TEXT,
    ended INTEGER CHECK (ended >= since)
, observation INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO maintenance VALUES (1, 1795467600000, 1795474800000, 'alarm', 'operator', 'storage upgrade', 'Back at {until}', NULL, 1);
CREATE TABLE window (
    id INTEGER PRIMARY KEY,
    at INTEGER,
    cron TEXT,
    timezone TEXT,
    length INTEGER NOT NULL CHECK (length > 0),
    on_expiry TEXT NOT NULL CHECK (on_expiry IN ('alarm', 'disable')),
    added INTEGER NOT NULL,
    by TEXT NOT NULL,
    reason TEXT,
    message TEXT,
    removed INTEGER,
    CHECK ((at IS NULL) <> (cron IS NULL)),
    CHECK (timezone IS NULL OR cron IS NOT NULL)
) STRICT;
INSERT INTO window VALUES (1, 1795464000000, NULL, NULL, 7200, 'disable', 1795464000000, 'operator', NULL, NULL, NULL);
INSERT INTO window VALUES (2, NULL, '0 22 * * sat', 'Europe/Berlin', 10800, 'disable', 1795467600000, 'operator', NULL, NULL, NULL);
CREATE TABLE window_ended (
    window INTEGER NOT NULL REFERENCES window (id),
    since INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    PRIMARY KEY (window, since)
) STRICT, WITHOUT ROWID;
INSERT INTO window_ended VALUES (1, 1795464000000, 1795464600000);
CREATE TABLE applied (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- What it was last told with success; NULL: nothing yet.
    mode TEXT CHECK (mode IN ('active', 'maintenance')),
    message TEXT,
    -- When it was last told, with success or without.
    at INTEGER,
    -- Why it could not be told the last time; NULL: it could.
    error TEXT,
    -- The maintenance, by its begin, whose drain the hook heard of.
    drained INTEGER,
    -- Whether hooks were told of a maintenance whose end none of them heard of.
    entered INTEGER NOT NULL CHECK (entered IN (0, 1)), told_at INTEGER, told_since INTEGER, observation INTEGER NOT NULL DEFAULT 0, shown TEXT,
    CHECK ((mode IS NULL) = (message IS NULL))
) STRICT;
INSERT INTO applied VALUES (1, 'active', 'told', 1795467000000, 'no answer', 1795460000000, 1, 1795467000000, NULL, 0, 'told there');
CREATE TABLE tenant (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (trim(name) <> ''),
    access TEXT NOT NULL CHECK (access IN ('enabled', 'disabled')),
    slots INTEGER CHECK (slots > 0),
    source_id TEXT UNIQUE,
    added INTEGER NOT NULL
, disabled_on_server INTEGER, timezone TEXT) STRICT;
INSERT INTO tenant VALUES (1, 'Aalto Legal', 'enabled', 2, 'tenant-1', 1795467600000, NULL, 'Europe/Copenhagen');
INSERT INTO tenant VALUES (2, 'Birkholm Foods', 'enabled', 2, NULL, 1795467600000, NULL, NULL);
INSERT INTO tenant VALUES (3, 'Castellan Print', 'disabled', NULL, NULL, 1795467600000, NULL, NULL);
INSERT INTO tenant VALUES (4, 'Dunmore Press', 'enabled', 3, NULL, 1795467600000, NULL, NULL);
CREATE TABLE replica (
    tenant INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (trim(name) <> ''),
    -- When it entered failover.
    since INTEGER NOT NULL,
    PRIMARY KEY (tenant, name)
) STRICT, WITHOUT ROWID;
INSERT INTO replica VALUES (2, 'erp-db_replica', 1795467600000);
CREATE TABLE job (
    -- Also its place among all jobs: the order in which they are shown and simulated.
    id INTEGER PRIMARY KEY,
    tenant INTEGER NOT NULL REFERENCES tenant (id),
    name TEXT NOT NULL CHECK (trim(name) <> ''),
    type TEXT NOT NULL CHECK (
        type = 'vsphere-backup' OR type = 'cloud-director-backup' OR
        type = 'hyperv-backup' OR type = 'managed-agent-backup' OR
        type = 'vsphere-backup-copy' OR type = 'cloud-director-backup-copy' OR
        type = 'hyperv-backup-copy' OR type = 'agent-backup-copy' OR
        type = 'vsphere-replication' OR type = 'cloud-director-replication' OR
        type = 'hyperv-replication' OR type = 'vm-backup' OR type = 'backup-copy' OR
        type = 'vm-replication' OR type = 'windows-agent-backup' OR
        type = 'linux-agent-backup' OR type = 'mac-agent-backup' OR type = 'cdp-policy' OR
        type = 'other'),
    target TEXT NOT NULL CHECK (target IN ('cloud', 'local')),
    slots INTEGER NOT NULL CHECK (slots > 0),
    -- [["task", seconds, fails], …]
    tasks TEXT NOT NULL,
    durations TEXT NOT NULL CHECK (
        durations = 'given' OR durations = 'recorded' OR durations = 'average' OR
        durations = 'default'),
    -- [instant, …]
    starts TEXT,
    cron TEXT,
    timezone TEXT,
    retry_times INTEGER CHECK (retry_times >= 0),
    retry_wait INTEGER CHECK (retry_wait > 0),
    -- [["task", started or null, seconds], …]
    recorded TEXT,
    initial_sync INTEGER CHECK (initial_sync > 0),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    source_id TEXT UNIQUE,
    added INTEGER NOT NULL, observed INTEGER, listing TEXT, gone INTEGER, policy_since INTEGER, type_unknown INTEGER NOT NULL DEFAULT 0 CHECK (type_unknown IN (0, 1)),
    UNIQUE (tenant, name),
    CHECK ((retry_times IS NULL) = (retry_wait IS NULL)),
    CHECK (timezone IS NULL OR cron IS NOT NULL)
) STRICT;
INSERT INTO job VALUES (1, 1, 'Backup Job 1', 'vsphere-backup', 'cloud', 2, '[["dc-01",1500,false],["files-01",4200,false],["mail-01",2400,false],["archive-01",3300,false]]', 'given', NULL, '30 20 * * *', 'Europe/Copenhagen', 3, 600, '[["dc-01",null,1320],["dc-01",null,1500],["dc-01",null,1860],["files-01",null,3720],["files-01",null,4200],["files-01",null,5100],["mail-01",null,2160],["mail-01",null,2400],["mail-01",null,2640],["archive-01",null,3000],["archive-01",null,3300],["archive-01",null,3900]]', NULL, 1, 'job-1', 1795467600000, 1, NULL, NULL, 1795467600000, 0);
INSERT INTO job VALUES (2, 1, 'Partners'' laptops', 'windows-agent-backup', 'cloud', 1, '[["lt-aalto",1200,false],["lt-kurki",900,false]]', 'given', '[1795503600000]', NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, 1795467600000, 1, NULL, NULL, 1795467600000, 0);
INSERT INTO job VALUES (3, 2, 'Backup Job 1', 'hyperv-backup', 'cloud', 1, '[["erp-app",2100,false],["erp-db",3000,false]]', 'given', '[1795472100000]', NULL, NULL, 3, 600, NULL, NULL, 1, NULL, 1795467600000, 1, NULL, NULL, 1795467600000, 0);
INSERT INTO job VALUES (4, 2, 'Till servers', 'linux-agent-backup', 'cloud', 1, '[["till-north",1800,false],["till-south",1800,false]]', 'given', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, 1795467600000, 1, NULL, NULL, 1795467600000, 0);
INSERT INTO job VALUES (5, 2, 'ERP to the cloud', 'cdp-policy', 'cloud', 1, '[]', 'given', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, 1795467600000, 1, NULL, NULL, 1795467600000, 0);
INSERT INTO job VALUES (6, 3, 'Press archive', 'vsphere-replication', 'cloud', 1, '[["press-01",2700,false]]', 'given', NULL, '0 23 * * 1-5', NULL, NULL, NULL, NULL, NULL, 1, NULL, 1795467600000, 1, NULL, NULL, 1795467600000, 0);
INSERT INTO job VALUES (7, 3, 'Local copy', 'vsphere-backup', 'local', 1, '[["press-01",1800,false]]', 'given', '[1795469400000]', NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, 1795467600000, 1, NULL, NULL, 1795467600000, 0);
CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- NULL: the job is not known, or was removed.
    job INTEGER REFERENCES job (id) ON DELETE CASCADE,
    -- What is known of such a job.
    tenant TEXT,
    job_name TEXT,
    job_type TEXT,
    target TEXT,
    origin TEXT NOT NULL CHECK (origin = 'imported' OR origin = 'run' OR origin = 'simulated'),
    source_id TEXT UNIQUE,
    attempt INTEGER NOT NULL CHECK (attempt >= 0),
    started INTEGER NOT NULL,
    ended INTEGER CHECK (ended >= started),
    result TEXT CHECK (result = 'success' OR result = 'failed' OR result = 'unknown'),
    code TEXT CHECK (
        code = 'tenant-disabled' OR code = 'maintenance' OR code = 'task-failed'),
    rule TEXT,
    notification TEXT,
    -- When it was last seen so.
    observed_at INTEGER NOT NULL,
    -- [["task", "state", started or null, ended or null, code or null, notification or null], …]
    tasks TEXT NOT NULL,
    -- The file whose lock its command holds, for `run`.
    lock TEXT UNIQUE,
    CHECK ((job IS NULL) = (job_name IS NOT NULL)),
    CHECK ((tenant IS NULL) = (job_name IS NULL)),
    CHECK ((ended IS NULL) = (result IS NULL)),
    CHECK (code IS NULL OR result = 'failed'),
    CHECK (lock IS NULL OR origin = 'run')
) STRICT;
INSERT INTO session VALUES (1, 1, NULL, NULL, NULL, NULL, 'simulated', NULL, 0, 1795465800000, NULL, NULL, NULL, 'finish-running-tasks', NULL, 1795467600000, '[["dc-01","success",1795465800000,1795467240000,null,null],["files-01","running",1795465800000,null,null,null],["mail-01","running",1795467240000,null,null,null],["archive-01","pending",null,null,null,null]]', NULL);
INSERT INTO session VALUES (2, 4, NULL, NULL, NULL, NULL, 'simulated', NULL, 0, 1795466700000, NULL, NULL, NULL, 'finish-whole-job', NULL, 1795467600000, '[["till-north","running",1795466700000,null,null,null],["till-south","pending",null,null,null,null]]', NULL);
INSERT INTO session VALUES (3, 3, NULL, NULL, NULL, NULL, 'simulated', NULL, 0, 1795467600000, NULL, NULL, NULL, 'finish-running-tasks', NULL, 1795467600000, '[["erp-app","pending",null,null,null,null],["erp-db","pending",null,null,null,null]]', NULL);
INSERT INTO session VALUES (4, 2, NULL, NULL, NULL, NULL, 'run', NULL, 1, 1795467000000, 1795467600000, 'failed', 'task-failed', NULL, 'Failed', 1795467600000, '[]', '/var/lib/mm/mm.db.run-0123456789abcdef');
INSERT INTO session VALUES (5, 2, NULL, NULL, NULL, NULL, 'imported', 'its-id', 0, 1795463000000, 1795463600000, 'success', NULL, NULL, NULL, 1795467600000, '[["lt-aalto","success",1795463000000,1795463600000,null,null]]', NULL);
CREATE TABLE observation (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    -- Whether all sessions that worked then were told.
    complete INTEGER NOT NULL CHECK (complete IN (0, 1))
, kind TEXT NOT NULL DEFAULT 'jobs'
    CHECK (kind IN ('jobs', 'sessions')), lost TEXT NOT NULL DEFAULT '["an older mm made it"]', ended INTEGER NOT NULL DEFAULT 0 CHECK (ended >= 0)) STRICT;
INSERT INTO observation VALUES (1, 1795467600000, 1795467600000, 1, 'jobs', '["the listing was not declared complete"]', 0);
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    action TEXT NOT NULL,
    actor TEXT NOT NULL,
    uid INTEGER,
    reason TEXT,
    -- {"before": …, "after": …}
    change TEXT NOT NULL,
    -- SHA-256 of the hash before and of all of this, in hexadecimal.
    hash TEXT NOT NULL
) STRICT;
INSERT INTO history VALUES (1, 1795464000000, 0, 'init', 'operator', 0, NULL, '{"after":{"group":null,"server":"cc01","site":null,"store":"rehearsal"},"before":null,"seal":"dfa04528eadee8c23971c14f14e2a321e074f4eb2ec34d945fc66240c4414f3a"}', '39d02631c5797ae07158ff6b0a62ab17c9dd14a19e32140884ef7d3eba97cadc');
INSERT INTO history VALUES (2, 1795464000000, 1, 'schedule add', 'operator', 0, NULL, '{"after":{"window":{"at":"2026-11-23T20:00:00Z","by":"operator","cron":null,"for":"2h","from":"2026-11-23T20:00:00Z","id":1,"message":null,"on_expiry":"disable","reason":null,"timezone":null,"until":"2026-11-23T22:00:00Z"}},"before":null,"seal":"806ebc2b625a0bd9909a04c19d1f07416061d07aa2cd5b383c74fc097769f29a"}', '1e232652351579adc91689cf937795112cbc6f881ad8b97b6d976316fceb462a');
INSERT INTO history VALUES (3, 1795464600000, 2, 'disable', 'operator', 0, NULL, '{"after":{"mode":"active"},"before":{"by":"operator","message":null,"mode":"maintenance","on_expiry":"disable","reason":null,"since":"2026-11-23T20:00:00Z","until":"2026-11-23T22:00:00Z"},"seal":"2d5f37bcd25486fd5eead1b86878b052a59814ea7d2c35f436a1f3878d62af14"}', '6cf44de5839e5b22211086079d35385f787fe5f901c68d1567d01d3cbb36bc41');
INSERT INTO history VALUES (4, 1795467600000, 3, 'import', 'operator', 0, NULL, '{"after":{"jobs":{"added":7,"changed":0,"removed":0,"unchanged":0},"removed":[],"sessions":{"added":2,"changed":0,"ended":0,"removed":0,"unchanged":0},"tenants":{"added":3,"changed":0,"removed":0,"unchanged":0}},"before":null,"seal":"2d5f37bcd25486fd5eead1b86878b052a59814ea7d2c35f436a1f3878d62af14"}', '5d55772086de78c428e52be06fd7f6ba39897f92146464ffb9e075fac2a402d6');
INSERT INTO history VALUES (5, 1795467600000, 4, 'add-tenant', 'operator', 0, NULL, '{"after":{"access":"enabled","slots":3,"tenant":"Dunmore Press","timezone":null},"before":null,"seal":"2d5f37bcd25486fd5eead1b86878b052a59814ea7d2c35f436a1f3878d62af14"}', '3b10b9115d44c85b60e862f2b94f9c3f7cca26a1ad998826dc9d0f13416f1100');
INSERT INTO history VALUES (6, 1795467600000, 5, 'disable-tenant', 'operator', 0, NULL, '{"after":{"access":"disabled","slots":null,"tenant":"Castellan Print","timezone":null},"before":{"access":"enabled","slots":null,"tenant":"Castellan Print","timezone":null},"seal":"2d5f37bcd25486fd5eead1b86878b052a59814ea7d2c35f436a1f3878d62af14"}', '2e662242ded9018b95405cc06a4e42b8d5da16361c268e65eb29047fb117085c');
INSERT INTO history VALUES (7, 1795467600000, 6, 'schedule add', 'operator', 0, NULL, '{"after":{"window":{"at":null,"by":"operator","cron":"0 22 * * sat","for":"3h","from":"2026-11-28T21:00:00Z","id":2,"message":null,"on_expiry":"disable","reason":null,"timezone":"Europe/Berlin","until":"2026-11-29T00:00:00Z"}},"before":null,"seal":"07e2fbfc221888ee275898fb18b00b036be014a7688696894339fc6dc3e426a4"}', '089c1e79f48be695ea726d32f4233c6c60cc60294969c6aee75042b9bf69b1f9');
INSERT INTO history VALUES (8, 1795467600000, 7, 'set-message', 'operator', 0, NULL, '{"after":{"message":"Back at {until}"},"before":{"message":null},"seal":"3f6124c3b0d5272081526da8b828c0b2500d6a0449cc535bf465c496dbd31b9e"}', '893e1c316de8e9488162354b5892c859a238d57fb7ab54b163fdb4e861bb0852');
INSERT INTO history VALUES (9, 1795467600000, 8, 'service', 'operator', 0, NULL, '{"after":{"service":"stopped"},"before":{"service":"running"},"seal":"14081a2a54de8013bc3b5da6dd5dfa0cf225155a63a0db10d05349a264886048"}', '22ffe605986f506b9ffd4707dccd8eddfe3322c41f6fad616c67260ac853f82f');
INSERT INTO history VALUES (10, 1795467600000, 9, 'enable', 'operator', 0, 'storage upgrade', '{"after":{"by":"operator","message":"Back at {until}","mode":"maintenance","on_expiry":"alarm","reason":"storage upgrade","since":"2026-11-23T21:00:00Z","until":"2026-11-23T23:00:00Z"},"before":{"mode":"active"},"seal":"4f369c618e262325fe99cefe7a85d82091b5f6d0880b3360bd9ae537ad3940e4"}', '83329420fc9694460f6550524f3277e870d2627a21d89e6fb2e8e5d73f6ac007');
CREATE TABLE server_observation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL,
    mode TEXT CHECK (mode = 'active' OR mode = 'maintenance'),
    notification TEXT,
    service TEXT CHECK (service = 'running' OR service = 'stopped'),
    -- The mode that was recorded then.
    recorded TEXT NOT NULL CHECK (recorded = 'active' OR recorded = 'maintenance'),
    -- Whether nothing was recorded or told since that could change the server.
    current INTEGER NOT NULL CHECK (current IN (0, 1))
) STRICT;
INSERT INTO server_observation VALUES (1, 1795467000000, 'active', 'told', 'running', 'active', 1);
CREATE TABLE hook_phase (
    doing TEXT PRIMARY KEY CHECK (doing IN ('enabling', 'telling'))
) STRICT, WITHOUT ROWID;
INSERT INTO hook_phase VALUES ('telling');
CREATE TABLE hook_run (
    hook TEXT PRIMARY KEY,
    -- When it had ended.
    at INTEGER NOT NULL,
    -- NULL: it was not started, or was killed.
    status INTEGER,
    -- Why it failed; NULL: it did not.
    error TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO hook_run VALUES ('apply', 1795467000000, 7, 'ended with status 7');
CREATE UNIQUE INDEX maintenance_open ON maintenance (ended IS NULL) WHERE ended IS NULL;
CREATE INDEX session_of_job ON session (job, ended);
CREATE UNIQUE INDEX session_working ON session (job) WHERE ended IS NULL;
CREATE VIEW job_task AS
SELECT job.id AS job, each.key AS place, each.value ->> 0 AS name, each.value ->> 1 AS seconds,
    each.value ->> 2 AS fails
FROM job, json_each(job.tasks) AS each;
CREATE VIEW session_task AS
SELECT session.id AS session, each.key AS place, each.value ->> 0 AS name,
    each.value ->> 1 AS state, each.value ->> 2 AS started, each.value ->> 3 AS ended,
    each.value ->> 4 AS code, each.value ->> 5 AS notification
FROM session, json_each(session.tasks) AS each;
PRAGMA application_id = 1835889524;
PRAGMA user_version = 6;
