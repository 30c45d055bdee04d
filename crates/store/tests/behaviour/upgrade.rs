//! Files of every released format open, verify and can be written on. A new format adds a fixture here.

use domain::customer::Customer;
use domain::field::customer;
use domain::shop::Organisation;
use domain::{Edit, Noun};
use rusqlite::Connection;
use store::{Folder, Key, Store};

use crate::support::{NOW, place};

/// The key that `format-1.db` was made with; it guards nothing else.
const FIXTURE_KEY: &str = "9bbfa9b321e11717b3faef2e94008686cc4bc7cc1a2f6aab07783a70f4f5f499";

pub fn fixture_key() -> Key {
    let byte = |at: usize| u8::from_str_radix(&FIXTURE_KEY[at * 2..at * 2 + 2], 16).unwrap();
    Key(std::array::from_fn(byte))
}

/// Makes the file of format 1 one of format 3, as that program did: same log, same chain, two migrations more.
pub fn format_3(folder: &Folder) {
    std::fs::create_dir_all(&folder.0).unwrap();
    std::fs::write(folder.database(), include_bytes!("../fixtures/format-1.db")).unwrap();
    let connection = Connection::open(folder.database()).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{FIXTURE_KEY}'\"")).unwrap();
    connection.execute_batch(include_str!("../../../../migrations/desk/0002_counts.sql")).unwrap();
    connection.execute_batch(include_str!("../../../../migrations/desk/0003_intents.sql")).unwrap();
    connection.pragma_update(None, "user_version", 3).unwrap();
}

#[tokio::test]
async fn a_file_of_format_1_opens_verifies_and_takes_changes() {
    let place = place();
    std::fs::create_dir_all(&place.folder.0).unwrap();
    std::fs::write(place.folder.database(), include_bytes!("../fixtures/format-1.db")).unwrap();
    let store = Store::open(&place.folder, &fixture_key()).await.unwrap();
    let before = store.verify().await.unwrap();
    assert_eq!(store.all::<Organisation>().await.unwrap()[0].name, "青禾生活");
    let person = store.all::<Customer>().await.unwrap().pop().unwrap();
    assert_eq!((person.name.as_str(), store.count(Noun::Conversation).await.unwrap()), ("张伟明", 1));
    store.pen().await.commit(vec![Edit::set(person.id, customer::notes, "格式 1")], None, NOW).await.unwrap();
    assert_eq!(store.verify().await.unwrap().seq, before.seq + 1);
}
