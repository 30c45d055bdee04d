//! The views that every inbox has.

crate::tags! {
    pub enum InboxView {
        /// Mine, and the customer waits for an answer.
        Waiting = "waiting",
        Mine = "mine",
        Mentioned = "mentioned",
        Snoozed = "snoozed",
        /// Has words of ours that have not gone out.
        Unsent = "unsent",
        Unassigned = "unassigned",
        /// The promised reply is late or nearly so.
        DueSoon = "due_soon",
        Open = "open",
        EndedToday = "ended_today",
        All = "all",
    }
}

/// A promise within this time counts as due soon.
pub const DUE_SOON: crate::time::Millis = 10 * crate::time::MINUTE;
