//! Promises: business calendars, targets, pauses, and when a clock runs out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Opening hours of one weekday, in minutes after local midnight; several spans make a lunch break.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct DaySpans(pub Vec<(i64, i64)>);

/// Monday first, seven days.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Week(pub Vec<DaySpans>);

/// Local dates `YYYY-MM-DD` → why closed.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Holidays(pub BTreeMap<String, String>);

/// Local dates that are worked although the week says closed (调休), with their hours.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct ExtraDays(pub BTreeMap<String, DaySpans>);

/// Business minutes promised, per priority tag. A missing entry promises nothing.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Target {
    pub first_reply_min: Option<i64>,
    pub next_reply_min: Option<i64>,
    pub resolve_min: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Targets(pub BTreeMap<String, Target>);

crate::json_value!(Week, Holidays, ExtraDays, Targets);

crate::record! {
    pub struct Calendar of calendar {
        name: String,
        week: Week,
        holidays: Holidays,
        extra_days: ExtraDays,
        archived: bool,
        builtin: bool,
    }
}

crate::record! {
    pub struct SlaPolicy of sla_policy {
        name: String,
        calendar: Option<crate::id::Id>,
        targets: Targets,
        /// Ticket states in which the resolution clock stands still.
        pause_states: Vec<String>,
        archived: bool,
        position: i64,
    }
}

mod hours;
mod promise;
mod settings;

pub use hours::{Hours, SEARCH_DAYS, day_number};
pub use promise::{Metric, Promise, PromiseState, Terms, policy_of, promises, stand};
pub use settings::{
    CONVERSATION_POLICY, CalendarChange, PolicyChange, ROUND_THE_CLOCK, STANDARD_CALENDAR, STANDARD_POLICY, save_calendar, save_policy, seeds,
};
