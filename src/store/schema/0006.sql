-- Notifications name the planned end in the zone of the machine.

-- The notification as the server was told it, with the planned end in a zone; NULL: as in message.
ALTER TABLE applied ADD COLUMN shown TEXT;

-- How many running sessions it ended that it did not itself prove to have ended: a listing of jobs that
-- is not complete has only names, which jobs of several servers may share.
ALTER TABLE observation ADD COLUMN ended INTEGER NOT NULL DEFAULT 0 CHECK (ended >= 0);

-- A listing from the time of a command of `mm run` is not complete, which was found out later before.
UPDATE observation SET complete = 0 WHERE EXISTS (
    SELECT 1 FROM session
    WHERE origin = 'run' AND started <= observation.recorded
        AND (ended IS NULL OR ended >= observation.at));
