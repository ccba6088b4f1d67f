-- Rows of other sites are left out, and a job of an unknown type counts as covered.

-- The site of the console that this server is; NULL: the only one in the files of an import.
ALTER TABLE server ADD COLUMN site TEXT;

-- Whether an import did not know the type of the job, which is 'other' then.
ALTER TABLE job ADD COLUMN type_unknown INTEGER NOT NULL DEFAULT 0 CHECK (type_unknown IN (0, 1));
