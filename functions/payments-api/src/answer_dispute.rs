//! What the payment service says after a dispute was answered, applied and kept.

use auth::{Org, RefundPayments};
use billing::dispute::{self, Known};
use chrono::{DateTime, Utc};
use db::audit::{Actor, Entry};
use db::{audit, idempotency};
use models::{DisputeId, Once};
use serde_json::Value;
use web::Problem;

use crate::list_disputes::{DisputeOut, one};

/// The dispute, before anything is said; or the answer that was given to the same request.
pub(crate) async fn begin(
    app: &crate::State,
    org: &Org<RefundPayments>,
    (id, once): (DisputeId, &Once),
) -> web::Result<Result<Known, DisputeOut>> {
    let mut tx = db::begin(&app.db).await?;
    if let Some(kept) = idempotency::claim(&mut tx, &org.user.to_string(), once).await? {
        return Ok(Err(kept));
    }
    let known = dispute::find(&mut tx, (org.id, org.scope.as_deref()), id).await?;
    tx.rollback().await?;
    known.ok_or_else(Problem::not_found).map(Ok)
}

/// Applies what was read, writes down who did it, and keeps the answer.
pub(crate) async fn finish(
    app: &crate::State,
    org: &Org<RefundPayments>,
    (known, once): (&Known, &Once),
    (object, action): (&Value, &'static str),
    read_started_at: DateTime<Utc>,
) -> web::Result<DisputeOut> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(kept) = idempotency::claim(&mut tx, &owner, once).await? {
        return Ok(kept);
    }
    if let Some(moved) = dispute::sync(&mut tx, object, read_started_at, now).await? {
        sales::disputed(&mut tx, &moved, now).await?;
    }
    let entry = Entry::new(Some(org.id), Actor::User(org.user), action, "dispute", known.id);
    audit::write(&mut tx, entry, now).await?;
    let answer = one(&mut tx, org, known.id).await?;
    idempotency::keep(&mut tx, &owner, once, &answer, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}
