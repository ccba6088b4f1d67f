-- How each hook last ended, and the zone in which a tenant reads times.

CREATE TABLE hook_run (
    hook TEXT PRIMARY KEY,
    -- When it had ended.
    at INTEGER NOT NULL,
    -- NULL: it was not started, or was killed.
    status INTEGER,
    -- Why it failed; NULL: it did not.
    error TEXT
) STRICT, WITHOUT ROWID;

-- NULL: that of the machine.
ALTER TABLE tenant ADD COLUMN timezone TEXT;
