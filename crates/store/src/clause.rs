//! A growing `WHERE` with its bound values.

use domain::permission::Scope;
use domain::{Id, Value};

use crate::rows::marks;

/// Conditions joined by AND.
#[derive(Default)]
pub(crate) struct Clause {
    conditions: Vec<String>,
    pub binds: Vec<Value>,
}

impl Clause {
    /// Starts with rows that are not deleted. `table` qualifies the column.
    pub fn of(table: &str) -> Self {
        Clause { conditions: vec![format!("{table}.deleted = 0")], binds: Vec::new() }
    }

    pub fn and(mut self, condition: impl Into<String>, binds: impl IntoIterator<Item = Value>) -> Self {
        self.conditions.push(condition.into());
        self.binds.extend(binds);
        self
    }

    pub fn and_if(self, wanted: bool, condition: &str, binds: impl IntoIterator<Item = Value>) -> Self {
        if wanted { self.and(condition, binds) } else { self }
    }

    pub fn and_some(self, condition: &str, bind: Option<impl Into<Value>>) -> Self {
        match bind {
            Some(value) => self.and(condition, [value.into()]),
            None => self,
        }
    }

    /// `column IN (…)`; an empty list does not narrow.
    pub fn among(self, column: &str, values: Vec<Value>) -> Self {
        if values.is_empty() { self } else { self.and(format!("{column} IN ({})", marks(values.len())), values) }
    }

    /// Rows of these shops or of none. The plus keeps an index of shops out: a shop's rows are too many to be sorted for
    /// one page, and the index of the page's order finds them sooner.
    pub fn within(self, column: &str, scope: &Scope) -> Self {
        match scope {
            Scope::Every => self,
            Scope::Shops(shops) => {
                let condition = format!("(+{column} IS NULL OR +{column} IN ({}))", marks(shops.len()));
                self.and(condition, shops.iter().map(|shop| Value::from(*shop)))
            }
        }
    }

    pub fn sql(&self) -> String {
        format!("WHERE {}", self.conditions.join(" AND "))
    }
}

pub(crate) fn ids(ids: &[Id]) -> Vec<Value> {
    ids.iter().map(|id| Value::from(*id)).collect()
}
