//! A payment is drafted with the seat, its price frozen (PA-14a).

use chrono::{DateTime, Utc};
use models::{Currency, OrgId, PaymentId, PaymentItemId, PromoCodeId, RegistrationId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Buyer, Method, Status};
use crate::Error;
use crate::fees::{Amounts, BuildUp, Line, build_up};
use crate::policy::Policy;
use crate::price::{FeePayer, Terms};
use crate::promo::{self, Whose};
use crate::settings::TaxBehavior;
use db::OnConstraint as _;

/// What is bought, by whom, on which terms.
pub struct Sale<'a> {
    /// Who sells.
    pub organization: OrgId,
    /// Who buys.
    pub buyer: &'a Buyer,
    /// All items are in it.
    pub currency: Currency,
    /// The fees and who bears them.
    pub terms: Terms,
    /// The promise of refunds.
    pub policy: &'a Policy,
    /// 1 to 50.
    pub items: &'a [Item],
}

/// One place that is bought.
#[derive(Clone, Debug)]
pub struct Item {
    /// Whose place.
    pub registration: RegistrationId,
    /// As the invoice calls it, 1 to 300 characters.
    pub label: String,
    /// Its price and what a code takes off, in minor units.
    pub line: Line,
    /// That code; its use is reserved.
    pub promo_code: Option<PromoCodeId>,
}

/// A payment that was drafted.
#[derive(Clone, Debug)]
pub struct Drafted {
    /// Which.
    pub id: PaymentId,
    /// `Paid`, if nothing is owed.
    pub status: Status,
    /// What is owed.
    pub amounts: Amounts,
}

/// Writes payment and items. Where nothing is owed the payment is settled at once (PA-4): there is
/// no Stripe, no fee and no document, and the codes are used.
pub async fn draft(
    conn: &mut PgConnection,
    sale: &Sale<'_>,
    now: DateTime<Utc>,
) -> Result<Drafted, Error> {
    let lines: Vec<Line> = sale.items.iter().map(|item| item.line).collect();
    let sums = build_up(&lines, sale.terms.schedule, sale.terms.payer, sale.currency);
    let free = sums.total.total == 0;
    if sums.total.total > sale.currency.maximum() {
        return Err(Error::OrderTooLarge);
    }
    let (method, status) =
        if free { (Method::None, Status::Paid) } else { (Method::Stripe, Status::Draft) };
    let id = PaymentId::new(now);
    let items = insert(conn, sale, &sums, (id, method, status), now).await?;
    if attach(conn, sale, &items).await? && free {
        promo::redeem(conn, Whose::Items(&items), now).await?;
    }
    Ok(Drafted { id, status, amounts: sums.total })
}

/// The uses of codes that were reserved belong to the items now. `false`: there is none.
pub(super) async fn attach(
    conn: &mut PgConnection,
    sale: &Sale<'_>,
    items: &[PaymentItemId],
) -> Result<bool, Error> {
    let used: Vec<(RegistrationId, PaymentItemId)> = sale
        .items
        .iter()
        .zip(items)
        .filter(|(item, _)| item.promo_code.is_some())
        .map(|(item, id)| (item.registration, *id))
        .collect();
    if used.is_empty() {
        return Ok(false);
    }
    promo::attach(conn, &used).await?;
    Ok(true)
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    sale: &Sale<'_>,
    sums: &BuildUp,
    (id, method, status): (PaymentId, Method, Status),
    now: DateTime<Utc>,
) -> Result<Vec<PaymentItemId>, Error> {
    let ids: Vec<PaymentItemId> = sale.items.iter().map(|_| PaymentItemId::new(now)).collect();
    let registrations: Vec<RegistrationId> = sale.items.iter().map(|i| i.registration).collect();
    let labels: Vec<&str> = sale.items.iter().map(|item| item.label.as_str()).collect();
    let codes: Vec<Option<PromoCodeId>> = sale.items.iter().map(|item| item.promo_code).collect();
    let part = |part: fn(&Amounts) -> i64| sums.items.iter().map(part).collect::<Vec<i64>>();
    let total = &sums.total;
    let payer = match sale.terms.payer {
        FeePayer::Buyer => "buyer",
        FeePayer::Organizer => "organizer",
    };
    // Where nothing is owed there is no tax either (PA-4).
    let tax = sale.terms.tax.filter(|_| total.total > 0).map_or("none", TaxBehavior::name);
    sqlx::query!(
        "with payment as (
            insert into payments (id, organization_id, method, status, buyer_user_id, buyer_email, buyer_email_key, buyer_name, locale,
                currency, list_minor, discount_minor, net_minor, service_fee_minor, processing_fee_minor, total_minor,
                application_fee_minor, organizer_minor, fee_payer, tax_behavior, fee_schedule_id, policy, paid_at, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $33, $20, $21,
                    case when $4 = 'paid' then $22::timestamptz end, $22, $22)
         )
         insert into payment_items (id, organization_id, payment_id, position, registration_id, label, list_minor, discount_minor, net_minor,
                service_fee_minor, processing_fee_minor, total_minor, application_fee_minor, organizer_minor, promo_code_id)
         select i.id, $2, $1, i.position, i.registration, i.label, i.list, i.discount, i.list - i.discount, i.service, i.processing, i.total,
                i.service + i.processing, i.organizer, i.code
           from unnest($23::uuid[], $24::uuid[], $25::text[], $26::bigint[], $27::bigint[], $28::bigint[], $29::bigint[], $30::bigint[],
                       $31::bigint[], $32::uuid[]) with ordinality
                as i (id, registration, label, list, discount, service, processing, total, organizer, code, position)",
        id as _,
        sale.organization as _,
        method.name(),
        status.name(),
        sale.buyer.user as _,
        sale.buyer.email.address(),
        sale.buyer.email.key(),
        sale.buyer.name,
        sale.buyer.locale,
        sale.currency as _,
        total.list,
        total.discount,
        total.net,
        total.service_fee,
        total.processing_fee,
        total.total,
        total.application_fee,
        total.organizer,
        payer,
        sale.terms.fee_schedule_id,
        Json(sale.policy) as _,
        now,
        ids as _,
        registrations as _,
        labels as _,
        &part(|sums| sums.list),
        &part(|sums| sums.discount),
        &part(|sums| sums.service_fee),
        &part(|sums| sums.processing_fee),
        &part(|sums| sums.total),
        &part(|sums| sums.organizer),
        codes as _,
        tax
    )
    .execute(conn)
    .await
    .on_constraint([("payment_items_one_live", Error::PaymentInProgress)])?;
    Ok(ids)
}
