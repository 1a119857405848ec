//! What Stripe says of an account, applied (PA-42).

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{Currency, OrgId, PayoutAccountId};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::{Account, Agreement, Status};
use crate::stripe::{Refusal, Stripe, began, is_newer};
use crate::{Error, finding};

#[derive(Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "Stripe's own fields")]
struct Read {
    id: String,
    #[serde(default)]
    deleted: bool,
    #[serde(default)]
    charges_enabled: bool,
    #[serde(default)]
    payouts_enabled: bool,
    #[serde(default)]
    details_submitted: bool,
    default_currency: Option<String>,
    #[serde(default)]
    capabilities: Capabilities,
    requirements: Option<Requirements>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Capabilities {
    transfers: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Requirements {
    currently_due: Vec<String>,
    past_due: Vec<String>,
    current_deadline: Option<i64>,
    disabled_reason: Option<String>,
}

impl Requirements {
    fn due(&self) -> Vec<String> {
        let mut due: Vec<String> = self.past_due.clone();
        due.extend(self.currently_due.iter().filter(|name| !self.past_due.contains(name)).cloned());
        due
    }
}

impl Read {
    /// Whether money can be sent to it, and charged in its name where it does that (PA-10).
    fn takes_money(&self, agreement: Agreement) -> bool {
        let transfers = self.capabilities.transfers.as_deref() == Some("active");
        transfers && (agreement == Agreement::Recipient || self.charges_enabled)
    }

    fn status(&self, before: Status, agreement: Agreement) -> Status {
        let reason = self.requirements.as_ref().and_then(|r| r.disabled_reason.as_deref());
        if self.deleted {
            Status::Disconnected
        } else if reason.is_some_and(|reason| reason.starts_with("rejected")) {
            Status::Rejected
        } else if self.takes_money(agreement) && self.payouts_enabled {
            Status::Active
        } else if matches!(before, Status::Active | Status::Restricted) {
            Status::Restricted
        } else if before == Status::Pending || self.details_submitted {
            Status::Pending
        } else {
            Status::Onboarding
        }
    }
}

/// Sales have stopped; finance has to know (PA-12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Whose.
    pub organization: OrgId,
    /// Which account.
    pub account: PayoutAccountId,
    /// What it is now.
    pub status: Status,
    /// What Stripe wants to know, in its words.
    pub due: Vec<String>,
    /// By when.
    pub deadline: Option<DateTime<Utc>>,
}

struct Row {
    id: PayoutAccountId,
    organization_id: OrgId,
    status: Status,
    agreement: Agreement,
    settlement_currency: Option<Currency>,
}

async fn lock(conn: &mut PgConnection, stripe_account: &str) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        r#"select id, organization_id, status, agreement as "agreement: Agreement", settlement_currency
             from payout_accounts where stripe_account_id = $1 and disconnected_at is null for no key update"#,
        stripe_account
    )
    .fetch_optional(conn)
    .await
}

