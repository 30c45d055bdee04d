//! The peer: SQLite's own C library through prepared statements on this thread, with the file's own settings.

use std::path::Path;

use domain::Value;
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, params_from_iter};

use crate::connect::{Key, SETTINGS, stable_plans};
use crate::rows::Bound;

pub struct Raw(Connection);

type Result<T> = std::result::Result<T, rusqlite::Error>;

impl Raw {
    /// Opens, or makes, a file with that key and the settings that the store's own connections have.
    pub fn open(path: &Path, key: &Key) -> Result<Raw> {
        let connection = Connection::open(path)?;
        stable_plans(&connection)?;
        connection.execute_batch(&format!("PRAGMA key = {}; PRAGMA journal_mode = WAL; {SETTINGS}", key.pragma()))?;
        connection.set_prepared_statement_cache_capacity(400);
        Ok(Raw(connection))
    }

    pub fn batch(&self, sql: &str) -> Result<()> {
        self.0.execute_batch(sql)
    }

    /// Reads every column of every row into values of its own; how many rows there were.
    pub fn rows(&self, sql: &str, binds: &[Value]) -> Result<usize> {
        let mut statement = self.0.prepare_cached(sql)?;
        let width = statement.column_count();
        let mut rows = statement.query(params_from_iter(binds.iter().map(Bound)))?;
        let mut read: Vec<Vec<Cell>> = Vec::new();
        while let Some(row) = rows.next()? {
            read.push((0..width).map(|column| row.get(column)).collect::<Result<_>>()?);
        }
        Ok(std::hint::black_box(read).len())
    }

    pub fn execute(&self, sql: &str, binds: &[Value]) -> Result<usize> {
        self.0.prepare_cached(sql)?.execute(params_from_iter(binds.iter().map(Bound)))
    }
}

/// Rows as they lie in a file.
pub type Rows = Vec<Vec<Cell>>;

impl Raw {
    /// Every row of a table, and the statement that inserts one.
    pub fn table(&self, name: &str) -> Result<(String, Rows)> {
        let mut statement = self.0.prepare(&format!("SELECT * FROM {name}"))?;
        let width = statement.column_count();
        let rows = statement.query_map([], |row| (0..width).map(|column| row.get(column)).collect())?.collect::<Result<_>>()?;
        Ok((format!("INSERT INTO {name} VALUES ({})", crate::rows::marks(width)), rows))
    }

    pub fn insert(&self, statement: &str, row: &[Cell]) -> Result<()> {
        self.0.prepare_cached(statement)?.execute(params_from_iter(row)).map(drop)
    }
}
