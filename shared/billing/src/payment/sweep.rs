//! What the clock has to look after: drafts and pages that nobody else will (PA-14, PA-17).

use chrono::{DateTime, TimeDelta, Utc};
use models::PaymentId;
use sqlx::PgConnection;

/// Drafts that nobody opened and whose places are gone.
pub async fn forsaken(conn: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<PaymentId>> {
    sqlx::query_scalar!(
        r#"select p.id from payments p
            where p.status = 'draft' and p.method = 'stripe' and p.opening_at is null
              and not exists (select from payment_items i join registrations r on r.id = i.registration_id
                               where i.payment_id = p.id and r.status = 'held')
            order by p.id limit $1"#,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Drafts whose page was being made more than two minutes ago: something broke off there.
pub async fn abandoned(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<PaymentId>> {
    sqlx::query_scalar!(
        r#"select id from payments where status = 'draft' and opening_at <= $1 order by opening_at limit $2"#,
        now - TimeDelta::minutes(2),
        limit
    )
    .fetch_all(conn)
    .await
}

/// Payments whose page has ended, or whose hold ends within a minute: to be closed at Stripe and
/// read again (PA-17). Those that wait for a decision of people have nothing to be read again.
pub async fn due(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<(PaymentId, String)>> {
    let rows = sqlx::query!(
        r#"select p.id, p.stripe_session_id as "session!" from payments p
            where p.status = 'open' and (p.flagged_at is null or p.flag_decision is not null)
              and (p.expires_at <= $1
                   or exists (select from payment_items i join registrations r on r.id = i.registration_id
                               where i.payment_id = p.id and r.status = 'held' and r.hold_expires_at <= $2))
            order by p.expires_at limit $3"#,
        now,
        now + TimeDelta::minutes(1),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.session)).collect())
}
