-- Version 3: intents, taught by phrases that customers say.
CREATE TABLE intent (
    id BLOB PRIMARY KEY,
    "name" ANY,
    "examples" ANY,
    "kind" ANY,
    "department" ANY,
    "priority" ANY,
    "reply" ANY,
    "archived" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
