//! A change of how an organization sells.

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{OrgId, TicketTypeId, UserId};
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::{Settings, TaxBehavior, TaxMode, get};
use crate::account::PayoutMode;
use crate::error::field;
use crate::price::{FeePayer, of_tickets};
use crate::{Error, fees};

/// What changes: absent stays, null clears.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Who bears the fees.
    pub fee_payer: Option<FeePayer>,
    /// Whether tax is worked out.
    pub tax_mode: Option<TaxMode>,
    /// Where it stands.
    pub tax_behavior: Option<TaxBehavior>,
    /// Who sells, as documents say it.
    pub legal_name: Option<Option<String>>,
    /// Where that is.
    pub legal_address: Option<Option<String>>,
    /// Its tax number.
    pub tax_id: Option<Option<String>>,
    /// What the numbers of documents begin with: 1 to 10 of `A-Z0-9`.
    pub document_prefix: Option<String>,
    /// What stands at the foot of invoices: how to pay, terms.
    pub document_note: Option<Option<String>>,
    /// Days until an invoice that is paid outside is due: 0 to 90.
    pub invoice_due_days: Option<i32>,
    /// Whether methods that take days are offered.
    pub delayed_methods: Option<bool>,
    /// When money is paid out; `Rolling` is not the organizer's to choose.
    pub payout_mode: Option<PayoutMode>,
}

/// Changes the settings on top of the version that was seen, and gives them as they are then.
pub async fn edit(
    conn: &mut PgConnection,
    org: OrgId,
    seen: i32,
    change: Change,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<Settings, Error> {
    let before = get(conn, org).await?;
    if before.version != seen {
        return Err(Error::Stale);
    }
    if change.fee_payer == Some(FeePayer::Organizer) && before.fee_payer != FeePayer::Organizer {
        prices_bear_fees(conn, org, now).await?;
    }
    if change.tax_mode == Some(TaxMode::Automatic) {
        tax_can_be_worked_out(conn, org, now).await?;
    }
    if let Some(mode) = change.payout_mode
        && before.payout_mode != Some(mode)
    {
        set_payout_mode(conn, org, mode, now).await?;
    }
    let after = before.clone().with(change);
    write(conn, org, seen, &after, now).await?;
    let entry = Entry {
        before: facts(&before),
        after: facts(&after),
        ..Entry::new(Some(org), Actor::User(by), "seller_settings.changed", "organization", org)
    };
    audit::write(conn, entry, now).await?;
    Ok(after)
}

impl Settings {
    fn with(self, change: Change) -> Self {
        Self {
            fee_payer: change.fee_payer.unwrap_or(self.fee_payer),
            tax_mode: change.tax_mode.unwrap_or(self.tax_mode),
            tax_behavior: change.tax_behavior.unwrap_or(self.tax_behavior),
            legal_name: change.legal_name.unwrap_or(self.legal_name),
            legal_address: change.legal_address.unwrap_or(self.legal_address),
            tax_id: change.tax_id.unwrap_or(self.tax_id),
            document_prefix: change.document_prefix.unwrap_or(self.document_prefix),
            document_note: change.document_note.unwrap_or(self.document_note),
            invoice_due_days: change.invoice_due_days.unwrap_or(self.invoice_due_days),
            delayed_methods: change.delayed_methods.unwrap_or(self.delayed_methods),
            payout_mode: change.payout_mode.or(self.payout_mode),
            version: self.version + 1,
        }
    }
}

/// What the audit log may hold: names, addresses and tax numbers only as being there.
fn facts(settings: &Settings) -> Value {
    json!({"fee_payer": settings.fee_payer, "tax_mode": settings.tax_mode, "tax_behavior": settings.tax_behavior,
           "legal_identity": settings.legal_name.is_some() && settings.legal_address.is_some(),
           "tax_id": settings.tax_id.is_some(), "document_prefix": settings.document_prefix,
           "document_note": settings.document_note.is_some(), "invoice_due_days": settings.invoice_due_days, "delayed_methods": settings.delayed_methods,
           "payout_mode": settings.payout_mode})
}

async fn write(
    conn: &mut PgConnection,
    org: OrgId,
    seen: i32,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let written = sqlx::query!(
        "insert into seller_settings as s (organization_id, fee_payer, tax_mode, tax_behavior, legal_name, legal_address, tax_id,
                                           document_prefix, invoice_due_days, delayed_methods_allowed_at, version, updated_at, document_note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $10 then $11::timestamptz end, $12 + 1, $11, $13)
         on conflict (organization_id) do update
            set fee_payer = excluded.fee_payer, tax_mode = excluded.tax_mode, tax_behavior = excluded.tax_behavior,
                legal_name = excluded.legal_name, legal_address = excluded.legal_address, tax_id = excluded.tax_id,
                document_prefix = excluded.document_prefix, invoice_due_days = excluded.invoice_due_days,
                delayed_methods_allowed_at = case when $10 then coalesce(s.delayed_methods_allowed_at, $11) end,
                version = excluded.version, updated_at = excluded.updated_at, document_note = excluded.document_note
          where s.version = $12",
        org as _,
        settings.fee_payer as _,
        settings.tax_mode as _,
        settings.tax_behavior as _,
        settings.legal_name,
        settings.legal_address,
        settings.tax_id,
        settings.document_prefix,
        settings.invoice_due_days,
        settings.delayed_methods,
        now,
        seen,
        settings.document_note
    );
    if written.execute(conn).await?.rows_affected() == 0 { Err(Error::Stale) } else { Ok(()) }
}

