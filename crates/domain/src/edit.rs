//! What a decision wants changed. The log stamps edits with device, sequence and clock and they become ops.
//!
//! Rules return edits and nothing else; they never write.

use crate::field::{Field, Noun};
use crate::id::Id;
use crate::value::Value;

/// One wanted change of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub noun: Noun,
    pub id: Id,
    pub act: Act,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Writes fields of kinds `Once` and `Register`; makes the record if it is not there.
    Put(Vec<(Field, Value)>),
    /// Writes one key of a `Map` field. `Null` takes the key away.
    PutKey(Field, String, Value),
    /// Adds a member to a `Set` field.
    Add(Field, String),
    /// Takes a member out of a `Set` field: the adds seen so far.
    Remove(Field, String),
    /// Moves a `Step` field. The step is judged again wherever it is merged.
    Step { field: Field, from: String, to: String },
    /// Takes the record away. An edit that the author of the delete had not seen brings it back.
    Delete,
}

impl Edit {
    pub fn put(noun: Noun, id: Id, fields: Vec<(Field, Value)>) -> Self {
        Edit { noun, id, act: Act::Put(fields) }
    }
    pub fn set(id: Id, field: Field, value: impl Into<Value>) -> Self {
        Edit::put(field.noun, id, vec![(field, value.into())])
    }
    pub fn set_key(id: Id, field: Field, key: impl Into<String>, value: impl Into<Value>) -> Self {
        Edit { noun: field.noun, id, act: Act::PutKey(field, key.into(), value.into()) }
    }
    pub fn add(id: Id, field: Field, member: impl Into<String>) -> Self {
        Edit { noun: field.noun, id, act: Act::Add(field, member.into()) }
    }
    pub fn remove(id: Id, field: Field, member: impl Into<String>) -> Self {
        Edit { noun: field.noun, id, act: Act::Remove(field, member.into()) }
    }
    pub fn step(id: Id, field: Field, from: impl Into<String>, to: impl Into<String>) -> Self {
        Edit { noun: field.noun, id, act: Act::Step { field, from: from.into(), to: to.into() } }
    }
    pub fn delete(noun: Noun, id: Id) -> Self {
        Edit { noun, id, act: Act::Delete }
    }

    /// The edits that turn set `old` into `new`.
    pub fn reset_set(id: Id, field: Field, old: &[String], new: &[String]) -> Vec<Self> {
        let gone = old.iter().filter(|m| !new.contains(m)).map(|m| Edit::remove(id, field, m.clone()));
        let come = new.iter().filter(|m| !old.contains(m)).map(|m| Edit::add(id, field, m.clone()));
        gone.chain(come).collect()
    }
}

/// Collects the fields of a new record, leaving out the ones without a value.
pub struct New {
    noun: Noun,
    id: Id,
    fields: Vec<(Field, Value)>,
    more: Vec<Edit>,
}

impl New {
    pub fn of(noun: Noun, id: Id) -> Self {
        New { noun, id, fields: Vec::new(), more: Vec::new() }
    }
    pub fn with(mut self, field: Field, value: impl Into<Value>) -> Self {
        let value = value.into();
        if value != Value::Null {
            self.fields.push((field, value));
        }
        self
    }
    pub fn with_all(mut self, field: Field, members: impl IntoIterator<Item = String>) -> Self {
        self.more.extend(members.into_iter().map(|m| Edit::add(self.id, field, m)));
        self
    }
    pub fn with_keys<V: Into<Value>>(mut self, field: Field, entries: impl IntoIterator<Item = (String, V)>) -> Self {
        self.more.extend(entries.into_iter().map(|(k, v)| Edit::set_key(self.id, field, k, v)));
        self
    }
    /// A step field starts at `state`.
    pub fn at(mut self, field: Field, state: impl Into<String>) -> Self {
        self.more.insert(0, Edit::step(self.id, field, "", state));
        self
    }
    pub fn edits(self) -> Vec<Edit> {
        let mut edits = vec![Edit::put(self.noun, self.id, self.fields)];
        edits.extend(self.more);
        edits
    }
}
