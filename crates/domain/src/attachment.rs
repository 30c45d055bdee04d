//! A file's manifest; the bytes are sealed beside the database.

crate::record! {
    pub struct Attachment of attachment {
        /// blake3, 64 hexadecimal digits.
        hash: String,
        name: String,
        media_type: String,
        bytes: i64,
        at: i64,
        by: Option<crate::id::Id>,
    }
}
