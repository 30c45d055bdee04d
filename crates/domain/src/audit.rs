//! What must be answered for although it changed no record: sign-ins, looks at personal data, exports.

use crate::id::Id;

crate::tags! {
    pub enum AuditAction {
        SignIn = "sign_in",
        SignOut = "sign_out",
        Lock = "lock",
        Unlock = "unlock",
        SwitchStaff = "switch_staff",
        Reveal = "reveal",
        ViewPersonal = "view_personal",
        Export = "export",
        Import = "import",
        Change = "change",
        Denied = "denied",
    }
}
crate::tags! { pub enum Outcome { Done = "done", Refused = "refused" } }

crate::record! {
    pub struct Audit of audit {
        at: i64,
        staff: Option<Id>,
        action: AuditAction,
        about: Option<Id>,
        about_noun: Option<String>,
        outcome: Outcome,
        detail: Option<String>,
        /// The account as typed, for sign-ins that named nobody.
        account: Option<String>,
        shop: Option<Id>,
    }
}
