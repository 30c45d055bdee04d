//! What a clerk has typed and not sent. Kept on this device only, and kept for certain.

crate::record! {
    pub struct Draft of draft {
        staff: crate::id::Id,
        about: crate::id::Id,
        text: String,
        internal: bool,
        at: i64,
    }
}
