-- Observations have numbers that no clock changes, and sessions need no known job.

-- A listing that an older program took for complete may not have been.
UPDATE observation SET complete = 0;
ALTER TABLE observation ADD COLUMN kind TEXT NOT NULL DEFAULT 'jobs'
    CHECK (kind IN ('jobs', 'sessions'));
-- ["why it is not complete", …]
ALTER TABLE observation ADD COLUMN lost TEXT NOT NULL DEFAULT '["an older mm made it"]';

-- The last observation before the mode was switched on by hand.
ALTER TABLE maintenance ADD COLUMN observation INTEGER NOT NULL DEFAULT 0;
UPDATE maintenance SET observation = ifnull((SELECT max(id) FROM observation), 0);

-- When the hook `apply` last succeeded, for the maintenance of which begin, and the last
-- observation before that.
ALTER TABLE applied ADD COLUMN told_at INTEGER;
ALTER TABLE applied ADD COLUMN told_since INTEGER;
ALTER TABLE applied ADD COLUMN observation INTEGER NOT NULL DEFAULT 0;

-- What the hook `observe` last said of the real server; NULL: it did not say.
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

-- The last observation in which the server had it disabled.
ALTER TABLE tenant ADD COLUMN disabled_on_server INTEGER;

-- The last observation that found the job, the listing that it came from, and the observation in
-- which a complete listing of that kind no longer had it.
ALTER TABLE job ADD COLUMN observed INTEGER;
ALTER TABLE job ADD COLUMN listing TEXT;
ALTER TABLE job ADD COLUMN gone INTEGER;

-- What was begun with hooks and not finished. The lock of `STORE.hooks` says whether a hook is running.
CREATE TABLE hook_phase (
    doing TEXT PRIMARY KEY CHECK (doing IN ('enabling', 'telling'))
) STRICT, WITHOUT ROWID;
INSERT INTO hook_phase SELECT doing FROM busy;
DROP TABLE busy;
-- Since when initial_sync and enabled of a policy are as they are; NULL: since it was added.
ALTER TABLE job ADD COLUMN policy_since INTEGER;

DROP VIEW session_task;
ALTER TABLE session RENAME TO old_session;
DROP INDEX session_of_job;
DROP INDEX session_working;
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
-- A command that an older program started holds no lock: it counts as running until an observation
-- or the next run of its job says otherwise.
INSERT INTO session SELECT id, job, NULL, NULL, NULL, NULL,
    CASE WHEN origin = 'run' AND ended IS NULL THEN 'imported' ELSE origin END,
    source_id, attempt, started, ended, result, code, rule, notification, observed_at, tasks, NULL
FROM old_session;
-- Numbers of sessions that were removed are not given again.
DELETE FROM sqlite_sequence WHERE name = 'session';
UPDATE sqlite_sequence SET name = 'session' WHERE name = 'old_session';
DROP TABLE old_session;
CREATE INDEX session_of_job ON session (job, ended);
-- A job has one session that works at most.
CREATE UNIQUE INDEX session_working ON session (job) WHERE ended IS NULL;

CREATE VIEW session_task AS
SELECT session.id AS session, each.key AS place, each.value ->> 0 AS name,
    each.value ->> 1 AS state, each.value ->> 2 AS started, each.value ->> 3 AS ended,
    each.value ->> 4 AS code, each.value ->> 5 AS notification
FROM session, json_each(session.tasks) AS each;
