-- What the hub signed day by day: a root over the heads of all logs, and those heads, 48 bytes each.
CREATE TABLE day (number INTEGER PRIMARY KEY, day BLOB NOT NULL, signed BLOB NOT NULL, heads BLOB NOT NULL) STRICT;

-- What proves to whoever typed a code that an authority is this hub's; made of the code so slowly that it cannot be guessed from.
ALTER TABLE code ADD COLUMN proof BLOB;

-- What is kept and was not shared.
CREATE INDEX op_refused ON op (device, seq) WHERE state = 3;

-- What a device that was shut out sent after that, the first time: kept for head office to look at, shared with nobody.
CREATE TABLE late (device INTEGER PRIMARY KEY, at INTEGER NOT NULL, frame BLOB NOT NULL) STRICT;
