//! Invoices for plans: Stripe's, mirrored. A paid one is posted once.

use chrono::{DateTime, Utc};
use models::{Currency, Money, OrgId, Page, PlatformInvoiceId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::remote::{self, Ref, at, currency, money};
use super::{Synced, customer};
use crate::Error;
use crate::ledger::{Account, Journal};
use crate::stripe::is_newer;

/// Where an invoice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[schema(as = PlanInvoiceStatus)]
pub enum InvoiceStatus {
    /// Not final.
    Draft,
    /// To be paid.
    Open,
    /// Paid.
    Paid,
    /// Taken back.
    Void,
    /// Given up.
    Uncollectible,
}

/// An invoice for a plan.
#[derive(Clone, Debug)]
pub struct PlatformInvoice {
    /// Which.
    pub id: PlatformInvoiceId,
    /// As printed.
    pub number: Option<String>,
    /// In which currency.
    pub currency: Currency,
    /// Before tax, in minor units.
    pub subtotal_minor: i64,
    /// Tax.
    pub tax_minor: i64,
    /// Together.
    pub total_minor: i64,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// What it is for: from then …
    pub period_start: Option<DateTime<Utc>>,
    /// … until then.
    pub period_end: Option<DateTime<Utc>>,
    /// Where it can be paid.
    pub hosted_url: Option<String>,
    /// Its file.
    pub pdf_url: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Invoice {
    id: String,
    customer: Option<Ref>,
    number: Option<String>,
    currency: String,
    total: i64,
    total_excluding_tax: Option<i64>,
    amount_paid: i64,
    status: Option<InvoiceStatus>,
    #[serde(default)]
    attempt_count: i32,
    #[serde(default)]
    attempted: bool,
    period_start: Option<i64>,
    period_end: Option<i64>,
    hosted_invoice_url: Option<String>,
    #[serde(rename = "invoice_pdf")]
    pdf: Option<String>,
    created: Option<i64>,
}

pub(crate) async fn apply(
    conn: &mut PgConnection,
    object: &Value,
    read_started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Synced, Error> {
    let read: Invoice = remote::read(object)?;
    let Some(customer) = read.customer.as_ref() else { return Ok(Synced::Foreign) };
    let Some(organization) = customer::owner(conn, customer.id()).await? else {
        return Ok(Synced::Foreign);
    };
    // The organization's row stands for the lock of an invoice that may not be here yet.
    super::lock(conn, organization).await?;
    if !is_newer(conn, &read.id, read_started_at).await? {
        return Ok(Synced::Stale);
    }
    let currency = currency(&read.currency)?;
    let total = money(read.total, currency).amount;
    let subtotal = read.total_excluding_tax.map_or(total, |net| money(net, currency).amount);
    let status = read.status.unwrap_or(InvoiceStatus::Draft);
    mirror(conn, organization, &read, (currency, subtotal, total, status), now).await?;
    let paid = money(read.amount_paid, currency).amount;
    if status == InvoiceStatus::Paid && paid > 0 {
        let tax = tax_in(paid, subtotal, total);
        let journal =
            Journal::new("plan_invoice_paid", format!("plan-invoice:{}", read.id), currency);
        let journal = journal.about(organization, None).debit(Account::Stripe, paid);
        let journal = journal.credit(Account::PlanRevenue, paid - tax).credit(Account::Tax, tax);
        journal.post(conn, now).await?;
    }
    Ok(Synced::Applied(organization))
}

/// The tax in a part of an invoice, in proportion: credit from a former plan may have paid the rest.
const fn tax_in(part: i64, subtotal: i64, total: i64) -> i64 {
    if total == 0 { 0 } else { (total - subtotal) * part / total }
}

/// Posts what was given back of a paid invoice, once for each refund (LG-1). `amount` is in Stripe's
/// units of the currency.
pub(super) async fn paid_back(
    conn: &mut PgConnection,
    invoice: &Value,
    (refund, amount): (&str, i64),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let read: Invoice = remote::read(invoice)?;
    let Some(customer) = read.customer.as_ref() else { return Ok(()) };
    let Some(organization) = customer::owner(conn, customer.id()).await? else { return Ok(()) };
    let currency = currency(&read.currency)?;
    let total = money(read.total, currency).amount;
    let subtotal = read.total_excluding_tax.map_or(total, |net| money(net, currency).amount);
    let back = money(amount, currency).amount;
    let tax = tax_in(back, subtotal, total);
    let journal = Journal::new("plan_invoice_refunded", format!("plan-refund:{refund}"), currency)
        .about(organization, None)
        .debit(Account::PlanRevenue, back - tax)
        .debit(Account::Tax, tax)
        .credit(Account::Stripe, back);
    journal.post(conn, now).await?;
    Ok(())
}

async fn mirror(
    conn: &mut PgConnection,
    organization: OrgId,
    read: &Invoice,
    (currency, subtotal, total, status): (Currency, i64, i64, InvoiceStatus),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let failed = status == InvoiceStatus::Open && read.attempted && read.attempt_count > 0;
    let created = at(read.created).unwrap_or(now);
    sqlx::query!(
        "insert into platform_invoices (id, organization_id, stripe_invoice_id, number, currency, subtotal_minor, tax_minor,
                                        total_minor, status, period_start, period_end, hosted_url, pdf_url, attempt_count,
                                        first_failed_at, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, case when $15 then $16::timestamptz end, $17, $16)
         on conflict (stripe_invoice_id) do update
            set number = excluded.number, subtotal_minor = excluded.subtotal_minor, tax_minor = excluded.tax_minor,
                total_minor = excluded.total_minor, status = excluded.status, period_start = excluded.period_start,
                period_end = excluded.period_end, hosted_url = excluded.hosted_url, pdf_url = excluded.pdf_url,
                attempt_count = excluded.attempt_count,
                first_failed_at = coalesce(platform_invoices.first_failed_at, excluded.first_failed_at),
                updated_at = excluded.updated_at",
        PlatformInvoiceId::new(created) as _,
        organization as _,
        read.id,
        read.number,
        currency as _,
        subtotal,
        total - subtotal,
        total,
        status as _,
        at(read.period_start),
        at(read.period_end),
        read.hosted_invoice_url,
        read.pdf,
        read.attempt_count,
        failed,
        now,
        created
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The invoices of an organization, newest first. Drafts are not shown.
pub async fn invoices(
    conn: &mut PgConnection,
    organization: OrgId,
    page: Page<(DateTime<Utc>, PlatformInvoiceId)>,
) -> sqlx::Result<Vec<PlatformInvoice>> {
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        PlatformInvoice,
        r#"select id, number, currency, subtotal_minor, tax_minor, total_minor, status as "status: InvoiceStatus", period_start,
                  period_end, hosted_url, pdf_url, created_at
             from platform_invoices
            where organization_id = $1 and status <> 'draft'
              and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
            order by created_at desc, id desc limit $4"#,
        organization as _,
        at,
        id as _,
        page.probe()
    )
    .fetch_all(conn)
    .await
}

/// One of them.
pub async fn invoice(
    conn: &mut PgConnection,
    organization: OrgId,
    id: PlatformInvoiceId,
) -> Result<PlatformInvoice, Error> {
    let found = sqlx::query_as!(
        PlatformInvoice,
        r#"select id, number, currency, subtotal_minor, tax_minor, total_minor, status as "status: InvoiceStatus", period_start,
                  period_end, hosted_url, pdf_url, created_at
             from platform_invoices where organization_id = $1 and id = $2 and status <> 'draft'"#,
        organization as _,
        id as _
    );
    found.fetch_optional(conn).await?.ok_or(Error::NotFound)
}

impl PlatformInvoice {
    /// Together, as money.
    #[must_use]
    pub const fn total(&self) -> Money {
        Money::new(self.total_minor, self.currency)
    }
}
