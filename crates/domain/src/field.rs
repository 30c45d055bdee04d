//! The catalog: every noun, every field, and how concurrent edits of that field meet.
//!
//! The numbers are on disk and on the wire for ever: never reuse or renumber one, only append.
//! Tables, merges and history all read this list, so a field that is not here does not exist.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a field merges when two devices wrote it without seeing each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Written once, when the record is made. Later writes lose.
    Once,
    /// Last writer wins, the loser goes to the conflict journal.
    Register,
    /// One register per text key.
    Map,
    /// Observed-remove set of texts: an add wins over a remove that did not see it.
    Set,
    /// A state-machine position: a stale step is taken only if the machine still allows it.
    Step,
}

/// One field of one noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub noun: Noun,
    /// Unique within the noun, stable for ever.
    pub code: u16,
    /// Also the column's name.
    pub name: &'static str,
    pub kind: Kind,
}

macro_rules! catalog {
    ($($(#[$doc:meta])* $noun:ident = $code:literal $module:ident { $($fcode:literal $field:ident $kind:ident),* $(,)? })*) => {
        /// The kinds of record there are.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        #[repr(u16)]
        pub enum Noun { $($(#[$doc])* $noun = $code),* }

        impl Noun {
            pub const ALL: &'static [Noun] = &[$(Noun::$noun),*];

            /// Also the table's name.
            pub const fn name(self) -> &'static str {
                match self { $(Noun::$noun => stringify!($module)),* }
            }
            pub const fn code(self) -> u16 {
                self as u16
            }
            pub fn from_code(code: u16) -> Option<Noun> {
                match code { $($code => Some(Noun::$noun),)* _ => None }
            }
            pub fn from_name(name: &str) -> Option<Noun> {
                Noun::ALL.iter().copied().find(|noun| noun.name() == name)
            }
            pub const fn fields(self) -> &'static [Field] {
                match self { $(Noun::$noun => $module::ALL),* }
            }
            pub fn field(self, code: u16) -> Option<Field> {
                self.fields().iter().copied().find(|field| field.code == code)
            }
        }

        $(#[allow(non_upper_case_globals)]
        pub mod $module {
            use super::{Field, Kind, Noun};
            $(pub const $field: Field = Field { noun: Noun::$noun, code: $fcode, name: stringify!($field), kind: Kind::$kind };)*
            pub const ALL: &[Field] = &[$($field),*];
        })*
    };
}

catalog! {
    /// The company that runs the chain. One record.
    Organisation = 1 organisation { 1 name Register, 2 settings Map }
    Shop = 2 shop { 1 code Once, 2 name Register, 3 address Register, 4 phone Register, 5 utc_offset_min Register, 6 calendar Register, 7 closed Register }
    Department = 3 department { 1 name Register, 2 shop Register, 3 lead Register, 4 archived Register }
    Role = 4 role { 1 name Register, 2 permissions Set, 3 builtin Once, 4 archived Register }
    Staff = 5 staff {
        1 account Once, 2 name Register, 3 phone Register, 4 roles Set, 5 shops Set, 6 departments Set, 7 disabled Register,
        8 password Register, 9 pin Register, 10 must_change_password Register, 11 preferences Map, 12 every_shop Register,
        13 password_at Register,
    }
    Customer = 6 customer {
        1 name Register, 2 identities Set, 3 tier Register, 4 member_since Register, 5 birthday Register, 6 gender Register,
        7 address Register, 8 notes Register, 9 tags Set, 10 consent Map, 11 fields Map, 12 home_shop Register, 13 merged_into Register,
        14 points Register, 15 spent_year_cents Register, 16 language Register,
        17 merge_undo Register,
    }
    Conversation = 7 conversation {
        1 channel Once, 2 customer Register, 3 shop Register, 4 department Register, 5 assignee Register, 6 state Step, 7 subject Register,
        8 tags Set, 9 snoozed_until Register, 10 reply_due Register, 11 first_due Register, 12 first_replied_at Register, 13 ended_at Register,
        14 mood Register, 15 ticket Register, 16 opened_at Once, 17 external Once, 18 opened_by Once, 19 paused_at Register, 20 read_marks Map,
    }
    Message = 8 message {
        1 conversation Once, 2 author_kind Once, 3 author Once, 4 audience Once, 5 form Once, 6 text Once, 7 attachments Once, 8 at Once,
        9 delivery Register, 10 reply_to Once, 11 external Once, 12 mentions Once, 13 transcript Register, 14 source Once, 15 ticket Once,
        16 failure Register, 17 recalled Register,
    }
    Ticket = 9 ticket {
        1 number Once, 2 subject Register, 3 description Register, 4 kind Register, 5 state Step, 6 priority Register, 7 customer Register,
        8 shop Register, 9 department Register, 10 assignee Register, 11 watchers Set, 12 tags Set, 13 fields Map, 14 checklist Map,
        15 parent Register, 16 links Set, 17 merged_into Register, 18 conversation Register, 19 opened_at Once, 20 opened_by Once,
        21 first_due Register, 22 resolve_due Register, 23 first_replied_at Register, 24 resolved_at Register, 25 paused_at Register,
        26 channel Once, 27 resolution Register, 28 split_from Once, 29 snoozed_until Register, 30 paused_total_ms Register, 31 next_due Register,
        32 merge_undo Register,
    }
    TicketType = 10 ticket_type { 1 name Register, 2 fields Register, 3 checklist Register, 4 department Register, 5 priority Register, 6 sla Register, 7 archived Register, 8 position Register }
    Calendar = 11 calendar { 1 name Register, 2 week Register, 3 holidays Register, 4 extra_days Register, 5 archived Register, 6 builtin Once }
    SlaPolicy = 12 sla_policy { 1 name Register, 2 calendar Register, 3 targets Register, 4 pause_states Register, 5 archived Register, 6 position Register, 7 applies Register }
    CannedReply = 13 canned_reply { 1 title Register, 2 shortcut Register, 3 body Register, 4 attachments Register, 5 shop Register, 6 owner Register, 7 archived Register, 8 category Register }
    Macro = 14 macros { 1 name Register, 2 steps Register, 3 shop Register, 4 archived Register, 5 owner Register, 6 applies Register }
    View = 15 view { 1 name Register, 2 of Once, 3 filter Register, 4 owner Register, 5 shared Register, 6 columns Register, 7 position Register, 8 shop Register }
    Reminder = 16 reminder { 1 staff Once, 2 about Once, 3 about_noun Once, 4 due Register, 5 note Register, 6 done_at Register }
    Rating = 17 rating { 1 about Once, 2 about_noun Once, 3 customer Once, 4 score Once, 5 comment Once, 6 at Once, 7 staff Once, 8 shop Once }
    Category = 18 category { 1 name Register, 2 parent Register, 3 position Register, 4 archived Register }
    /// A knowledge article: a publish pointer over immutable revisions.
    Article = 19 article {
        1 category Register, 2 published Register, 3 draft Register, 4 tags Set, 5 retired Register, 6 shops Set, 7 source Once, 8 source_hash Register,
        9 state Register, 10 effective_at Register, 11 title Register, 12 votes Map, 13 submitted_by Register, 14 scheduled Register,
    }
    Revision = 20 revision { 1 article Once, 2 number Once, 3 title Once, 4 body Once, 5 questions Once, 6 author Once, 7 at Once, 8 note Once, 9 base Once }
    Suggestion = 21 suggestion { 1 article Once, 2 text Once, 3 author Once, 4 at Once, 5 shop Once, 6 state Register, 7 decided_by Register, 8 answer Register, 9 conversation Once }
    /// The manifest of a file; its bytes are sealed beside the database, named by their hash.
    Attachment = 22 attachment { 1 hash Once, 2 name Once, 3 media_type Once, 4 bytes Once, 5 at Once, 6 by Once }
    /// Something that must be answered for although it changed no record: a sign-in, a look at personal data, an export.
    Audit = 23 audit { 1 at Once, 2 staff Once, 3 action Once, 4 about Once, 5 about_noun Once, 6 outcome Once, 7 detail Once, 8 account Once, 9 shop Once }
    /// What a clerk has typed and not sent. Never leaves the device.
    Draft = 24 draft { 1 staff Once, 2 about Once, 3 text Register, 4 internal Register, 5 at Register }
    /// What customers want, taught by phrases.
    Intent = 25 intent { 1 name Register, 2 examples Set, 3 kind Register, 4 department Register, 5 priority Register, 6 reply Register, 7 archived Register }
}

impl Noun {
    /// Records of these nouns stay on the device that made them.
    pub const fn is_local(self) -> bool {
        matches!(self, Noun::Draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_and_names_are_unique_within_a_noun() {
        for noun in Noun::ALL {
            let codes: BTreeSet<_> = noun.fields().iter().map(|f| f.code).collect();
            let names: BTreeSet<_> = noun.fields().iter().map(|f| f.name).collect();
            assert_eq!((codes.len(), names.len()), (noun.fields().len(), noun.fields().len()), "{noun:?}");
            assert_eq!(Noun::from_code(noun.code()), Some(*noun));
            assert_eq!(Noun::from_name(noun.name()), Some(*noun));
        }
    }
}
