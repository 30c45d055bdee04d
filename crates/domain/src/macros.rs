//! Macros: a named list of steps on a ticket or conversation, previewed before it runs.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Id;
use crate::ticket::{Priority, TicketState};

/// One step of a macro. The list is closed: a macro can do no more than a person could by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum MacroStep {
    Reply { text: String },
    Note { text: String },
    State { to: TicketState },
    Priority { to: Priority },
    Assign { staff: Option<Id> },
    AssignSelf,
    Department { to: Id },
    AddTag { tag: String },
    RemoveTag { tag: String },
    Field { key: String, value: String },
    Snooze { minutes: i64 },
    EndConversation,
}

#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct MacroSteps(pub Vec<MacroStep>);
crate::json_value!(MacroSteps);

crate::record! {
    pub struct Macro of macros {
        name: String,
        steps: MacroSteps,
        shop: Option<Id>,
        archived: bool,
        owner: Option<Id>,
        /// `ticket`, `conversation` or both, by comma.
        applies: String,
    }
}

mod plan;

pub use plan::{MacroChange, PlannedStep, Scene, archive, plan, save};
