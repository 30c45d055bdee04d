//! Reads of the audit trail.

use domain::audit::{Audit, AuditAction};
use domain::{Id, Millis};

use crate::clause::Clause;
use crate::{Store, StoreError};

/// What a page of the trail asks for.
#[derive(Clone, Debug, Default)]
pub struct AuditQuery {
    pub staff: Option<Id>,
    pub action: Option<AuditAction>,
    pub after: Option<Millis>,
    pub before: Option<Millis>,
    pub offset: i64,
    pub limit: i64,
}

impl Store {
    pub async fn audit(&self, query: &AuditQuery) -> Result<Vec<Audit>, StoreError> {
        let clause = conditions(query);
        let mut binds = clause.binds.clone();
        binds.extend([query.limit.into(), query.offset.into()]);
        self.select(&format!("{} ORDER BY at DESC, id DESC LIMIT ? OFFSET ?", clause.sql()), binds).await
    }

    pub async fn audit_count(&self, query: &AuditQuery) -> Result<i64, StoreError> {
        let clause = conditions(query);
        self.number(&format!("SELECT count(*) FROM audit {}", clause.sql()), clause.binds).await
    }

    /// What happened to an account's sign-ins (and unlocks) since a time, in the order it was written: a clock that is set
    /// back must not make an old success look newer than the failures after it.
    pub async fn sign_ins(&self, account: &str, after: Millis) -> Result<Vec<Audit>, StoreError> {
        self.select(
            "WHERE account = ? AND action IN ('sign_in', 'unlock', 'switch_staff') AND at > ?
             ORDER BY (SELECT min(position) FROM op WHERE op.id = audit.id)",
            vec![account.into(), after.into()],
        )
        .await
    }

    /// When the person last signed in.
    pub async fn last_sign_in(&self, account: &str) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT max(at) FROM audit WHERE account = ? AND action = 'sign_in' AND outcome = 'done'";
        Ok(Some(self.number(sql, vec![account.into()]).await?).filter(|at| *at > 0))
    }
}

fn conditions(query: &AuditQuery) -> Clause {
    Clause::of("audit")
        .and_some("staff = ?", query.staff)
        .and_some("action = ?", query.action)
        .and_some("at >= ?", query.after)
        .and_some("at < ?", query.before)
}
