-- Version 4: a desk that exchanges ops with a hub: where it stands, what it hears, what it may no longer hold.

-- Where this desk stands towards the hub: one row. Numbers of 64 bits without a sign are kept bit for bit.
-- `acked_chain` is NULL while the hub has nothing of this log; `clock_offset` is added to this machine's clock; `ordinal` is the
-- how manieth device of the chain this is.
CREATE TABLE standing (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    acked_seq INTEGER NOT NULL,
    acked_chain BLOB,
    epoch INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    clock_offset INTEGER NOT NULL,
    ordinal INTEGER NOT NULL
) STRICT;
INSERT INTO standing VALUES (1, 0, NULL, 0, 0, 0, 0);

-- How far each scope was heard; the bytes are sync's.
CREATE TABLE follow (scope BLOB PRIMARY KEY, cursor BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- Wholes of which it is not sure that they may be held.
CREATE TABLE doubtful (root BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

-- What people are to be told of ops that were not shared, until somebody has seen it. `at` is when the op was written.
CREATE TABLE verdict (
    device INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    noun INTEGER NOT NULL,
    id BLOB NOT NULL,
    actor BLOB,
    at INTEGER NOT NULL,
    reason BLOB NOT NULL,
    PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- What stays of own ops whose bytes had to go with their record: enough for the chain, the clock and the cuts between
-- transactions.
CREATE TABLE erased (seq INTEGER PRIMARY KEY, digest BLOB NOT NULL, hlc INTEGER NOT NULL, first INTEGER NOT NULL, length INTEGER NOT NULL) STRICT;

-- The whole that a record belongs to, for records that go where another one goes.
CREATE TABLE member_of (id BLOB PRIMARY KEY, root BLOB NOT NULL, noun INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX member_root ON member_of (root);
WITH named (id, root, noun) AS (
    SELECT id, coalesce(conversation, ticket), 8 FROM message
    UNION ALL SELECT id, about, 16 FROM reminder
    UNION ALL SELECT id, about, 17 FROM rating
), read (id, root, noun) AS (
    SELECT id, CASE typeof(root) WHEN 'blob' THEN root WHEN 'text' THEN unhex(replace(root, '-', '')) END, noun FROM named
)
INSERT INTO member_of (id, root, noun) SELECT id, root, noun FROM read WHERE length(root) = 16;

-- Records that changed without an op of their own: what follows the log must look at them again. Places are numbered
-- together with those of `op` and only grow, also when rows of either are taken away.
CREATE TABLE touched (position INTEGER PRIMARY KEY, noun INTEGER NOT NULL, id BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX touched_record ON touched (noun, id);

-- Why an own op was not shared; NULL for all others. An op of another device has an empty chain, an erased one empty bytes.
ALTER TABLE op ADD COLUMN verdict BLOB;
CREATE INDEX op_verdict ON op (device, seq) WHERE verdict IS NOT NULL;
-- Whether anything of a record is still unsent is read from the index alone.
DROP INDEX op_record;
CREATE INDEX op_record ON op (id, device, seq);
CREATE INDEX mention_message ON mention (message);
