//! What a field can hold, and how typed records are read from it.
//!
//! Values are closed and few because they are merged, hashed and stored for years.
//! Structured values (a field schema, a checklist item) are JSON text inside [`Value::Text`].

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::id::Id;

/// One value of one field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    /// The kind in words.
    pub const fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(_) => "a number",
            Value::Text(_) => "a text",
            Value::Bytes(_) => "bytes",
        }
    }
}

/// A stored value is not what the record expects: the file is from another program or damaged.
#[derive(Debug, thiserror::Error)]
#[error("field `{field}` holds {found}, which is not {expected}")]
pub struct Mismatch {
    pub field: &'static str,
    pub expected: &'static str,
    /// What kind of value; never the value itself, which may be a person's.
    pub found: &'static str,
}

/// Types that a field can be read as.
pub trait FromValue: Sized {
    const EXPECTED: &'static str;
    /// `None` when the value has another shape.
    fn from_value(value: Value) -> Option<Self>;
}

/// Reads a value as `T`, naming the field when it does not fit.
pub fn read<T: FromValue>(field: &'static str, value: Value) -> Result<T, Mismatch> {
    let found = value.kind();
    T::from_value(value).ok_or(Mismatch { field, expected: T::EXPECTED, found })
}

impl FromValue for bool {
    const EXPECTED: &'static str = "true or false";
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Bool(b) => Some(b),
            Value::Int(i) => Some(i != 0),
            Value::Null => Some(false),
            _ => None,
        }
    }
}

impl FromValue for i64 {
    const EXPECTED: &'static str = "a whole number";
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Int(i) => Some(i),
            Value::Bool(b) => Some(b.into()),
            Value::Null => Some(0),
            _ => None,
        }
    }
}

/// An unset text reads as empty: a record may arrive before all its fields did.
impl FromValue for String {
    const EXPECTED: &'static str = "text";
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text),
            Value::Null => Some(String::new()),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    const EXPECTED: &'static str = "bytes";
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes),
            Value::Null => Some(Vec::new()),
            _ => None,
        }
    }
}

impl FromValue for Id {
    const EXPECTED: &'static str = "an id";
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => bytes.try_into().ok().map(Id),
            _ => None,
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// A structured value kept as JSON text. An unset field reads as the default.
pub fn from_json<T: DeserializeOwned + Default>(value: Value) -> Option<T> {
    match value {
        Value::Null => Some(T::default()),
        Value::Text(text) => serde_json::from_str(&text).ok(),
        _ => None,
    }
}

/// Writes a structured value as JSON text.
pub fn to_json<T: Serialize>(value: &T) -> Value {
    serde_json::to_string(value).map_or(Value::Null, Value::Text)
}

impl FromValue for BTreeMap<String, String> {
    const EXPECTED: &'static str = "a map of texts";
    fn from_value(value: Value) -> Option<Self> {
        from_json(value)
    }
}

impl FromValue for Vec<String> {
    const EXPECTED: &'static str = "a list of texts";
    fn from_value(value: Value) -> Option<Self> {
        from_json(value)
    }
}

/// Implements [`FromValue`] and `Into<Value>` through JSON text for a structured type.
#[macro_export]
macro_rules! json_value {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::value::FromValue for $type {
            const EXPECTED: &'static str = stringify!($type);
            fn from_value(value: $crate::value::Value) -> Option<Self> {
                $crate::value::from_json(value)
            }
        }
        impl From<$type> for $crate::value::Value {
            fn from(value: $type) -> Self {
                $crate::value::to_json(&value)
            }
        }
    )+};
}

/// Like [`json_value!`], and the default is kept as no value at all.
#[macro_export]
macro_rules! json_note {
    ($type:ty) => {
        impl $crate::value::FromValue for $type {
            const EXPECTED: &'static str = stringify!($type);
            fn from_value(value: $crate::value::Value) -> Option<Self> {
                $crate::value::from_json(value)
            }
        }
        impl From<$type> for $crate::value::Value {
            fn from(value: $type) -> Self {
                if value == <$type>::default() { $crate::value::Value::Null } else { $crate::value::to_json(&value) }
            }
        }
    };
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}
impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::Text(value)
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Value::Bytes(value)
    }
}
impl From<Vec<String>> for Value {
    fn from(members: Vec<String>) -> Self {
        to_json(&members)
    }
}
impl From<BTreeMap<String, String>> for Value {
    fn from(entries: BTreeMap<String, String>) -> Self {
        to_json(&entries)
    }
}
impl From<Id> for Value {
    fn from(id: Id) -> Self {
        Value::Bytes(id.0.to_vec())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// A closed set of words: an enum stored and sent as its snake_case tag.
///
/// `tags! { /// doc  pub enum Status { New = "new", Open = "open" } }` gives `as_str`, `ALL`, `FromStr`-like
/// `from_tag`, serde, TypeScript and value conversions. A tag is never renamed: it is in people's files.
#[macro_export]
macro_rules! tags {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $tag:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize, ::ts_rs::TS)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $tag)] #[ts(rename = $tag)] $variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $tag),+ }
            }
            pub fn from_tag(tag: &str) -> Option<Self> {
                match tag { $($tag => Some($name::$variant),)+ _ => None }
            }
        }
        impl $crate::value::FromValue for $name {
            const EXPECTED: &'static str = concat!("one of", $(" ", $tag),+);
            fn from_value(value: $crate::value::Value) -> Option<Self> {
                match value {
                    $crate::value::Value::Text(tag) => Self::from_tag(&tag),
                    _ => None,
                }
            }
        }
        impl From<$name> for $crate::value::Value {
            fn from(value: $name) -> Self {
                $crate::value::Value::Text(value.as_str().to_owned())
            }
        }
    };
}
