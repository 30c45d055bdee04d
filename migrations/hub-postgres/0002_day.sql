-- What the hub signed day by day: a root over the heads of all logs, and those heads, 48 bytes each.
CREATE TABLE day (number BIGINT PRIMARY KEY, day BYTEA NOT NULL, signed BYTEA NOT NULL, heads BYTEA NOT NULL);
