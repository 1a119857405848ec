//! What Stripe says of a refund, applied once.

use chrono::{DateTime, Utc};
use models::{RefundId, RegistrationId};
use serde::Deserialize;
use sqlx::PgConnection;

use super::engine::{Ask, sum, work_out};
use super::request::{Demand, enter};
use super::{Cause, Status, lock, run, run_of};
use crate::ledger::{Account, Journal};
use crate::stripe::is_newer;
use crate::{Error, document, payment};

/// A refund as Stripe tells it.
#[derive(Clone, Debug, Deserialize)]
pub struct Wire {
    /// `re_…`.
    pub id: String,
    /// pending, `requires_action`, succeeded, failed or canceled.
    pub status: Option<String>,
    /// In Stripe's units.
    pub amount: i64,
    /// The charge that is paid back.
    pub charge: Option<String>,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// Ours.
    #[serde(default)]
    pub metadata: std::collections::BTreeMap<String, String>,
}

/// What a reading changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refunded {
    /// Which.
    pub id: RefundId,
    /// What it is now.
    pub status: Status,
    /// Places that are given up by a refund that was made at Stripe.
    pub given_up: Vec<RegistrationId>,
}

/// Applies a reading. A refund that was made in Stripe's dashboard is adopted as the organizer's.
/// `None`: nothing changed, or it is of no payment of ours.
pub async fn apply(
    conn: &mut PgConnection,
    wire: &Wire,
    read_started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<Refunded>, Error> {
    let ours = wire.metadata.get("refund").and_then(|id| id.parse::<RefundId>().ok());
    let known = sqlx::query_scalar!(
        r#"select id from refunds where stripe_refund_id = $1 or id = $2"#,
        wire.id,
        ours as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    let (id, given_up) = match known {
        Some(id) => (id, Vec::new()),
        None => match adopt(conn, wire, now).await? {
            Some(adopted) => adopted,
            None => return Ok(None),
        },
    };
    let status = match wire.status.as_deref() {
        Some("succeeded") => Status::Succeeded,
        // Taken back at Stripe: the buyer does not have the money either (RF-8).
        Some("failed" | "canceled") => Status::Failed,
        _ => Status::Pending,
    };
    // Whoever goes on with a run holds it while its refunds are locked: it comes first here too.
    let run = if status == Status::Failed { run_of(conn, id).await? } else { None };
    if let Some(run) = run {
        run::lock(conn, run).await?;
    }
    let refund = lock(conn, id).await?.ok_or(Error::NotFound)?;
    // An earlier try that failed speaks no more.
    let tried = wire.metadata.get("attempt").and_then(|attempt| attempt.parse::<i32>().ok());
    if refund.stripe.as_deref().is_some_and(|known| known != wire.id)
        || tried.is_some_and(|tried| tried != refund.attempt)
    {
        return Ok(None);
    }
    if !is_newer(conn, &wire.id, read_started_at).await? {
        return Ok(None);
    }
    let moved = legal(refund.status, status);
    if !moved {
        return Ok(None);
    }
    sqlx::query!(
        "update refunds set status = $2, stripe_refund_id = $3, failure_reason = $4, updated_at = $5,
                succeeded_at = case when $2 = 'succeeded' then $5 else succeeded_at end
          where id = $1",
        id as _,
        status.name(),
        wire.id,
        wire.failure_reason.as_deref().or(wire.status.as_deref().filter(|said| *said == "canceled")),
        now
    )
    .execute(&mut *conn)
    .await?;
    let journal = match (refund.status, status) {
        (_, Status::Succeeded) => Some(("refund_succeeded", Account::RefundsDue, Account::Stripe)),
        (Status::Succeeded, _) => Some(("refund_failed", Account::Stripe, Account::RefundsDue)),
        _ => None,
    };
    if let Some((kind, debit, credit)) = journal {
        Journal::new(kind, format!("{kind}:{}", wire.id), refund.currency)
            .about(refund.organization, Some(refund.payment))
            .debit(debit, refund.amount)
            .credit(credit, refund.amount)
            .post(conn, now)
            .await?;
    }
    if let Some(run) = run {
        run::came_back(conn, run).await?;
    }
    if status == Status::Succeeded {
        document::credit_note_wanted(conn, id, now).await?;
    }
    Ok(Some(Refunded { id, status, given_up }))
}

/// 2.1; a refund that succeeded can still fail at the bank.
fn legal(from: Status, to: Status) -> bool {
    match from {
        Status::Requested | Status::Submitted => true,
        Status::Pending => to != Status::Pending,
        Status::Succeeded => matches!(to, Status::Failed),
        Status::Failed | Status::Canceled => false,
    }
}

async fn adopt(
    conn: &mut PgConnection,
    wire: &Wire,
    now: DateTime<Utc>,
) -> Result<Option<(RefundId, Vec<RegistrationId>)>, Error> {
    let Some(charge) = &wire.charge else { return Ok(None) };
    let Some(id) = payment::by_charge(conn, charge).await? else { return Ok(None) };
    let Some(paid) = payment::lock(conn, id).await? else { return Ok(None) };
    let amount = wire.amount / paid.currency.wire_factor();
    let items: Vec<&payment::Item> = paid.items.iter().collect();
    let shares = work_out(&paid, &items, Cause::Organizer, Ask::Exact(amount));
    if sum(&shares) < amount {
        tracing::error!(payment = %paid.id, refund = wire.id, "more went back at Stripe than is left here");
    }
    let demand = Demand {
        whole: true,
        reason: Some("Made in Stripe's dashboard."),
        ..Demand::new(Cause::Organizer, format!("stripe:{}", wire.id), &shares)
    };
    let requested = enter(conn, &paid, &demand, now).await?;
    if let Some(requested) = requested {
        // It is there already: nothing is to be sent.
        sqlx::query!(
            "update refunds set stripe_refund_id = $2 where id = $1",
            requested.id as _,
            wire.id
        )
        .execute(conn)
        .await?;
        return Ok(Some((requested.id, requested.given_up)));
    }
    Ok(None)
}
