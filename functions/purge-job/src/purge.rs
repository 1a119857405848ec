//! Retention, in bites: no transaction is long, and a run that was cut off is finished by the next.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};

use crate::{State, closings, offers, seats};

/// Rows of one bite.
pub(crate) const BITE: i64 = 1000;
/// Bites of one kind in one night.
const BITES: u32 = 100;

/// One round of every rule. One that fails holds up no other; the alarm goes first, for a night may
/// be too short for all.
pub(crate) async fn purge(app: State) -> web::Result<()> {
    let (db, now) = (&app.db, app.clock.now());
    let rounds = [
        seats::compare(db).await,
        offers::end(db, now).await,
        each(db, now, "challenges", accounts::purge::challenges).await,
        each(db, now, "logins", accounts::purge::logins).await,
        each(db, now, "join clicks", events::purge::join_clicks).await,
        each(db, now, "names", events::purge::names).await,
        each(db, now, "uploads", events::purge::uploads).await,
        each(db, now, "messages", outreach::purge::messages).await,
        each(db, now, "notifications", outreach::purge::notifications).await,
        each(db, now, "audit entries", db::purge::audit).await,
        each(db, now, "rates", db::purge::rates).await,
        each(db, now, "idempotency keys", db::purge::idempotency_keys).await,
        each(db, now, "receipts", db::purge::receipts).await,
    ];
    let mut failed = closings::finish(db, now).await.err();
    for error in rounds.into_iter().filter_map(Result::err) {
        tracing::error!(error = &error as &dyn std::error::Error, "not purged");
        failed = failed.or(Some(error.into()));
    }
    failed.map_or(Ok(()), Err)
}

async fn each(
    db: &PgPool,
    now: DateTime<Utc>,
    what: &str,
    bite: impl AsyncFn(&mut PgConnection, i64, DateTime<Utc>) -> sqlx::Result<u64>,
) -> sqlx::Result<()> {
    let mut gone = 0;
    for _ in 0..BITES {
        let mut tx = ::db::begin(db).await?;
        let some = bite(&mut tx, BITE, now).await?;
        tx.commit().await?;
        gone += some;
        if some < BITE.unsigned_abs() {
            break;
        }
    }
    tracing::info!(what, gone, "purged");
    Ok(())
}
