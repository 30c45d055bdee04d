//! Reads of staff, and of what belongs to one person.

use domain::Id;
use domain::draft::Draft;
use domain::reminder::Reminder;
use domain::staff::Staff;

use crate::{Store, StoreError};

impl Store {
    /// By account name, in lower case.
    pub async fn staff_by_account(&self, account: &str) -> Result<Option<Staff>, StoreError> {
        Ok(self.select("WHERE account = ? AND deleted = 0 ORDER BY id LIMIT 1", vec![account.into()]).await?.pop())
    }

    /// What a person typed about a record and has not sent.
    pub async fn draft_of(&self, staff: Id, about: Id) -> Result<Option<Draft>, StoreError> {
        Ok(self.select("WHERE staff = ? AND about = ? AND deleted = 0 LIMIT 1", vec![staff.into(), about.into()]).await?.pop())
    }

    /// Open reminders, the next first.
    pub async fn reminders_of(&self, staff: Id) -> Result<Vec<Reminder>, StoreError> {
        self.select("WHERE staff = ? AND done_at IS NULL AND deleted = 0 ORDER BY due LIMIT 200", vec![staff.into()]).await
    }
}
