//! Fees that a statement claims are taken from what is due (LG-2): by reversals of transfers, before
//! anything leaves for the bank. What was taken too much, since an invoice was given up later, goes
//! back to the account.

mod order;

use chrono::{DateTime, Utc};
use models::{Currency, FeeCollectionId, Money, OrgId, PaymentId, PayoutAccountId};
use serde::Deserialize;
use sqlx::{PgConnection, PgPool};

use super::Held;
use crate::Error;
use crate::account::PayoutMode;
use crate::ledger::{Account, Journal};
use crate::stripe::{Form, Operation, Stripe, perform};

/// An account from which fees are to be taken, or to which some go back.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Ours.
    pub account: PayoutAccountId,
    /// Whose.
    pub organization: OrgId,
    /// Stripe's.
    pub stripe: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// How it is paid out.
    pub payout_mode: PayoutMode,
}

/// Accounts of who owes fees, or is owed some, by the hundred behind `after`.
pub async fn claimed(
    conn: &mut PgConnection,
    after: Option<PayoutAccountId>,
) -> sqlx::Result<Vec<Claimed>> {
    sqlx::query_as!(
        Claimed,
        r#"with claimed as (
              select organization_id from fee_collections where status = 'requested'
               union
              select organization_id from fee_claims
           )
           select a.id as account, a.organization_id as organization, a.stripe_account_id as "stripe!", a.country,
                  a.payout_mode as "payout_mode: PayoutMode"
             from claimed c
             join payout_accounts a on a.organization_id = c.organization_id and a.disconnected_at is null
              and a.stripe_account_id is not null
            where $1::uuid is null or a.id > $1
            order by a.id limit 100"#,
        after as _
    )
    .fetch_all(conn)
    .await
}

/// Takes what is claimed as far as it is due, once however often it is called.
pub async fn collect(
    db: &PgPool,
    stripe: &Stripe,
    of: &Claimed,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    // What broke off is finished first, so that nothing is ordered twice.
    finish(db, stripe, of, now).await?;
    let held = Held::of(stripe, &of.stripe).await?;
    let mut tx = ::db::begin(db).await?;
    order::order(&mut tx, of, &held, now).await?;
    tx.commit().await?;
    finish(db, stripe, of, now).await
}

struct Requested {
    id: FeeCollectionId,
    payment: PaymentId,
    currency: Currency,
    amount: i64,
    transfer: String,
    destination: String,
}

/// Sends what was noted.
async fn finish(
    db: &PgPool,
    stripe: &Stripe,
    of: &Claimed,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let requested = sqlx::query_as!(
        Requested,
        r#"select c.id, c.payment_id as payment, c.currency, c.amount_minor as amount,
                  p.stripe_transfer_id as "transfer!", p.destination_account as "destination!"
             from fee_collections c join payments p on p.id = c.payment_id
            where c.organization_id = $1 and c.status = 'requested' order by c.id"#,
        of.organization as _
    );
    let requested = requested.fetch_all(&mut *db.acquire().await?).await?;
    for requested in &requested {
        send(db, stripe, of.organization, requested, now).await?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

async fn send(
    db: &PgPool,
    stripe: &Stripe,
    org: OrgId,
    requested: &Requested,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let Requested { id, currency, amount, transfer, destination, .. } = requested;
    let key = format!("fee-collection:{id}");
    let form = Form::new()
        .with("amount", Money::new(amount.abs(), *currency).on_the_wire())
        .with("metadata[fee_collection]", id)
        .with("metadata[op]", &key);
    let (path, listed, form) = if *amount > 0 {
        let path = format!("/v1/transfers/{transfer}/reversals");
        (path.clone(), path, form)
    } else {
        let form = form.with("currency", currency.code().to_lowercase());
        let listed = format!("/v1/transfers?destination={destination}");
        ("/v1/transfers".to_owned(), listed, form.with("destination", destination))
    };
    let listed = Some(listed.as_str());
    let operation = Operation { key: &key, path: &path, account: None, form: &form, listed };
    match perform::<Made>(db, stripe, operation, now).await {
        Ok(made) => moved(db, org, requested, &made.id, now).await,
        Err(Error::Stripe(refusal)) if !refusal.is_passing() => {
            let code = refusal.code();
            tracing::warn!(collection = %id, code, "fees were not collected");
            refused(&mut *db.acquire().await?, *id, code, now).await?;
            Ok(())
        }
        Err(fault) => Err(fault),
    }
}

async fn moved(
    db: &PgPool,
    org: OrgId,
    requested: &Requested,
    stripe_id: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let Requested { id, payment, currency, amount, .. } = requested;
    let mut tx = ::db::begin(db).await?;
    sqlx::query!(
        "update fee_collections set status = 'done', stripe_id = $2, updated_at = $3 where id = $1",
        id as _,
        stripe_id,
        now
    )
    .execute(&mut *tx)
    .await?;
    let kind = if *amount > 0 { "fees_collected" } else { "fees_given_back" };
    Journal::new(kind, format!("{kind}:{stripe_id}"), *currency)
        .about(org, Some(*payment))
        .debit(Account::Stripe, *amount)
        .credit(Account::Organizer, *amount)
        .post(&mut tx, now)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Another morning looks for another payment.
async fn refused(
    conn: &mut PgConnection,
    id: FeeCollectionId,
    code: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update fee_collections set status = 'failed', failure_code = $2, updated_at = $3 where id = $1 and status = 'requested'",
        id as _,
        code,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
