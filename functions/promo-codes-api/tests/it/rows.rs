//! Rows of billing, put in by SQL.

use models::{
    Currency, EventId, OrgId, PaymentId, PaymentItemId, PriceId, PromoBatchId, PromoCodeId,
    PromoRedemptionId, RegistrationId, TicketTypeId,
};
use sqlx::PgPool;
use testkit::now;

/// A code that makes everything cheaper by `percent_bp`.
pub(crate) async fn percent(db: &PgPool, org: OrgId, code: &str, percent_bp: i32) -> PromoCodeId {
    let id = PromoCodeId::new(now());
    sqlx::query!(
        "insert into promo_codes (id, organization_id, code, kind, percent_bp, scope, created_at, updated_at)
         values ($1, $2, $3, 'percent', $4, 'all', $5, $5)",
        id as _,
        org as _,
        code,
        percent_bp,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    id
}

pub(crate) async fn max_uses(
    db: &PgPool,
    code: PromoCodeId,
    all: Option<i32>,
    person: Option<i32>,
) {
    sqlx::query!(
        "update promo_codes set max_uses = $2, max_uses_per_person = $3 where id = $1",
        code as _,
        all,
        person
    )
    .execute(db)
    .await
    .unwrap();
}

pub(crate) async fn batch(db: &PgPool, org: OrgId) -> PromoBatchId {
    let id = PromoBatchId::new(now());
    sqlx::query!(
        "insert into promo_code_batches (id, organization_id, prefix, count, created_at) values ($1, $2, '', 1, $3)",
        id as _,
        org as _,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    id
}

/// The only ticket type of an event, for sale at this price.
pub(crate) async fn priced(
    db: &PgPool,
    event: EventId,
    amount: i64,
    currency: &str,
) -> TicketTypeId {
    let ticket = ticket_of(db, event).await;
    let currency: Currency = currency.parse().unwrap();
    sqlx::query!(
        "insert into prices (id, organization_id, ticket_type_id, amount_minor, currency, created_at)
         select $1, organization_id, id, $3, $4, $5 from ticket_types where id = $2",
        PriceId::new(now()) as _,
        ticket as _,
        amount,
        currency as _,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    ticket
}

pub(crate) async fn ticket_of(db: &PgPool, event: EventId) -> TicketTypeId {
    sqlx::query_scalar!(
        r#"select id as "id: TicketTypeId" from ticket_types where event_id = $1"#,
        event as _
    )
    .fetch_one(db)
    .await
    .unwrap()
}

/// A use, `reserved`, `redeemed` or `released`.
pub(crate) async fn redemption(
    db: &PgPool,
    code: PromoCodeId,
    registration: RegistrationId,
    discount: i64,
    state: &str,
) -> PromoRedemptionId {
    let id = PromoRedemptionId::new(now());
    sqlx::query!(
        "insert into promo_redemptions (id, organization_id, promo_code_id, registration_id, person_key, discount_minor, currency,
                                        state, created_at, redeemed_at, released_at)
         select $1, organization_id, id, $3, 'mail:' || $3::uuid, $4, 'USD', $5, $6,
                case when $5 = 'redeemed' then $6::timestamptz end, case when $5 = 'released' then $6::timestamptz end
           from promo_codes where id = $2",
        id as _,
        code as _,
        registration as _,
        discount,
        state,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    id
}

/// A payment of one place in dollars, without fees and tax.
pub(crate) async fn item(
    db: &PgPool,
    registration: RegistrationId,
    (list, discount): (i64, i64),
) -> PaymentItemId {
    let (payment, item) = (PaymentId::new(now()), PaymentItemId::new(now()));
    sqlx::query!(
        "with payment as (
            insert into payments (id, organization_id, method, status, buyer_email, buyer_email_key, currency, list_minor,
                                  discount_minor, net_minor, service_fee_minor, processing_fee_minor, total_minor,
                                  application_fee_minor, organizer_minor, fee_payer, tax_behavior, policy, created_at, updated_at)
            select $1, organization_id, 'stripe', 'paid', email, email_key, 'USD', $4, $5, $4::bigint - $5::bigint, 0, 0, $4::bigint - $5::bigint, 0, $4::bigint - $5::bigint,
                   'organizer', 'none', '{}', $6, $6
              from registrations where id = $3
         )
         insert into payment_items (id, organization_id, payment_id, position, registration_id, label, list_minor, discount_minor,
                                    net_minor, service_fee_minor, processing_fee_minor, total_minor, application_fee_minor,
                                    organizer_minor)
         select $2, organization_id, $1, 0, $3, 'Registration', $4, $5, $4::bigint - $5::bigint, 0, 0, $4::bigint - $5::bigint, 0, $4::bigint - $5::bigint
           from registrations where id = $3",
        payment as _,
        item as _,
        registration as _,
        list,
        discount,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    item
}

pub(crate) async fn bear(db: &PgPool, redemption: PromoRedemptionId, item: PaymentItemId) {
    sqlx::query!(
        "update promo_redemptions set payment_item_id = $2 where id = $1",
        redemption as _,
        item as _
    )
    .execute(db)
    .await
    .unwrap();
}
