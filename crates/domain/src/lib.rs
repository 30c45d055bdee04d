//! Nouns and rules of a chain's service desk.
//!
//! Everything here is a pure function of its arguments: the clock, fresh ids and the state come in, edits or a
//! refusal come out. No file, socket, database, thread or wall clock is ever touched from this crate.

pub mod attachment;
pub mod audit;
pub mod canned;
pub mod conversation;
pub mod ctx;
pub mod customer;
pub mod draft;
pub mod edit;
pub mod field;
pub mod id;
pub mod inbox;
pub mod intent;
pub mod knowledge;
pub mod machine;
pub mod macros;
pub mod message;
pub mod permission;
pub mod rating;
pub mod record;
pub mod refusal;
pub mod reminder;
pub mod scope;
pub mod shop;
pub mod sla;
pub mod staff;
pub mod tag;
pub mod text;
pub mod ticket;
pub mod ticket_type;
pub mod time;
pub mod value;
pub mod view;

pub use ctx::{Ctx, Made};
pub use edit::{Act, Edit, New};
pub use field::{Field, Noun};
pub use id::Id;
pub use record::Record;
pub use refusal::{Lang, Refusal, Verdict};
pub use time::Millis;
pub use value::Value;
