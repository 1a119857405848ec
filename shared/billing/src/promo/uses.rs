//! What becomes of a reserved use (PC-7). Each may be called again: what has happened, has happened.

use chrono::{DateTime, Utc};
use models::{PaymentItemId, RegistrationId};
use sqlx::PgConnection;

/// Which uses are meant. A payment speaks for its items: the end of an old one then cannot touch
/// the use that a new one reserved for the same place.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// Those of these lines of a payment.
    Items(&'a [PaymentItemId]),
    /// Those of these places, whatever pays for them.
    Registrations(&'a [RegistrationId]),
}

impl Whose<'_> {
    fn ids(&self) -> (&[PaymentItemId], &[RegistrationId]) {
        match self {
            Self::Items(items) => (items, &[]),
            Self::Registrations(registrations) => (&[], registrations),
        }
    }
}

/// Says which line of a payment bears a reserved use.
pub async fn attach(
    conn: &mut PgConnection,
    borne: &[(RegistrationId, PaymentItemId)],
) -> sqlx::Result<()> {
    let (registrations, items): (Vec<RegistrationId>, Vec<PaymentItemId>) =
        borne.iter().copied().unzip();
    sqlx::query!(
        "update promo_redemptions u set payment_item_id = b.item
           from unnest($1::uuid[], $2::uuid[]) as b (registration, item)
          where u.registration_id = b.registration and u.state = 'reserved'",
        registrations as _,
        items as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Settled: reserved uses are used for good. Tells how many were.
pub async fn redeem(
    conn: &mut PgConnection,
    whose: Whose<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let (items, registrations) = whose.ids();
    let done = sqlx::query!(
        "update promo_redemptions set state = 'redeemed', redeemed_at = $3
          where (payment_item_id = any($1) or registration_id = any($2)) and state = 'reserved'",
        items as _,
        registrations as _,
        now
    );
    Ok(done.execute(conn).await?.rows_affected())
}

/// The payment was canceled, expired or failed: reserved uses are free again, redeemed ones stay.
/// Tells how many were freed.
pub async fn lapse(
    conn: &mut PgConnection,
    whose: Whose<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let (items, registrations) = whose.ids();
    let done = sqlx::query!(
        "update promo_redemptions set state = 'released', released_at = $3
          where (payment_item_id = any($1) or registration_id = any($2)) and state = 'reserved'",
        items as _,
        registrations as _,
        now
    );
    Ok(done.execute(conn).await?.rows_affected())
}

/// The place was given up or fully refunded: redeemed uses are free again too. Tells how many were
/// freed.
pub async fn release(
    conn: &mut PgConnection,
    whose: Whose<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let (items, registrations) = whose.ids();
    let done = sqlx::query!(
        "update promo_redemptions set state = 'released', released_at = $3
          where (payment_item_id = any($1) or registration_id = any($2)) and state <> 'released'",
        items as _,
        registrations as _,
        now
    );
    Ok(done.execute(conn).await?.rows_affected())
}
