//! The end of a payment without money, and of items whose place is given up.

use chrono::{DateTime, Utc};
use models::{Currency, Money, OrgId, PaymentId, PaymentItemId, RegistrationId};
use sqlx::PgConnection;

use super::{Payment, Status};
use crate::promo::{self, Whose};
use crate::{Error, document};

/// How a payment ended without money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The buyer gave it up.
    Canceled,
    /// The time ran out.
    Expired,
    /// The bank refused in the end.
    Failed,
}

impl Ended {
    const fn status(self) -> Status {
        match self {
            Self::Canceled => Status::Canceled,
            Self::Expired => Status::Expired,
            Self::Failed => Status::Failed,
        }
    }
}

/// Ends a payment that is locked: its items are over, its codes are free again. `false`: it had
/// ended before.
pub async fn end(
    conn: &mut PgConnection,
    payment: &Payment,
    how: Ended,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    if !payment.status.is_live() {
        return Ok(false);
    }
    close(conn, &[payment.id], how, now).await?;
    let items: Vec<PaymentItemId> = payment.items.iter().map(|item| item.id).collect();
    promo::lapse(conn, Whose::Items(&items), now).await?;
    Ok(true)
}

async fn close(
    conn: &mut PgConnection,
    payments: &[PaymentId],
    how: Ended,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let invoiced = sqlx::query!(
        r#"with ended as (
            update payments set status = $2, ended_at = $3, opening_at = null, checkout_url = null, updated_at = $3, version = version + 1
             where id = any($1) and status in ('draft', 'open', 'processing')
            returning id, method, organization_id, currency, service_fee_minor
         ), items as (
            update payment_items i set closed_at = $3 from ended e where i.payment_id = e.id and i.closed_at is null
         )
         select id as "id: PaymentId", organization_id as "organization: OrgId", currency as "currency: Currency", service_fee_minor
           from ended where method = 'outside'"#,
        payments as _,
        how.status().name(),
        now
    )
    .fetch_all(&mut *conn)
    .await?;
    for row in invoiced {
        let fee = Money::new(row.service_fee_minor, row.currency);
        let claim = (row.organization, row.id, row.id.into());
        super::give_up_claim(conn, claim, fee, now).await?;
        document::wanted(conn, row.id, now).await?;
    }
    Ok(())
}

/// A place is somebody else's now: what was paid for it, and the code that made it cheaper, go with
/// it (RG-18). The payment is locked.
pub async fn hand_over(
    conn: &mut PgConnection,
    from: RegistrationId,
    to: RegistrationId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with items as (
            update payment_items set registration_id = $2 where registration_id = $1 and closed_at is null
         )
         update promo_redemptions set registration_id = $2 where registration_id = $1 and state <> 'released'",
        from as _,
        to as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Holds of these places ended before anybody opened a page: their drafts are over, and the other
/// places of a draft need a new one. Payments with a page are not touched, nor is one that somebody
/// is opening just now: that one finds its seats gone.
pub async fn lapse(
    conn: &mut PgConnection,
    registrations: &[RegistrationId],
    how: Ended,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if registrations.is_empty() {
        return Ok(());
    }
    let drafts = sqlx::query_scalar!(
        r#"select p.id as "id: PaymentId" from payments p
            where p.status = 'draft' and p.opening_at is null
              and p.id in (select i.payment_id from payment_items i where i.registration_id = any($1) and i.closed_at is null)
            order by p.id for no key update skip locked"#,
        registrations as _
    )
    .fetch_all(&mut *conn)
    .await?;
    if drafts.is_empty() {
        return Ok(());
    }
    let items = sqlx::query_scalar!(
        r#"select id as "id: PaymentItemId" from payment_items where payment_id = any($1)"#,
        &drafts as _
    )
    .fetch_all(&mut *conn)
    .await?;
    close(conn, &drafts, how, now).await?;
    promo::lapse(conn, Whose::Items(&items), now).await?;
    Ok(())
}
