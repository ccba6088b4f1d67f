-- Notifications name the planned end in the zone of the machine.

-- The notification as the server was told it, with the planned end in a zone; NULL: as in message.
ALTER TABLE applied ADD COLUMN shown TEXT;
