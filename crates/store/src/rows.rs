//! Reading records: any noun by id, in bulk, or by a clause; and binding values.

use domain::field::{Field, Noun};
use domain::record::Record;
use domain::{Id, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, ToSql, params_from_iter};

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
        self.read(sql, binds, record::<R>).await
    }

    /// One number; 0 where there is none.
    pub(crate) async fn number(&self, sql: &str, binds: Vec<Value>) -> Result<i64, StoreError> {
        let first = self.read(sql.to_owned(), binds, |row| Ok(value(row, 0))).await?;
        Ok(number(first.first()))
    }

    /// Rows of plain values, for reads that are no record.
    pub(crate) async fn values(&self, sql: &str, binds: Vec<Value>) -> Result<Vec<Vec<Value>>, StoreError> {
        self.read(sql.to_owned(), binds, all_values).await
    }

    /// A page of rows and the number that `count` gives, in one turn of a reader.
    pub(crate) async fn paged<T: Send + 'static>(&self, page: Statement, count: Statement, each: Each<T>) -> Result<(Vec<T>, i64), StoreError> {
        let job = move |connection: &Connection| {
            let rows = read(connection, &page.0, &page.1, each)?;
            let total = read(connection, &count.0, &count.1, |row| Ok(number(Some(&value(row, 0)))))?;
            Ok((rows, total.first().copied().unwrap_or(0)))
        };
        self.readers.run(job).await
    }

    /// Runs a statement on a reader and makes something of each row.
    pub(crate) async fn read<T: Send + 'static>(&self, sql: String, binds: Vec<Value>, each: Each<T>) -> Result<Vec<T>, StoreError> {
        self.readers.run(move |connection| read(connection, &sql, &binds, each)).await
    }
}

/// A statement and what is bound to it.
pub(crate) type Statement = (String, Vec<Value>);

/// Makes something of a row.
pub(crate) type Each<T> = fn(&Row<'_>) -> Result<T, StoreError>;

/// Runs a statement and makes something of each row.
pub(crate) fn read<T>(
    connection: &Connection,
    sql: &str,
    binds: &[Value],
    each: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(binds.iter().map(Bound)))?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(each(row)?);
    }
    Ok(all)
}

/// Reads rows until `each` has enough and says so with `false`: for logs that are longer than what is wanted of them.
pub(crate) fn read_while(
    connection: &Connection,
    sql: &str,
    binds: &[Value],
    mut each: impl FnMut(&Row<'_>) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(binds.iter().map(Bound)))?;
    while let Some(row) = rows.next()? {
        if !each(row)? {
            break;
        }
    }
    Ok(())
}

/// The ids in the first column.
pub(crate) fn ids(connection: &Connection, sql: &str, binds: &[Value]) -> Result<Vec<Id>, StoreError> {
    read(connection, sql, binds, |row| Ok(domain::value::read::<Id>("id", value(row, 0))?))
}

/// Whether the statement, a `SELECT EXISTS …`, says yes.
pub(crate) fn is(connection: &Connection, sql: &str, binds: &[Value]) -> Result<bool, StoreError> {
    let found = read(connection, sql, binds, |row| Ok(value(row, 0)))?;
    Ok(number(found.first()) != 0)
}

/// Runs a statement that gives no rows.
pub(crate) fn execute(connection: &Connection, sql: &str, binds: &[Value]) -> Result<(), StoreError> {
    connection.prepare_cached(sql)?.execute(params_from_iter(binds.iter().map(Bound)))?;
    Ok(())
}

/// `id` and the record's fields, in the order of `R::FIELDS`.
pub(crate) fn columns<R: Record>() -> String {
    R::FIELDS.iter().fold("id".to_owned(), |list, field| list + ", \"" + field.name + "\"")
}

/// Builds a record from a row that starts with [`columns`].
pub(crate) fn record<R: Record>(row: &Row<'_>) -> Result<R, StoreError> {
    let id = domain::value::read::<Id>("id", value(row, 0))?;
    let mut column = 0;
    let mut next = |_: Field| {
        column += 1;
        value(row, column)
    };
    Ok(R::read(id, &mut next)?)
}

/// The number that a value is; 0 for anything else.
pub(crate) fn number(value: Option<&Value>) -> i64 {
    match value {
        Some(Value::Int(number)) => *number,
        _ => 0,
    }
}

/// A column's value as it is stored; nothing where there is no such column.
pub(crate) fn value(row: &Row<'_>, column: usize) -> Value {
    match row.get_ref(column) {
        Ok(ValueRef::Integer(number)) => Value::Int(number),
        Ok(ValueRef::Text(text)) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        Ok(ValueRef::Blob(bytes)) => Value::Bytes(bytes.to_vec()),
        _ => Value::Null,
    }
}

pub(crate) fn all_values(row: &Row<'_>) -> Result<Vec<Value>, StoreError> {
    Ok((0..row.as_ref().column_count()).map(|column| value(row, column)).collect())
}

/// A value as a parameter, without a copy.
pub(crate) struct Bound<'v>(pub &'v Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Bool(flag) => ValueRef::Integer(i64::from(*flag)),
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// `?, ?, ?`
pub(crate) fn marks(count: usize) -> String {
    let mut text = "?, ".repeat(count);
    text.truncate(text.len().saturating_sub(2));
    text
}
