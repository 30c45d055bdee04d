-- What the hub signed day by day: a root over the heads of all logs, and those heads, 48 bytes each.
CREATE TABLE day (number INTEGER PRIMARY KEY, day BLOB NOT NULL, signed BLOB NOT NULL, heads BLOB NOT NULL) STRICT;
