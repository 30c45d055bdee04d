-- What a hub keeps, where several hubs stand over one database. Ids and scopes are their bytes, so that they sort as the rules
-- sort them; what only `sync` reads (facts, heard, reason, also) is in its bytes. Rows that every push writes have room on
-- their page, so that a change of them touches no index.

CREATE TABLE version (number INTEGER NOT NULL);

-- Which life of the hub this is; `restored` is when a backup was put back.
CREATE TABLE epoch (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), number BIGINT NOT NULL, restored BIGINT);

CREATE TABLE device (
    device BIGINT PRIMARY KEY,
    seq BIGINT NOT NULL,
    chain BYTEA NOT NULL,
    revoked BOOLEAN NOT NULL,
    head_office BOOLEAN NOT NULL,
    home BYTEA NOT NULL,
    ordinal BIGINT NOT NULL UNIQUE
) WITH (fillfactor = 50);

-- A scope that was taken back stays, not live, until the device has let it all go.
CREATE TABLE device_scope (
    device BIGINT NOT NULL,
    scope BYTEA NOT NULL,
    live BOOLEAN NOT NULL,
    heard BYTEA,
    PRIMARY KEY (device, scope)
) WITH (fillfactor = 50);

-- state: 0 shared, 1 withheld, 2 wanted, 3 refused. `came` is the digest of the bytes as they came, where they are others now.
CREATE TABLE op (
    device BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    id BYTEA NOT NULL,
    state SMALLINT NOT NULL,
    reason BYTEA,
    bytes BYTEA NOT NULL,
    came BYTEA,
    PRIMARY KEY (device, seq)
);
CREATE INDEX op_of_record ON op (id, device, seq) WHERE state = 0;
CREATE INDEX op_wanted ON op (device, seq) WHERE state = 2;

-- `by` is the device that wrote it first. A row without a noun is only there to be locked: two hubs that hear of a record for
-- the first time at once must take turns, and what is not there cannot be held.
CREATE TABLE record (
    id BYTEA PRIMARY KEY,
    noun INTEGER,
    root BYTEA,
    by BIGINT,
    home BYTEA,
    facts BYTEA
) WITH (fillfactor = 80);
CREATE INDEX record_of_root ON record (root) WHERE noun IS NOT NULL;

CREATE TABLE because (
    root BYTEA NOT NULL,
    scope BYTEA NOT NULL,
    cause BYTEA NOT NULL,
    PRIMARY KEY (root, scope, cause)
);
CREATE INDEX because_of_scope ON because (scope, root);

CREATE TABLE left_scope (
    root BYTEA NOT NULL,
    scope BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (root, scope)
);

-- Held from the first line to the commit, so that the order of lines is the order of commits and no reader skips one.
CREATE TABLE scope_head (scope BYTEA PRIMARY KEY, head BIGINT NOT NULL) WITH (fillfactor = 50);

CREATE TABLE scope_trim (scope BYTEA PRIMARY KEY, up_to BIGINT NOT NULL);

-- kind: 0 ops, 1 enter, 2 leave.
CREATE TABLE scope_log (
    scope BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    root BYTEA NOT NULL,
    kind SMALLINT NOT NULL,
    device BIGINT,
    first BIGINT,
    last BIGINT,
    also BYTEA,
    PRIMARY KEY (scope, seq)
);

-- The hub's own secrets by name: what it signs receipts with, and what the numbers of requests follow from.
CREATE TABLE secret (name TEXT PRIMARY KEY, bytes BYTEA NOT NULL);

-- The public half of each device's key, and how people call the machine.
CREATE TABLE device_key (device BIGINT PRIMARY KEY, public BYTEA NOT NULL, name TEXT NOT NULL, at BIGINT NOT NULL);

-- Codes that enrol one device each; only their hashes.
CREATE TABLE code (
    hash BYTEA PRIMARY KEY,
    until BIGINT NOT NULL,
    head_office BOOLEAN NOT NULL,
    home BYTEA NOT NULL,
    hears BYTEA NOT NULL
);
