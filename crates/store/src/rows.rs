//! Reading records: any noun by id, in bulk, or by a clause; and binding values.

use domain::field::{Field, Noun};
use domain::record::Record;
use domain::{Id, Value};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, Row, Sqlite, TypeInfo, ValueRef};

use crate::{Store, StoreError};

/// More ids than this are asked for in several statements.
const IDS_PER_QUERY: usize = 200;

impl Store {
    /// One record; none if it is not there or deleted.
    pub async fn get<R: Record>(&self, id: Id) -> Result<Option<R>, StoreError> {
        Ok(self.select::<R>("WHERE id = ? AND deleted = 0", vec![id.into()]).await?.pop())
    }

    /// Those of the records that are there, in no order.
    pub async fn get_many<R: Record>(&self, ids: &[Id]) -> Result<Vec<R>, StoreError> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let mut records = Vec::with_capacity(ids.len());
        for part in ids.chunks(IDS_PER_QUERY) {
            let clause = format!("WHERE deleted = 0 AND id IN ({})", marks(part.len()));
            records.extend(self.select::<R>(&clause, part.iter().map(|id| (*id).into()).collect()).await?);
        }
        Ok(records)
    }

    /// Every record of a noun that has few (shops, staff, types).
    pub async fn all<R: Record>(&self) -> Result<Vec<R>, StoreError> {
        self.select::<R>("WHERE deleted = 0 ORDER BY id", vec![]).await
    }

    /// Pages through every record in order of id, for export and for the index.
    pub async fn page<R: Record>(&self, after: Option<Id>, limit: i64) -> Result<Vec<R>, StoreError> {
        let after = after.map_or(Value::Bytes(vec![]), Value::from);
        self.select::<R>("WHERE deleted = 0 AND id > ? ORDER BY id LIMIT ?", vec![after, limit.into()]).await
    }

    /// How many records of the noun there are.
    pub async fn count(&self, noun: Noun) -> Result<i64, StoreError> {
        self.number(&format!("SELECT count(*) FROM {} WHERE deleted = 0", noun.name()), vec![]).await
    }

    /// The records that a clause (`WHERE … ORDER BY … LIMIT …`) picks.
    pub(crate) async fn select<R: Record>(&self, clause: &str, binds: Vec<Value>) -> Result<Vec<R>, StoreError> {
        let sql = format!("SELECT {} FROM {} {clause}", columns::<R>(), R::NOUN.name());
        let rows = bound(sql, binds).fetch_all(&self.readers).await?;
        rows.iter().map(|row| record::<R>(row)).collect()
    }

    /// One number; 0 where there is none.
    pub(crate) async fn number(&self, sql: &str, binds: Vec<Value>) -> Result<i64, StoreError> {
        let row = bound(sql.to_owned(), binds).fetch_optional(&self.readers).await?;
        Ok(row.and_then(|row| row.try_get::<Option<i64>, _>(0).ok().flatten()).unwrap_or(0))
    }

    /// Rows of plain values, for reads that are no record.
    pub(crate) async fn values(&self, sql: &str, binds: Vec<Value>) -> Result<Vec<Vec<Value>>, StoreError> {
        let rows = bound(sql.to_owned(), binds).fetch_all(&self.readers).await?;
        Ok(rows.iter().map(|row| (0..row.len()).map(|column| value(row, column)).collect()).collect())
    }
}

/// `id` and the record's fields, in the order of `R::FIELDS`.
pub(crate) fn columns<R: Record>() -> String {
    R::FIELDS.iter().fold("id".to_owned(), |list, field| list + ", \"" + field.name + "\"")
}

/// Builds a record from a row that starts with [`columns`].
pub(crate) fn record<R: Record>(row: &SqliteRow) -> Result<R, StoreError> {
    let id = domain::value::read::<Id>("id", value(row, 0))?;
    let mut column = 0;
    let mut next = |_: Field| {
        column += 1;
        value(row, column)
    };
    Ok(R::read(id, &mut next)?)
}

/// A column's value as it is stored.
pub(crate) fn value(row: &SqliteRow, column: usize) -> Value {
    let Ok(raw) = row.try_get_raw(column) else { return Value::Null };
    if raw.is_null() {
        return Value::Null;
    }
    match raw.type_info().name() {
        "INTEGER" | "BOOLEAN" => row.try_get_unchecked(column).map_or(Value::Null, Value::Int),
        "TEXT" => row.try_get_unchecked(column).map_or(Value::Null, Value::Text),
        "BLOB" => row.try_get_unchecked(column).map_or(Value::Null, Value::Bytes),
        _ => Value::Null,
    }
}

/// A statement made from the catalog's names and our own clauses, never from anyone's input, with its values bound.
pub(crate) fn bound(sql: String, binds: Vec<Value>) -> Query<'static, Sqlite, SqliteArguments> {
    binds.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), bind)
}

pub(crate) fn bind(query: Query<'static, Sqlite, SqliteArguments>, value: Value) -> Query<'static, Sqlite, SqliteArguments> {
    match value {
        Value::Null => query.bind(None::<i64>),
        Value::Bool(flag) => query.bind(i64::from(flag)),
        Value::Int(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
        Value::Bytes(bytes) => query.bind(bytes),
    }
}

/// `?, ?, ?`
pub(crate) fn marks(count: usize) -> String {
    let mut text = "?, ".repeat(count);
    text.truncate(text.len().saturating_sub(2));
    text
}
