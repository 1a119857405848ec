//! Rows of plans, put in by SQL.

use models::{OrgId, PlanCheckoutId, PlatformInvoiceId};
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
