//! Sales, put in by SQL: who receives money, and what was paid.

use models::{Currency, Money, OrgId, PaymentId, PaymentItemId, PayoutAccountId, RegistrationId};
use sqlx::PgPool;

use crate::now;

/// What fees come on top of every sale of [`sold`], in minor units.
pub const FEES: i64 = 300;

/// An account that takes money and pays it out after the event, under this id at Stripe.
pub async fn payout_account(
    db: &PgPool,
    org: OrgId,
    stripe_account: &str,
    country: &str,
) -> PayoutAccountId {
    let id = PayoutAccountId::new(now());
    sqlx::query!(
        "insert into payout_accounts (id, organization_id, stripe_account_id, country, business_type, agreement, status,
                                      charges_enabled_at, payouts_enabled_at, settlement_currency, created_at, updated_at)
         values ($1, $2, $3, $4, 'company', 'full', 'active', $5, $5, $6, $5, $5)",
        id as _,
        org as _,
        stripe_account,
        country,
        now(),
        currency_of(country)
    )
    .execute(db)
    .await
    .expect("a payout account");
    id
}

/// In what accounts of a country are paid out.
fn currency_of(country: &str) -> &'static str {
    match country {
        "CH" => "CHF",
        "GB" => "GBP",
        "JP" => "JPY",
        "TH" => "THB",
        "US" => "USD",
        _ => "EUR",
    }
}

/// A place that was paid by card at the present of the tests: so much for the organizer, and
/// [`FEES`] on top, which the buyer bore.
pub async fn sold(
    db: &PgPool,
    registration: RegistrationId,
    stripe_account: &str,
    organizer: Money,
) -> PaymentId {
    let (id, item) = (PaymentId::new(now()), PaymentItemId::new(now()));
    let Money { amount, currency } = organizer;
    insert(db, (id, item, registration), stripe_account, amount, currency).await.expect("a sale");
    id
}

async fn insert(
    db: &PgPool,
    (id, item, registration): (PaymentId, PaymentItemId, RegistrationId),
    stripe_account: &str,
    amount: i64,
    currency: Currency,
) -> sqlx::Result<()> {
    let policy = serde_json::json!({"name": "Standard", "version": 0, "rungs": [], "fees_refundable": false,
        "self_cancel": true, "course_days": 14, "course_max_progress_bp": 2000});
    sqlx::query!(
        "with payment as (
            insert into payments (id, organization_id, method, status, buyer_email, buyer_email_key, currency, list_minor, discount_minor,
                                  net_minor, service_fee_minor, processing_fee_minor, total_minor, application_fee_minor, organizer_minor,
                                  fee_payer, tax_behavior, policy, destination_account, on_behalf_of, paid_at, created_at, updated_at)
            select $1, r.organization_id, 'stripe', 'paid', r.email, r.email_key, $5, $6::bigint, 0, $6::bigint, $7::bigint, 0, $6::bigint + $7::bigint, $7::bigint, $6::bigint,
                   'buyer', 'none', $8, $4, true, $9, $9, $9
              from registrations r where r.id = $3
         )
         insert into payment_items (id, organization_id, payment_id, position, registration_id, label, list_minor, discount_minor, net_minor,
                                    service_fee_minor, processing_fee_minor, total_minor, application_fee_minor, organizer_minor)
         select $2, r.organization_id, $1, 0, $3, 'Ticket', $6, 0, $6::bigint, $7::bigint, 0, $6::bigint + $7::bigint, $7::bigint, $6::bigint
           from registrations r where r.id = $3",
        id as _,
        item as _,
        registration as _,
        stripe_account,
        currency as _,
        amount,
        FEES,
        policy,
        now()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What an organization promises from now on: so much of the ticket's price, in basis points, until
/// the start, and nothing of the fees.
pub async fn policy(db: &PgPool, org: OrgId, percent_bp: i32, self_cancel: bool) {
    let rungs =
        serde_json::json!([{"min_hours_before": 0, "percent_bp": percent_bp, "keep_minor": 0}]);
    sqlx::query!(
        "insert into refund_policies (id, organization_id, name, version, rungs, self_cancel, created_at)
         select gen_random_uuid(), $1, 'Later', count(*) + 1, $2, $3, $4 from refund_policies where organization_id = $1",
        org as _,
        rungs,
        self_cancel,
        now()
    )
    .execute(db)
    .await
    .expect("a policy");
}

/// Who the organization is by law, without which it sells nothing.
pub async fn legal_identity(db: &PgPool, org: OrgId) {
    sqlx::query!(
        "insert into seller_settings (organization_id, legal_name, legal_address, updated_at) values ($1, 'Example Ltd', '1 High Street', $2)",
        org as _,
        now()
    )
    .execute(db)
    .await
    .expect("a legal identity");
}

/// A price of every ticket of an event, in minor units.
pub async fn price(db: &PgPool, event: models::EventId, amount: i64, currency: &str) {
    sqlx::query!(
        "insert into prices (id, organization_id, ticket_type_id, amount_minor, currency, created_at)
         select gen_random_uuid(), organization_id, id, $2, $3, $4 from ticket_types where event_id = $1",
        event as _,
        amount,
        currency,
        now()
    )
    .execute(db)
    .await
    .expect("a price");
}
