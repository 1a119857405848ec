//! Rows of plans, put in by SQL.

use models::{DocumentId, OrgId, PlanCheckoutId, PlatformInvoiceId};
use serde_json::json;
use sqlx::PgPool;
use testkit::now;

/// A paid invoice.
pub(crate) async fn invoice(db: &PgPool, org: OrgId) -> PlatformInvoiceId {
    let id = PlatformInvoiceId::new(now());
    sqlx::query!(
        "insert into platform_invoices (id, organization_id, stripe_invoice_id, number, currency, subtotal_minor, tax_minor,
                                        total_minor, status, created_at, updated_at)
         values ($1, $2, $1::uuid::text, 'A-1', 'USD', 2900, 580, 3480, 'paid', $3, $3)",
        id as _,
        org as _,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    id
}

/// A checkout whose page was never made.
pub(crate) async fn checkout(db: &PgPool, org: OrgId) -> PlanCheckoutId {
    let id = PlanCheckoutId::new(now());
    sqlx::query!(
        "insert into plan_checkouts (id, organization_id, plan_price_id, seats, created_at)
         select $1, $2, id, 0, $3 from plan_prices where amount_minor = 2900 limit 1",
        id as _,
        org as _,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    id
}

/// A fee statement, over dollars and yen; its file is there.
pub(crate) async fn statement(db: &PgPool, org: OrgId, month: u32) -> DocumentId {
    let id = DocumentId::new(now());
    let section = |currency: &str, total: i64| json!({"currency": currency, "lines": [], "taxes": [], "total": total});
    let said = json!({"version": 1, "kind": "fee_statement", "number": "FEE-2026-000001", "issued_on": "2026-10-01",
        "locale": "en", "seller": {"name": "Accredit"}, "buyer": {"name": "Clinic"},
        "sections": [section("JPY", 190), section("USD", 378)]});
    sqlx::query!(
        "insert into sales_documents (id, organization_id, issuer, kind, year, number, full_number, source_key, month, total_minor, snapshot,
                                      issued_at, file_key, sha256)
         values ($1, $2, $1, 'fee_statement', 2026, $3, $7, $4, $8, 0, $5,
                 $6::timestamptz + make_interval(days => $3), 'abc.pdf', '\\x00')",
        id as _,
        org as _,
        i32::try_from(month).unwrap(),
        format!("month:{org}:{month}"),
        said,
        now(),
        format!("FEE-2026-{month:06}"),
        chrono::NaiveDate::from_ymd_opt(2026, month, 1)
    )
    .execute(db)
    .await
    .unwrap();
    id
}
