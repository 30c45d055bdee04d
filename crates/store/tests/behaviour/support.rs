//! A store in a temporary folder, and a picture of all its tables.

use std::fmt::Write;
use std::path::Path;

use domain::{Id, Noun};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row, TypeInfo, ValueRef};
use store::{Folder, Key, Store};
use sync::DeviceId;

pub const KEY: Key = Key([7; 32]);
pub const NOW: i64 = 1_790_000_000_000;

pub fn id(n: u8) -> Id {
    Id::v7(NOW + i64::from(n), [n; 10])
}

pub struct Place {
    pub folder: Folder,
    _temporary: tempfile::TempDir,
}

pub fn place() -> Place {
    let temporary = tempfile::tempdir().unwrap();
    Place { folder: Folder(temporary.path().join("desk")), _temporary: temporary }
}

pub async fn create(place: &Place, device: u64) -> Store {
    Store::create(&place.folder, &KEY, DeviceId(device)).await.unwrap()
}

/// Every row of every table but the log's own bookkeeping, as text. The file must be closed.
pub async fn picture(folder: &Folder) -> String {
    let mut connection = raw(&folder.database()).await;
    let mut text = String::new();
    let tables = Noun::ALL.iter().map(|noun| noun.name()).chain(["dot", "conflict", "mention", "quarantine"]);
    for table in tables {
        let sql = format!("SELECT * FROM {table} ORDER BY 1, 2, 3");
        for row in sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap() {
            let cells: Vec<String> = (0..row.len()).map(|column| cell(&row, column)).collect();
            writeln!(text, "{table}: {}", cells.join(" | ")).unwrap();
        }
    }
    connection.close().await.unwrap();
    text
}

fn cell(row: &sqlx::sqlite::SqliteRow, column: usize) -> String {
    let raw = row.try_get_raw(column).unwrap();
    match raw.type_info().name() {
        _ if raw.is_null() => "-".into(),
        "INTEGER" => row.get_unchecked::<i64, _>(column).to_string(),
        "TEXT" => row.get_unchecked::<String, _>(column),
        _ => row.get_unchecked::<Vec<u8>, _>(column).iter().map(|b| format!("{b:02x}")).collect(),
    }
}

/// The file as SQLite sees it, for tests that look behind the store.
pub async fn raw(path: &Path) -> sqlx::SqliteConnection {
    let key: String = KEY.0.iter().map(|b| format!("{b:02x}")).collect();
    SqliteConnectOptions::new().filename(path).pragma("key", format!("\"x'{key}'\"")).connect().await.unwrap()
}
