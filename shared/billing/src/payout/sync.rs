//! What Stripe says of a payout, applied (PA-42). A failed one is releasable again by itself: what
//! is due is counted without it.

use chrono::{DateTime, Utc};
use models::{Currency, Money, OrgId, PayoutAccountId, PayoutId};
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;

use super::Status;
use crate::Error;
use crate::stripe::{Refusal, is_newer};

#[derive(Deserialize)]
struct Read {
    id: String,
    amount: i64,
    currency: String,
    status: Status,
    arrival_date: Option<i64>,
    failure_code: Option<String>,
    /// An id, or the bank account itself where it was asked for.
    #[serde(default)]
    destination: Value,
    #[serde(default)]
    metadata: Value,
}

/// A payout that came back; finance has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// Whose.
    pub organization: OrgId,
    /// Which.
    pub payout: PayoutId,
    /// How much.
    pub amount: Money,
    /// Why, in Stripe's word.
    pub code: Option<String>,
}

struct Row {
    id: PayoutId,
    organization_id: OrgId,
    status: Status,
}

/// Applies Stripe's payout object of this connected account, read again after `read_started_at`.
/// One that we did not order (Stripe's schedule, the account's own pages) is taken in.
pub async fn sync(
    conn: &mut PgConnection,
    account: &str,
    object: &Value,
    read_started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<Failed>, Error> {
    let broken = |text: String| Error::Stripe(Refusal::Unavailable(text));
    let read = Read::deserialize(object).map_err(|error| broken(error.to_string()))?;
    let currency: Currency = match read.currency.to_uppercase().parse() {
        Ok(currency) => currency,
        Err(_) => return Ok(None),
    };
    let amount = Money::new(read.amount / currency.wire_factor(), currency);
    let Some(row) = find(conn, account, &read, amount, now).await? else { return Ok(None) };
    if !is_newer(conn, &read.id, read_started_at).await? {
        return Ok(None);
    }
    let last4 = read.destination.get("last4").and_then(Value::as_str);
    sqlx::query!(
        "update payouts set status = $2, stripe_payout_id = $3, arrival_at = $4, failure_code = $5,
                            bank_last4 = coalesce($6, bank_last4), updated_at = $7
          where id = $1",
        row.id as _,
        read.status as _,
        read.id,
        read.arrival_date.and_then(|at| DateTime::from_timestamp(at, 0)),
        read.failure_code,
        last4,
        now
    )
    .execute(conn)
    .await?;
    let failed = read.status == Status::Failed && row.status != Status::Failed;
    Ok(failed.then_some(Failed {
        organization: row.organization_id,
        payout: row.id,
        amount,
        code: read.failure_code,
    }))
}

/// The row of a payout, locked: by Stripe's id, by ours where the answer to our order was lost, or
/// a new one.
async fn find(
    conn: &mut PgConnection,
    account: &str,
    read: &Read,
    amount: Money,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Row>> {
    let ours = read.metadata.get("payout").and_then(Value::as_str);
    let ours = ours.and_then(|id| id.parse::<PayoutId>().ok());
    let row = sqlx::query_as!(
        Row,
        r#"select p.id, p.organization_id, p.status as "status: Status"
             from payouts p join payout_accounts a on a.id = p.payout_account_id
            where a.stripe_account_id = $1
              and (p.stripe_payout_id = $2 or (p.stripe_payout_id is null and p.id = $3 and p.amount_minor = $4 and p.currency = $5))
              for no key update of p"#,
        account,
        read.id,
        ours as _,
        amount.amount,
        amount.currency as _
    );
    if let Some(row) = row.fetch_optional(&mut *conn).await? {
        return Ok(Some(row));
    }
    adopt(conn, account, read, amount, now).await
}

async fn adopt(
    conn: &mut PgConnection,
    account: &str,
    read: &Read,
    amount: Money,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Row>> {
    let owner = sqlx::query!(
        r#"select id as "id: PayoutAccountId", organization_id from payout_accounts where stripe_account_id = $1 for no key update"#,
        account
    );
    let Some(owner) = owner.fetch_optional(&mut *conn).await? else { return Ok(None) };
    sqlx::query_as!(
        Row,
        r#"insert into payouts (id, organization_id, payout_account_id, cause_key, stripe_payout_id, currency, amount_minor,
                                status, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, 'requested', $8, $8)
           on conflict (payout_account_id, cause_key) do update set updated_at = excluded.updated_at
           returning id, organization_id, status as "status: Status""#,
        PayoutId::new(now) as _,
        owner.organization_id as _,
        owner.id as _,
        format!("stripe:{}", read.id),
        read.id,
        amount.currency as _,
        amount.amount,
        now
    )
    .fetch_optional(conn)
    .await
}
