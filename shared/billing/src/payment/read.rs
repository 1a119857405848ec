//! Finding and locking a payment.

use chrono::{DateTime, Utc};
use models::{Currency, OrgId, PaymentId, PaymentItemId, PromoCodeId, RegistrationId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Item, Method, Payment, Status};
use crate::fees::Amounts;
use crate::policy::Policy;
use crate::price::FeePayer;
use crate::settings::TaxBehavior;
use crate::tax::SellerOfRecord;

/// Locks a payment and reads it with its items.
pub async fn lock(conn: &mut PgConnection, id: PaymentId) -> sqlx::Result<Option<Payment>> {
    locked(conn, id, None).await
}

/// The same, to apply a reading of its page that began then: not if one that began later was
/// applied before (PA-42).
pub async fn lock_to_apply(
    conn: &mut PgConnection,
    id: PaymentId,
    session: &str,
    read_started_at: DateTime<Utc>,
) -> sqlx::Result<Option<Payment>> {
    locked(conn, id, Some((session, read_started_at))).await
}

async fn locked(
    conn: &mut PgConnection,
    id: PaymentId,
    reading: Option<(&str, DateTime<Utc>)>,
) -> sqlx::Result<Option<Payment>> {
    let row = sqlx::query!(
        r#"select organization_id as "organization: OrgId", method as "method: Method", status as "status: Status", currency as "currency: Currency",
                  list_minor, discount_minor, net_minor, service_fee_minor, processing_fee_minor, tax_minor, total_minor, application_fee_minor,
                  tax_withheld_minor, organizer_minor, refunded_minor, disputed_minor, fee_payer as "fee_payer: FeePayer", policy as "policy: Json<Policy>",
                  nullif(tax_behavior, 'none') as "tax: TaxBehavior", seller_of_record as "seller_of_record: SellerOfRecord", tax_country,
                  stripe_tax_reversal_id, destination_account, attempt, stripe_session_id, stripe_charge_id, stripe_transfer_id, stripe_fee_id, opening_at, expires_at,
                  flagged_at is not null and flag_decision is null as "flagged!"
             from payments where id = $1 for no key update"#,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    // A statement of its own: beside the lock it would see what was true before the wait.
    let items = items(conn, id, reading).await?;
    if items.is_empty() {
        return Ok(None);
    }
    Ok(Some(Payment {
        id,
        organization: row.organization,
        method: row.method,
        status: row.status,
        currency: row.currency,
        amounts: Amounts {
            list: row.list_minor,
            discount: row.discount_minor,
            net: row.net_minor,
            service_fee: row.service_fee_minor,
            processing_fee: row.processing_fee_minor,
            tax: row.tax_minor,
            total: row.total_minor,
            application_fee: row.application_fee_minor,
            tax_withheld: row.tax_withheld_minor,
            organizer: row.organizer_minor,
        },
        refunded: row.refunded_minor,
        disputed: row.disputed_minor,
        fee_payer: row.fee_payer,
        tax: row.tax,
        seller_of_record: row.seller_of_record,
        tax_country: row.tax_country,
        tax_reversal: row.stripe_tax_reversal_id,
        policy: row.policy.0,
        destination: row.destination_account,
        attempt: row.attempt,
        session: row.stripe_session_id,
        charge: row.stripe_charge_id,
        transfer: row.stripe_transfer_id,
        fee: row.stripe_fee_id,
        opening_at: row.opening_at,
        expires_at: row.expires_at,
        flagged: row.flagged,
        items,
    }))
}

/// Every payment has some; none are told of one that a later reading was applied to.
async fn items(
    conn: &mut PgConnection,
    payment: PaymentId,
    reading: Option<(&str, DateTime<Utc>)>,
) -> sqlx::Result<Vec<Item>> {
    let (object, read_started_at) = reading.unzip();
    let rows = sqlx::query!(
        r#"with noted as (
               insert into stripe_syncs (object_id, read_started_at) select $2, $3 where $2::text is not null
               on conflict (object_id) do update set read_started_at = excluded.read_started_at
                where stripe_syncs.read_started_at <= excluded.read_started_at
               returning object_id
           )
           select id as "id: PaymentItemId", registration_id as "registration: RegistrationId", label, list_minor, discount_minor, net_minor,
                  service_fee_minor, processing_fee_minor, tax_minor, total_minor, application_fee_minor, tax_withheld_minor, organizer_minor,
                  refunded_minor, refunded_net_minor, refunded_service_fee_minor, refunded_tax_minor, promo_code_id as "promo_code: PromoCodeId", closed_at is not null as "closed!"
             from payment_items where payment_id = $1 and ($2::text is null or exists (select from noted)) order by position"#,
        payment as _,
        object,
        read_started_at
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Item {
            id: row.id,
            registration: row.registration,
            label: row.label,
            amounts: Amounts {
                list: row.list_minor,
                discount: row.discount_minor,
                net: row.net_minor,
                service_fee: row.service_fee_minor,
                processing_fee: row.processing_fee_minor,
                tax: row.tax_minor,
                total: row.total_minor,
                application_fee: row.application_fee_minor,
                tax_withheld: row.tax_withheld_minor,
                organizer: row.organizer_minor,
            },
            refunded: row.refunded_minor,
            refunded_net: row.refunded_net_minor,
            refunded_service: row.refunded_service_fee_minor,
            refunded_tax: row.refunded_tax_minor,
            promo_code: row.promo_code,
            closed: row.closed,
        })
        .collect())
}

/// The payment that a page of Stripe belongs to.
pub async fn by_session(conn: &mut PgConnection, session: &str) -> sqlx::Result<Option<PaymentId>> {
    sqlx::query_scalar!(r#"select id from payments where stripe_session_id = $1"#, session)
        .fetch_optional(conn)
        .await
}

/// The payment that a payment intent of Stripe belongs to.
pub async fn by_intent(conn: &mut PgConnection, intent: &str) -> sqlx::Result<Option<PaymentId>> {
    sqlx::query_scalar!(r#"select id from payments where stripe_payment_intent_id = $1"#, intent)
        .fetch_optional(conn)
        .await
}

/// The payment that a charge of Stripe belongs to.
pub async fn by_charge(conn: &mut PgConnection, charge: &str) -> sqlx::Result<Option<PaymentId>> {
    sqlx::query_scalar!(r#"select id from payments where stripe_charge_id = $1"#, charge)
        .fetch_optional(conn)
        .await
}

/// The payment that pays for a place now.
pub async fn by_registration(
    conn: &mut PgConnection,
    registration: RegistrationId,
) -> sqlx::Result<Option<PaymentId>> {
    sqlx::query_scalar!(
        r#"select payment_id as "id: PaymentId" from payment_items where registration_id = $1 and closed_at is null"#,
        registration as _
    )
    .fetch_optional(conn)
    .await
}

/// The page of a payment at Stripe, the newest one.
pub async fn page_of(conn: &mut PgConnection, id: PaymentId) -> sqlx::Result<Option<String>> {
    let page = sqlx::query_scalar!("select stripe_session_id from payments where id = $1", id as _);
    Ok(page.fetch_optional(conn).await?.flatten())
}
