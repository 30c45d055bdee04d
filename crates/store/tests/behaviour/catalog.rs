//! The tables are the catalog's, column for column.

use std::collections::BTreeSet;

use domain::Noun;
use sqlx::{AssertSqlSafe, Row};

use crate::support::{create, place, raw};

#[tokio::test]
async fn every_field_of_the_catalog_has_its_column_and_no_column_is_left_over() {
    let place = place();
    create(&place, 1).await.close().await;
    let mut connection = raw(&place.folder.database()).await;
    for noun in Noun::ALL {
        let rows = sqlx::query(AssertSqlSafe(format!("PRAGMA table_info({})", noun.name()))).fetch_all(&mut connection).await.unwrap();
        let columns: BTreeSet<String> = rows.iter().map(|row| row.get::<String, _>("name")).filter(|name| !name.starts_with("d_")).collect();
        let mut wanted: BTreeSet<String> = noun.fields().iter().map(|field| field.name.to_owned()).collect();
        wanted.extend(["id", "deleted", "clock"].map(str::to_owned));
        assert_eq!(columns, wanted, "{noun:?}");
    }
}
