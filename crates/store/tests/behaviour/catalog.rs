//! The tables are the catalog's, column for column.

use std::collections::BTreeSet;

use domain::Noun;

use crate::support::{create, place, raw};

#[tokio::test]
async fn every_field_of_the_catalog_has_its_column_and_no_column_is_left_over() {
    let place = place();
    create(&place, 1).await.close().await;
    let connection = raw(&place.folder.database());
    for noun in Noun::ALL {
        let mut statement = connection.prepare(&format!("PRAGMA table_info({})", noun.name())).unwrap();
        let names = statement.query_map([], |row| row.get::<_, String>("name")).unwrap().map(Result::unwrap);
        let columns: BTreeSet<String> = names.filter(|name| !name.starts_with("d_")).collect();
        let mut wanted: BTreeSet<String> = noun.fields().iter().map(|field| field.name.to_owned()).collect();
        wanted.extend(["id", "deleted", "clock"].map(str::to_owned));
        assert_eq!(columns, wanted, "{noun:?}");
    }
}
