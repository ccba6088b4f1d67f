-- Facts of one backup server. Times are milliseconds since 1970-01-01T00:00:00Z, durations seconds.
-- Longer lists of values are told apart with OR: for IN, SQLite would build a table at every insert.

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
) STRICT;

-- Every maintenance that was declared; at most one is open.
CREATE TABLE maintenance (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL,
    until INTEGER CHECK (until > since),
    on_expiry TEXT NOT NULL CHECK (on_expiry IN ('alarm', 'disable')),
    by TEXT NOT NULL,
    reason TEXT,
    message TEXT,
    ended INTEGER CHECK (ended >= since)
) STRICT;
CREATE UNIQUE INDEX maintenance_open ON maintenance (ended IS NULL) WHERE ended IS NULL;

-- Windows planned ahead: once, or again and again by cron.
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

-- Occurrences of windows that somebody ended before their time.
CREATE TABLE window_ended (
    window INTEGER NOT NULL REFERENCES window (id),
    since INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    PRIMARY KEY (window, since)
) STRICT, WITHOUT ROWID;

-- What the real server was last told by hooks, and what came of it: an observation.
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
    entered INTEGER NOT NULL CHECK (entered IN (0, 1)),
    CHECK ((mode IS NULL) = (message IS NULL))
) STRICT;

-- Which process is at it. One that is gone was killed on the way.
CREATE TABLE busy (
    doing TEXT PRIMARY KEY CHECK (doing IN ('enabling', 'telling')),
    pid INTEGER NOT NULL,
    pid_started INTEGER NOT NULL,
    boot TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tenant (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (trim(name) <> ''),
    access TEXT NOT NULL CHECK (access IN ('enabled', 'disabled')),
    slots INTEGER CHECK (slots > 0),
    source_id TEXT UNIQUE,
    added INTEGER NOT NULL
) STRICT;

CREATE TABLE replica (
    tenant INTEGER NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (trim(name) <> ''),
    -- When it entered failover.
    since INTEGER NOT NULL,
    PRIMARY KEY (tenant, name)
) STRICT, WITHOUT ROWID;

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
    created_by_event INTEGER NOT NULL CHECK (created_by_event IN (0, 1)),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    source_id TEXT UNIQUE,
    added INTEGER NOT NULL,
    UNIQUE (tenant, name),
    CHECK ((retry_times IS NULL) = (retry_wait IS NULL)),
    CHECK (timezone IS NULL OR cron IS NOT NULL)
) STRICT;

CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
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
    -- The process that runs it, for `run`.
    pid INTEGER,
    pid_started INTEGER,
    boot TEXT,
    CHECK ((ended IS NULL) = (result IS NULL)),
    CHECK (code IS NULL OR result = 'failed'),
    CHECK (pid IS NULL OR origin = 'run')
) STRICT;
CREATE INDEX session_of_job ON session (job, ended);
-- A job has one session that works at most.
CREATE UNIQUE INDEX session_working ON session (job) WHERE ended IS NULL;

-- Imports, with the instant that they tell of.
CREATE TABLE observation (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    -- Whether all sessions that worked then were told.
    complete INTEGER NOT NULL CHECK (complete IN (0, 1))
) STRICT;

-- Who did what, when, why, from what to what. Nothing here is ever changed.
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

-- For people with a SQLite shell.
CREATE VIEW job_task AS
SELECT job.id AS job, each.key AS place, each.value ->> 0 AS name, each.value ->> 1 AS seconds,
    each.value ->> 2 AS fails
FROM job, json_each(job.tasks) AS each;

CREATE VIEW session_task AS
SELECT session.id AS session, each.key AS place, each.value ->> 0 AS name,
    each.value ->> 1 AS state, each.value ->> 2 AS started, each.value ->> 3 AS ended,
    each.value ->> 4 AS code, each.value ->> 5 AS notification
FROM session, json_each(session.tasks) AS each;
