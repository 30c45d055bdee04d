//! `zg index`: look at and rebuild the search index.

use clap::Subcommand;

use crate::Place;

#[derive(Subcommand)]
pub enum Index {
    /// Throw the index away and write it again from the data.
    Rebuild,
}

impl Index {
    pub async fn run(self, place: &Place) -> anyhow::Result<()> {
        let Index::Rebuild = self;
        let desk = place.open().await?;
        let rebuilt = desk.rebuild_index().await;
        desk.close().await;
        let rebuilt = rebuilt.map_err(|error| crate::told(&error, place.lang))?;
        println!("{} documents in {} ms", rebuilt.documents, rebuilt.took_ms);
        Ok(())
    }
}
