-- A policy that an event of a scenario creates is no fact of a server: the scenario format keeps it.
ALTER TABLE job DROP COLUMN created_by_event;
