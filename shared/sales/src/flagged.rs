//! What people of the platform decide about a payment that differs from what was agreed (PA-18).

use billing::payment::{self, Decision, Ended, Payment, Session};
use billing::stripe::Stripe;
use chrono::{DateTime, Utc};
use models::{Money, PaymentId, UserId};
use sqlx::{PgConnection, PgPool};

use crate::Error;
use crate::settle::{close, paid};

/// Counts it as paid, in the same way as any other.
pub async fn settle_flagged(
    db: &PgPool,
    stripe: &Stripe,
    id: PaymentId,
    (by, reason): (UserId, &str),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let session = read(db, stripe, id).await?;
    let mut tx = ::db::begin(db).await?;
    let payment = locked(&mut tx, id).await?;
    // What has ended has no places any more, and shares of what was agreed say nothing of what came.
    if !payment.status.is_live() && payment.status != payment::Status::Paid {
        return Err(billing::Error::PaymentEnded.into());
    }
    payment::may_settle(&payment, &session)?;
    payment::decide(&mut tx, &payment, Decision::Settled, (by, reason), now).await?;
    paid(&mut tx, &payment, &session, now).await?;
    payment::fee_differs(&mut tx, &payment, &session, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends it, and sends back all that came: its places are free again. Asking once more finishes what
/// broke off in between, and so does the nightly reconciliation. `None`: nothing had come.
pub async fn refund_flagged(
    db: &PgPool,
    stripe: &Stripe,
    id: PaymentId,
    (by, reason): (UserId, &str),
    now: DateTime<Utc>,
) -> Result<Option<Money>, Error> {
    let session = read(db, stripe, id).await?;
    let mut tx = ::db::begin(db).await?;
    let payment = payment::lock(&mut tx, id).await?.ok_or(billing::Error::NotFound)?;
    if payment.flagged {
        // It was paid as agreed after all, by another page: then it is refunded as any other is.
        if payment.status == payment::Status::Paid {
            return Err(billing::Error::AlreadyPaid.into());
        }
        payment::decide(&mut tx, &payment, Decision::Refunded, (by, reason), now).await?;
        close(&mut tx, &payment, Ended::Canceled, now).await?;
    } else if payment::decision(&mut tx, id).await? != Some(Decision::Refunded) {
        return Err(billing::Error::NotFlagged.into());
    }
    tx.commit().await?;
    Ok(payment::send_back(db, stripe, id, &session, now).await?)
}

/// Sends back what was decided to go back and did not go yet. `false`: nothing of that was decided.
pub async fn resume_sending_back(
    db: &PgPool,
    stripe: &Stripe,
    id: PaymentId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    if payment::decision(&mut *db.acquire().await?, id).await? != Some(Decision::Refunded) {
        return Ok(false);
    }
    let session = read(db, stripe, id).await?;
    payment::send_back(db, stripe, id, &session, now).await?;
    Ok(true)
}

/// Its page, as Stripe shows it now; no transaction is open meanwhile.
async fn read(db: &PgPool, stripe: &Stripe, id: PaymentId) -> Result<Session, Error> {
    let page = payment::page_of(&mut *db.acquire().await?, id).await?;
    let page = page.ok_or(billing::Error::NotFound)?;
    Ok(payment::read_session(stripe, &page).await.map_err(billing::Error::Stripe)?)
}

async fn locked(conn: &mut PgConnection, id: PaymentId) -> Result<Payment, Error> {
    let payment = payment::lock(conn, id).await?.ok_or(billing::Error::NotFound)?;
    if payment.flagged { Ok(payment) } else { Err(billing::Error::NotFlagged.into()) }
}
