-- Notifications name the planned end in the zone of the machine.

-- The notification as the server was told it, with the planned end in a zone; NULL: as in message.
ALTER TABLE applied ADD COLUMN shown TEXT;

-- A listing from the time of a command of `mm run` is not complete, which was found out later before.
UPDATE observation SET complete = 0 WHERE EXISTS (
    SELECT 1 FROM session
    WHERE origin = 'run' AND started <= observation.recorded
        AND (ended IS NULL OR ended >= observation.at));
