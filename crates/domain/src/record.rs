//! Typed records over the catalog: one declaration gives the struct, its TypeScript shape and its reading.

use std::collections::BTreeMap;

use crate::edit::{Act, Edit};
use crate::field::{Field, Kind, Noun};
use crate::id::Id;
use crate::value::{Mismatch, Value, from_json, to_json};

/// A noun's record as the rules and the screens see it.
pub trait Record: Sized + Send + Unpin + 'static {
    const NOUN: Noun;
    /// The fields that [`Record::read`] takes, in its order.
    const FIELDS: &'static [Field];
    /// Builds the record from values in the order of [`Record::FIELDS`].
    fn read(id: Id, values: &mut dyn FnMut(Field) -> Value) -> Result<Self, Mismatch>;
    /// What the field holds; [`Value::Null`] for fields that are not this record's.
    fn value(&self, field: Field) -> Value;
    fn id(&self) -> Id;
}

/// The record as it would stand after `edits`, without writing anything. Edits of other records are passed over.
pub fn applied<R: Record>(record: &R, edits: &[Edit]) -> Result<R, Mismatch> {
    let mut values = R::FIELDS.iter().map(|field| (field.code, record.value(*field))).collect();
    play::<R>(&mut values, record.id(), edits);
    R::read(record.id(), &mut |field| values.get(&field.code).cloned().unwrap_or(Value::Null))
}

/// The new record that `edits` make.
pub fn made<R: Record>(id: Id, edits: &[Edit]) -> Result<R, Mismatch> {
    let mut values = BTreeMap::new();
    play::<R>(&mut values, id, edits);
    R::read(id, &mut |field| values.get(&field.code).cloned().unwrap_or(Value::Null))
}

/// The edits that make `new`, a record that does not exist yet. Fields without a value are left out.
pub fn creation<R: Record>(new: &R) -> Vec<Edit> {
    difference(None, new)
}

/// The edits that turn `old` into `new`: only the fields, keys and members that differ, so that people who change
/// different things at the same time do not meet.
pub fn changes<R: Record>(old: &R, new: &R) -> Vec<Edit> {
    difference(Some(old), new)
}

/// [`changes`] where the record exists, [`creation`] where it does not.
pub fn difference<R: Record>(old: Option<&R>, new: &R) -> Vec<Edit> {
    let mut fields = Vec::new();
    let mut more = Vec::new();
    for field in R::FIELDS {
        let was = old.map_or(Value::Null, |old| old.value(*field));
        let is = new.value(*field);
        match field.kind {
            _ if was == is => {}
            Kind::Once if old.is_some() => {}
            Kind::Once | Kind::Register => fields.push((*field, is)),
            Kind::Map => more.extend(key_edits(new.id(), *field, &texts(was), &texts(is))),
            Kind::Set => more.extend(Edit::reset_set(new.id(), *field, &members(was), &members(is))),
            Kind::Step => more.insert(0, Edit::step(new.id(), *field, word(was), word(is))),
        }
    }
    if old.is_none() || !fields.is_empty() {
        more.insert(0, Edit::put(R::NOUN, new.id(), fields));
    }
    more
}

fn key_edits(id: Id, field: Field, was: &BTreeMap<String, String>, is: &BTreeMap<String, String>) -> Vec<Edit> {
    let gone = was.keys().filter(|key| !is.contains_key(*key)).map(|key| Edit::set_key(id, field, key.clone(), Value::Null));
    let come = is.iter().filter(|(key, text)| was.get(*key) != Some(text)).map(|(key, text)| Edit::set_key(id, field, key.clone(), text.clone()));
    gone.chain(come).collect()
}

fn texts(value: Value) -> BTreeMap<String, String> {
    from_json(value).unwrap_or_default()
}

fn members(value: Value) -> Vec<String> {
    from_json(value).unwrap_or_default()
}

fn word(value: Value) -> String {
    match value {
        Value::Text(text) => text,
        _ => String::new(),
    }
}

fn play<R: Record>(values: &mut BTreeMap<u16, Value>, id: Id, edits: &[Edit]) {
    for edit in edits.iter().filter(|edit| edit.noun == R::NOUN && edit.id == id) {
        match &edit.act {
            Act::Put(fields) => values.extend(fields.iter().map(|(field, value)| (field.code, value.clone()))),
            Act::PutKey(field, key, value) => put_key(values.entry(field.code).or_insert(Value::Null), key, value),
            Act::Add(field, member) => put_member(values.entry(field.code).or_insert(Value::Null), member, true),
            Act::Remove(field, member) => put_member(values.entry(field.code).or_insert(Value::Null), member, false),
            Act::Step { field, to, .. } => drop(values.insert(field.code, Value::Text(to.clone()))),
            Act::Delete => values.clear(),
        }
    }
}

fn put_key(map: &mut Value, key: &str, value: &Value) {
    let mut entries = texts(map.clone());
    match value {
        Value::Null => drop(entries.remove(key)),
        Value::Text(text) => drop(entries.insert(key.to_owned(), text.clone())),
        Value::Int(number) => drop(entries.insert(key.to_owned(), number.to_string())),
        Value::Bool(yes) => drop(entries.insert(key.to_owned(), yes.to_string())),
        // Maps hold texts; the catalog has no map of bytes.
        Value::Bytes(_) => {}
    }
    *map = to_json(&entries);
}

fn put_member(set: &mut Value, member: &str, there: bool) {
    let mut known = members(set.clone());
    known.retain(|other| other != member);
    if there {
        known.push(member.to_owned());
    }
    *set = to_json(&known);
}

/// `record! { /// doc  pub struct Shop of shop { code: String, … } }`: field names are the catalog's.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident of $module:ident { $($(#[$fmeta:meta])* $field:ident : $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize, ::ts_rs::TS)]
        pub struct $name {
            pub id: $crate::id::Id,
            $($(#[$fmeta])* pub $field: $type),*
        }

        impl $crate::record::Record for $name {
            const NOUN: $crate::field::Noun = $crate::field::Noun::$name;
            const FIELDS: &'static [$crate::field::Field] = &[$($crate::field::$module::$field),*];
            fn read(
                id: $crate::id::Id,
                values: &mut dyn FnMut($crate::field::Field) -> $crate::value::Value,
            ) -> Result<Self, $crate::value::Mismatch> {
                Ok($name { id, $($field: $crate::value::read(stringify!($field), values($crate::field::$module::$field))?),* })
            }
            fn value(&self, field: $crate::field::Field) -> $crate::value::Value {
                match field {
                    $($crate::field::$module::$field => self.$field.clone().into(),)*
                    _ => $crate::value::Value::Null,
                }
            }
            fn id(&self) -> $crate::id::Id {
                self.id
            }
        }
    };
}
