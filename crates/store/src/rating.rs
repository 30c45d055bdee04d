//! Reads of ratings.

use domain::Id;
use domain::rating::Rating;

use crate::{Store, StoreError};

impl Store {
    /// The rating of a conversation or ticket.
    pub async fn rating_of(&self, about: Id) -> Result<Option<Rating>, StoreError> {
        Ok(self.select("WHERE about = ? AND deleted = 0 ORDER BY at LIMIT 1", vec![about.into()]).await?.pop())
    }
}
