-- The desk's one file, version 1. Tables mirror the catalog in crates/domain/src/field.rs: a column per field.
--
-- Columns named `d_…` are derived from other rows when a transaction is committed; they are never replicated.
-- `clock` is the record's merge clock (crates/sync/src/row.rs). Every row is a projection of `op`: replaying the
-- log into an empty file gives the same tables.

-- What this file is: format version, device, and the like. Written at creation.
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

-- The log. `position` is the order of arrival here; (device, seq) is the op's identity everywhere.
CREATE TABLE op (
    position INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    noun INTEGER NOT NULL,
    id BLOB NOT NULL,
    bytes BLOB NOT NULL,
    chain BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX op_identity ON op (device, seq);
CREATE INDEX op_record ON op (id);

-- The adds that hold members in sets; which adds were taken out stands in the record's clock.
CREATE TABLE dot (
    id BLOB NOT NULL,
    field INTEGER NOT NULL,
    device INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    noun INTEGER NOT NULL,
    member TEXT NOT NULL,
    PRIMARY KEY (id, field, device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX dot_member ON dot (noun, field, member, id);

-- Values that lost to a concurrent edit, kept for the person who wrote them.
CREATE TABLE conflict (
    id BLOB NOT NULL,
    field INTEGER NOT NULL,
    key TEXT NOT NULL,
    device INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    noun INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    actor BLOB,
    value ANY,
    PRIMARY KEY (id, field, key, device, seq)
) STRICT, WITHOUT ROWID;

-- Ops that this program could not take in, with their bytes, until one can.
CREATE TABLE quarantine (device INTEGER NOT NULL, seq INTEGER NOT NULL, why TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (device, seq)) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
    id BLOB PRIMARY KEY,
    "name" ANY,
    "settings" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE shop (
    id BLOB PRIMARY KEY,
    "code" ANY,
    "name" ANY,
    "address" ANY,
    "phone" ANY,
    "utc_offset_min" ANY,
    "calendar" ANY,
    "closed" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE department (
    id BLOB PRIMARY KEY,
    "name" ANY,
    "shop" ANY,
    "lead" ANY,
    "archived" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE role (
    id BLOB PRIMARY KEY,
    "name" ANY,
    "permissions" ANY,
    "builtin" ANY,
    "archived" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE staff (
    id BLOB PRIMARY KEY,
    "account" ANY,
    "name" ANY,
    "phone" ANY,
    "roles" ANY,
    "shops" ANY,
    "departments" ANY,
    "disabled" ANY,
    "password" ANY,
    "pin" ANY,
    "must_change_password" ANY,
    "preferences" ANY,
    "every_shop" ANY,
    "password_at" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE customer (
    id BLOB PRIMARY KEY,
    "name" ANY,
    "identities" ANY,
    "tier" ANY,
    "member_since" ANY,
    "birthday" ANY,
    "gender" ANY,
    "address" ANY,
    "notes" ANY,
    "tags" ANY,
    "consent" ANY,
    "fields" ANY,
    "home_shop" ANY,
    "merged_into" ANY,
    "points" ANY,
    "spent_year_cents" ANY,
    "language" ANY,
    "merge_undo" ANY,
    d_seen_at ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE conversation (
    id BLOB PRIMARY KEY,
    "channel" ANY,
    "customer" ANY,
    "shop" ANY,
    "department" ANY,
    "assignee" ANY,
    "state" ANY,
    "subject" ANY,
    "tags" ANY,
    "snoozed_until" ANY,
    "reply_due" ANY,
    "first_due" ANY,
    "first_replied_at" ANY,
    "ended_at" ANY,
    "mood" ANY,
    "ticket" ANY,
    "opened_at" ANY,
    "external" ANY,
    "opened_by" ANY,
    "paused_at" ANY,
    "read_marks" ANY,
    d_last_at ANY,
    d_last_from ANY,
    d_preview ANY,
    d_customer_at ANY,
    d_reply_at ANY,
    d_unsent ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE message (
    id BLOB PRIMARY KEY,
    "conversation" ANY,
    "author_kind" ANY,
    "author" ANY,
    "audience" ANY,
    "form" ANY,
    "text" ANY,
    "attachments" ANY,
    "at" ANY,
    "delivery" ANY,
    "reply_to" ANY,
    "external" ANY,
    "mentions" ANY,
    "transcript" ANY,
    "source" ANY,
    "ticket" ANY,
    "failure" ANY,
    "recalled" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE ticket (
    id BLOB PRIMARY KEY,
    "number" ANY,
    "subject" ANY,
    "description" ANY,
    "kind" ANY,
    "state" ANY,
    "priority" ANY,
    "customer" ANY,
    "shop" ANY,
    "department" ANY,
    "assignee" ANY,
    "watchers" ANY,
    "tags" ANY,
    "fields" ANY,
    "checklist" ANY,
    "parent" ANY,
    "links" ANY,
    "merged_into" ANY,
    "conversation" ANY,
    "opened_at" ANY,
    "opened_by" ANY,
    "first_due" ANY,
    "resolve_due" ANY,
    "first_replied_at" ANY,
    "resolved_at" ANY,
    "paused_at" ANY,
    "channel" ANY,
    "resolution" ANY,
    "split_from" ANY,
    "snoozed_until" ANY,
    "paused_total_ms" ANY,
    "next_due" ANY,
    "merge_undo" ANY,
    d_updated_at ANY,
    d_checks ANY,
    d_checks_done ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE ticket_type (
    id BLOB PRIMARY KEY,
    "name" ANY,
    "fields" ANY,
    "checklist" ANY,
    "department" ANY,
    "priority" ANY,
    "sla" ANY,
    "archived" ANY,
    "position" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE calendar (
    id BLOB PRIMARY KEY,
    "name" ANY,
    "week" ANY,
    "holidays" ANY,
    "extra_days" ANY,
    "archived" ANY,
    "builtin" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sla_policy (
    id BLOB PRIMARY KEY,
    "name" ANY,
    "calendar" ANY,
    "targets" ANY,
    "pause_states" ANY,
    "archived" ANY,
    "position" ANY,
    "applies" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE canned_reply (
    id BLOB PRIMARY KEY,
    "title" ANY,
    "shortcut" ANY,
    "body" ANY,
    "attachments" ANY,
    "shop" ANY,
    "owner" ANY,
    "archived" ANY,
    "category" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE macros (
    id BLOB PRIMARY KEY,
    "name" ANY,
    "steps" ANY,
    "shop" ANY,
    "archived" ANY,
    "owner" ANY,
    "applies" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE view (
    id BLOB PRIMARY KEY,
    "name" ANY,
    "of" ANY,
    "filter" ANY,
    "owner" ANY,
    "shared" ANY,
    "columns" ANY,
    "position" ANY,
    "shop" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE reminder (
    id BLOB PRIMARY KEY,
    "staff" ANY,
    "about" ANY,
    "about_noun" ANY,
    "due" ANY,
    "note" ANY,
    "done_at" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE rating (
    id BLOB PRIMARY KEY,
    "about" ANY,
    "about_noun" ANY,
    "customer" ANY,
    "score" ANY,
    "comment" ANY,
    "at" ANY,
    "staff" ANY,
    "shop" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE category (
    id BLOB PRIMARY KEY,
    "name" ANY,
    "parent" ANY,
    "position" ANY,
    "archived" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE article (
    id BLOB PRIMARY KEY,
    "category" ANY,
    "published" ANY,
    "draft" ANY,
    "tags" ANY,
    "retired" ANY,
    "shops" ANY,
    "source" ANY,
    "source_hash" ANY,
    "state" ANY,
    "effective_at" ANY,
    "title" ANY,
    "votes" ANY,
    "submitted_by" ANY,
    "scheduled" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE revision (
    id BLOB PRIMARY KEY,
    "article" ANY,
    "number" ANY,
    "title" ANY,
    "body" ANY,
    "questions" ANY,
    "author" ANY,
    "at" ANY,
    "note" ANY,
    "base" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE suggestion (
    id BLOB PRIMARY KEY,
    "article" ANY,
    "text" ANY,
    "author" ANY,
    "at" ANY,
    "shop" ANY,
    "state" ANY,
    "decided_by" ANY,
    "answer" ANY,
    "conversation" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE attachment (
    id BLOB PRIMARY KEY,
    "hash" ANY,
    "name" ANY,
    "media_type" ANY,
    "bytes" ANY,
    "at" ANY,
    "by" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
    id BLOB PRIMARY KEY,
    "at" ANY,
    "staff" ANY,
    "action" ANY,
    "about" ANY,
    "about_noun" ANY,
    "outcome" ANY,
    "detail" ANY,
    "account" ANY,
    "shop" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE draft (
    id BLOB PRIMARY KEY,
    "staff" ANY,
    "about" ANY,
    "text" ANY,
    "internal" ANY,
    "at" ANY,
    deleted INTEGER NOT NULL DEFAULT 0,
    clock BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX staff_account ON staff (account, id);
CREATE INDEX conversation_state ON conversation (state, reply_due);
CREATE INDEX conversation_recent ON conversation (d_last_at);
CREATE INDEX conversation_assignee ON conversation (assignee, state);
CREATE INDEX conversation_customer ON conversation (customer, opened_at);
CREATE INDEX conversation_ended ON conversation (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX conversation_unsent ON conversation (d_unsent) WHERE d_unsent > 0;
CREATE INDEX message_thread ON message (conversation, at);
CREATE INDEX message_ticket ON message (ticket, at) WHERE ticket IS NOT NULL;
CREATE INDEX message_unsent ON message (delivery, conversation) WHERE delivery IN ('held', 'pending', 'failed');
CREATE UNIQUE INDEX ticket_number ON ticket (number, id);
CREATE INDEX ticket_recent ON ticket (d_updated_at);
CREATE INDEX ticket_state ON ticket (state, d_updated_at);
CREATE INDEX ticket_due ON ticket (state, resolve_due);
CREATE INDEX ticket_assignee ON ticket (assignee, state);
CREATE INDEX ticket_customer ON ticket (customer, opened_at);
CREATE INDEX ticket_conversation ON ticket (conversation) WHERE conversation IS NOT NULL;
CREATE INDEX ticket_parent ON ticket (parent) WHERE parent IS NOT NULL;
CREATE INDEX ticket_merged ON ticket (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX customer_recent ON customer (d_seen_at);
CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX article_category ON article (category);
CREATE INDEX article_source ON article (source_hash) WHERE source_hash IS NOT NULL;
CREATE INDEX revision_article ON revision (article, number);
CREATE INDEX rating_about ON rating (about);
CREATE INDEX rating_customer ON rating (customer) WHERE customer IS NOT NULL;
CREATE INDEX audit_time ON audit (at);
CREATE INDEX audit_account ON audit (account, action, at);
CREATE INDEX attachment_hash ON attachment (hash);
CREATE INDEX draft_about ON draft (staff, about);
CREATE INDEX reminder_due ON reminder (staff, due);

-- Who was named in which thread; derived from messages.
CREATE TABLE mention (staff BLOB NOT NULL, message BLOB NOT NULL, conversation BLOB, ticket BLOB, at INTEGER NOT NULL, PRIMARY KEY (staff, message)) STRICT, WITHOUT ROWID;
CREATE INDEX mention_thread ON mention (conversation, staff);
