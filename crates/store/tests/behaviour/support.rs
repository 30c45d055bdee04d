//! A store in a temporary folder, and a picture of all its tables.

use std::fmt::Write;
use std::path::Path;

use domain::{Id, Noun};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
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
pub fn picture(folder: &Folder) -> String {
    let connection = raw(&folder.database());
    let mut text = String::new();
    for table in Noun::ALL.iter().map(|noun| noun.name()).chain(["dot", "conflict", "mention", "quarantine"]) {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2, 3")).unwrap();
        let width = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> = (0..width).map(|column| cell(row.get_ref(column).unwrap())).collect();
            writeln!(text, "{table}: {}", cells.join(" | ")).unwrap();
        }
    }
    text
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "-".into(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => bytes.iter().map(|b| format!("{b:02x}")).collect(),
    }
}

/// The file as SQLite sees it, for tests that look behind the store.
pub fn raw(path: &Path) -> Connection {
    let key: String = KEY.0.iter().map(|b| format!("{b:02x}")).collect();
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    connection
}
