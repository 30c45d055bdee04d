-- What a hub keeps, on one machine. Ids and scopes are their bytes, so that they sort as the rules sort them; what only
-- `sync` reads (facts, heard, reason, also) is in its bytes.

CREATE TABLE version (number INTEGER NOT NULL) STRICT;

-- Which life of the hub this is; `restored` is when a backup was put back.
CREATE TABLE epoch (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), number INTEGER NOT NULL, restored INTEGER) STRICT;

CREATE TABLE device (
    device INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL,
    revoked INTEGER NOT NULL,
    head_office INTEGER NOT NULL,
    home BLOB NOT NULL,
    ordinal INTEGER NOT NULL UNIQUE
) STRICT;

-- A scope that was taken back stays, not live, until the device has let it all go.
CREATE TABLE device_scope (
    device INTEGER NOT NULL,
    scope BLOB NOT NULL,
    live INTEGER NOT NULL,
    heard BLOB,
    PRIMARY KEY (device, scope)
) STRICT, WITHOUT ROWID;

-- state: 0 shared, 1 withheld, 2 wanted, 3 refused. `came` is the digest of the bytes as they came, where they are others now.
CREATE TABLE op (
    device INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    id BLOB NOT NULL,
    state INTEGER NOT NULL,
    reason BLOB,
    bytes BLOB NOT NULL,
    came BLOB,
    PRIMARY KEY (device, seq)
) STRICT;
CREATE INDEX op_of_record ON op (id, device, seq) WHERE state = 0;
CREATE INDEX op_wanted ON op (device, seq) WHERE state = 2;

-- `by` is the device that wrote it first.
CREATE TABLE record (
    id BLOB PRIMARY KEY,
    noun INTEGER NOT NULL,
    root BLOB NOT NULL,
    by INTEGER NOT NULL,
    home BLOB NOT NULL,
    facts BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX record_of_root ON record (root);

CREATE TABLE because (
    root BLOB NOT NULL,
    scope BLOB NOT NULL,
    cause BLOB NOT NULL,
    PRIMARY KEY (root, scope, cause)
) STRICT, WITHOUT ROWID;
CREATE INDEX because_of_scope ON because (scope, root);

CREATE TABLE left_scope (
    root BLOB NOT NULL,
    scope BLOB NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (root, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE scope_head (scope BLOB PRIMARY KEY, head INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE scope_trim (scope BLOB PRIMARY KEY, up_to INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- kind: 0 ops, 1 enter, 2 leave.
CREATE TABLE scope_log (
    scope BLOB NOT NULL,
    seq INTEGER NOT NULL,
    root BLOB NOT NULL,
    kind INTEGER NOT NULL,
    device INTEGER,
    first INTEGER,
    last INTEGER,
    also BLOB,
    PRIMARY KEY (scope, seq)
) STRICT, WITHOUT ROWID;

-- The hub's own secrets by name: what it signs receipts with, and what the numbers of requests follow from.
CREATE TABLE secret (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- The public half of each device's key, and how people call the machine.
CREATE TABLE device_key (device INTEGER PRIMARY KEY, public BLOB NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

-- Codes that enrol one device each; only their hashes.
CREATE TABLE code (
    hash BLOB PRIMARY KEY,
    until INTEGER NOT NULL,
    head_office INTEGER NOT NULL,
    home BLOB NOT NULL,
    hears BLOB NOT NULL
) STRICT, WITHOUT ROWID;