/// Applies Stripe's account object, read again after `read_started_at`. One that is not ours, or
/// an older reading, changes nothing. Gives what finance has to be told.
pub async fn sync(
    conn: &mut PgConnection,
    object: &Value,
    read_started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<Trouble>, Error> {
    let read = Read::deserialize(object)
        .map_err(|error| Error::Stripe(Refusal::Unavailable(error.to_string())))?;
    let Some(row) = lock(conn, &read.id).await? else { return Ok(None) };
    if !is_newer(conn, &read.id, read_started_at).await? {
        return Ok(None);
    }
    let status = read.status(row.status, row.agreement);
    if !row.status.may_become(status) {
        return unexpected(conn, &row, status, now).await.map(|()| None);
    }
    write(conn, &row, &read, status, now).await?;
    told(conn, &row, status, read.requirements.as_ref(), now).await
}

/// The organizer took our access away, at Stripe.
pub async fn deauthorized(
    conn: &mut PgConnection,
    stripe_account: &str,
    now: DateTime<Utc>,
) -> Result<Option<Trouble>, Error> {
    let gone = json!({"id": stripe_account, "deleted": true});
    sync(conn, &gone, began(now), now).await
}

/// Reads the account again; gives it and when the reading began. No transaction may be open.
pub async fn read(
    stripe: &Stripe,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<(Value, DateTime<Utc>), Error> {
    let started = began(now);
    let path = format!("/v1/accounts/{}", account.at_stripe()?);
    Ok((stripe.get(&path).await.map_err(Error::Stripe)?, started))
}

async fn write(
    conn: &mut PgConnection,
    row: &Row,
    read: &Read,
    status: Status,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let nothing = Requirements::default();
    let requirements = read.requirements.as_ref().unwrap_or(&nothing);
    let currency = read.default_currency.as_ref().and_then(|code| code.to_uppercase().parse().ok());
    let gone = status == Status::Disconnected;
    if let (Some(before), Some(now_in)) = (row.settlement_currency, currency)
        && before != now_in
    {
        unconverted(conn, &read.id, before).await?;
    }
    sqlx::query!(
        "update payout_accounts
            set status = $2,
                charges_enabled_at = case when $3 then coalesce(charges_enabled_at, $9) end,
                payouts_enabled_at = case when $4 then coalesce(payouts_enabled_at, $9) end,
                requirements_due = $5, requirements_deadline = $6, disabled_reason = $7,
                settlement_currency = $8, disconnected_at = case when $10 then $9 end, updated_at = $9
          where id = $1",
        row.id as _,
        status as _,
        read.takes_money(row.agreement) && !gone,
        read.payouts_enabled && !gone,
        &requirements.due(),
        requirements.current_deadline.and_then(|at| DateTime::from_timestamp(at, 0)),
        requirements.disabled_reason.as_deref(),
        currency.or(row.settlement_currency) as _,
        now,
        gone
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The account keeps another currency from now on; what came in the former one was not converted.
async fn unconverted(
    conn: &mut PgConnection,
    stripe_account: &str,
    before: Currency,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update payments p set arrived_minor = p.organizer_minor, arrived_currency = p.currency
           from payout_accounts a
          where a.stripe_account_id = $1 and p.organization_id = a.organization_id and p.destination_account = $1
            and p.currency = $2 and p.status = 'paid' and p.method = 'stripe' and p.arrived_minor is null",
        stripe_account,
        before as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn told(
    conn: &mut PgConnection,
    row: &Row,
    status: Status,
    requirements: Option<&Requirements>,
    now: DateTime<Utc>,
) -> Result<Option<Trouble>, Error> {
    if status == row.status {
        return Ok(None);
    }
    let organization = row.organization_id;
    let entry = Entry {
        before: json!({"status": row.status.word()}),
        after: json!({"status": status.word()}),
        ..Entry::new(
            Some(organization),
            Actor::System,
            "payout_account.changed",
            "payout_account",
            row.id,
        )
    };
    audit::write(conn, entry, now).await?;
    if !matches!(status, Status::Restricted | Status::Rejected | Status::Disconnected) {
        return Ok(None);
    }
    let due = requirements.map(Requirements::due).unwrap_or_default();
    let deadline = requirements.and_then(|r| DateTime::from_timestamp(r.current_deadline?, 0));
    Ok(Some(Trouble { organization, account: row.id, status, due, deadline }))
}

/// What Stripe says cannot follow from what we know: a person looks at it (2.1).
async fn unexpected(
    conn: &mut PgConnection,
    row: &Row,
    said: Status,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let object = row.id.to_string();
    let seen = finding::Seen {
        organization: Some(row.organization_id),
        kind: "payout_account_status",
        object: &object,
        local: json!({"status": row.status.word()}),
        stripe: json!({"status": said.word()}),
    };
    finding::note(conn, &seen, now).await?;
    Ok(())
}
