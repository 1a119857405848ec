//! Offers of ownership that nobody answered in time; who offered is told (OR-10).

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use outreach::message::OwnershipStep;
use sqlx::PgPool;

use crate::purge::BITE;

/// Ends what is due.
pub(crate) async fn end(db: &PgPool, now: DateTime<Utc>) -> sqlx::Result<()> {
    loop {
        let mut tx = ::db::begin(db).await?;
        let ended = accounts::purge::end_offers(&mut tx, BITE, now).await?;
        for (id, org) in &ended {
            let (action, kind) = ("ownership.expired", "ownership_transfer");
            let entry = Entry::new(Some(*org), Actor::System, action, kind, *id);
            audit::write(&mut tx, entry, now).await?;
            outreach::ownership::tell(&mut tx, *id, OwnershipStep::Expired, now, now).await?;
        }
        tx.commit().await?;
        if i64::try_from(ended.len()).unwrap_or(BITE) < BITE {
            return Ok(());
        }
    }
}
