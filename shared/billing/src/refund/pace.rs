//! Five refunds a second, whichever runs they are of (RF-9).
//!
//! Stripe counts requests by the account whose key sends them. Every refund is asked for with the
//! platform's key on the platform's own charges, whoever the organizer is; a pace for each connected
//! account would leave two organizers at ten a second. So there is one row, and whoever asks for a
//! refund of a run takes the next moment of it in the same transaction. Until that moment the queue
//! waits, and nothing in the database does.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

/// RF-9: five a second.
const PACE: TimeDelta = TimeDelta::milliseconds(200);

/// The next moment that is free, which is nobody else's from now on. The row stays locked until the
/// transaction ends: whoever has it asks for nothing that another who waits for it may hold.
pub(super) async fn take(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> sqlx::Result<DateTime<Utc>> {
    let behind = sqlx::query_scalar!(
        "insert into refund_pace (next_at) values ($2)
         on conflict (only_row) do update
            set next_at = greatest(refund_pace.next_at, $1) + ($2::timestamptz - $1::timestamptz)
         returning next_at",
        now,
        now + PACE
    )
    .fetch_one(conn)
    .await?;
    Ok(behind - PACE)
}

/// When the next refund may go out, behind all that wait, without taking that moment.
pub async fn turn(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<DateTime<Utc>> {
    let free = sqlx::query_scalar!("select next_at from refund_pace").fetch_optional(conn).await?;
    Ok(free.map_or(now, |free| free.max(now)))
}