/// The most prices that a refusal names.
const MOST_NAMED: usize = 10;

/// Every price that can still be asked has to bear its fees (PA-6).
async fn prices_bear_fees(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let tickets = sqlx::query!(
        r#"select t.id as "id: TicketTypeId", t.name, e.title
             from ticket_types t
             join events e on e.id = t.event_id and e.ends_at > $2 and e.cancelled_at is null
            where t.organization_id = $1 and exists (select from prices p where p.ticket_type_id = t.id)
            order by e.starts_at, e.id, t.position, t.id"#,
        org as _,
        now
    );
    let tickets = tickets.fetch_all(&mut *conn).await?;
    let ids: Vec<TicketTypeId> = tickets.iter().map(|ticket| ticket.id).collect();
    let mut refused = Vec::new();
    for tariff in of_tickets(conn, &ids, now).await? {
        let Some(terms) = tariff.terms else { continue };
        let mut coming = tariff.prices.iter().filter(|p| p.valid_to.is_none_or(|end| end > now));
        let short = coming.find_map(|priced| {
            let fits = fees::askable(priced.price, terms.schedule, FeePayer::Organizer, "");
            matches!(fits, Err(Error::PriceBelowFees(_))).then_some(priced.price)
        });
        let ticket = tickets.iter().find(|ticket| ticket.id == tariff.ticket_type);
        if let Some((price, ticket)) = short.zip(ticket) {
            let detail = format!(
                "\u{201c}{}\u{201d} of \u{201c}{}\u{201d} costs {price}, less than its fees.",
                ticket.name, ticket.title
            );
            refused.push(field("/fee_payer", "price-below-fees", &detail));
        }
    }
    refused.truncate(MOST_NAMED);
    if refused.is_empty() { Ok(()) } else { Err(Error::PriceBelowFees(refused)) }
}

/// Some rule for the seller's country has to be signed off (PA-7).
async fn tax_can_be_worked_out(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let signed_off = sqlx::query_scalar!(
        r#"select exists (select from payout_accounts a
                            join sales_tax_rules t on t.seller_country = a.country and t.signed_off_at <= $2 and t.valid_from <= $2
                           where a.organization_id = $1 and a.disconnected_at is null) as "is!""#,
        org as _,
        now
    );
    if signed_off.fetch_one(conn).await? { Ok(()) } else { Err(Error::TaxSetupIncomplete) }
}

async fn set_payout_mode(
    conn: &mut PgConnection,
    org: OrgId,
    mode: PayoutMode,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let current = sqlx::query_scalar!(
        r#"select payout_mode as "mode: PayoutMode" from payout_accounts
            where organization_id = $1 and disconnected_at is null for no key update"#,
        org as _
    );
    let current = current.fetch_optional(&mut *conn).await?.ok_or(Error::NoAccount)?;
    if current == PayoutMode::Rolling || mode == PayoutMode::Rolling {
        let detail = "Daily payouts are granted, and ended, by the platform. Write to support.";
        return Err(Error::Invalid(vec![field("/payout_mode", "not-yours", detail)]));
    }
    sqlx::query!(
        "update payout_accounts set payout_mode = $2, updated_at = $3
          where organization_id = $1 and disconnected_at is null",
        org as _,
        mode as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
