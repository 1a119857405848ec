//! One payment, for its buyer or for finance.

use auth::ViewFinance;
use axum::Json;
use axum::extract::State;
use billing::document;
use billing::fees::Amounts;
use billing::payment::{DroppedCode, Method, Status};
use billing::price::FeePayer;
use billing::refund::{Cause, Status as RefundStatus};
use billing::settings::TaxBehavior;
use billing::tax::{SellerOfRecord, TaxLine};
use chrono::{DateTime, Utc};
use models::{
    Currency, DocumentId, EventId, Money, PaymentId, PaymentItemId, RefundId, RegistrationId,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json as Jsonb;
use utoipa::ToSchema;
use web::{Path, Problem};

use crate::buyer::{As, BuyerOr, owned};

/// A payment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Payment)]
pub(crate) struct ShownPayment {
    id: PaymentId,
    status: Status,
    method: Method,
    currency: Currency,
    /// What the buyer pays.
    total: Money,
    /// What went back or is on its way.
    refunded: Money,
    /// How it comes about, in minor units.
    amounts: Amounts,
    fee_payer: FeePayer,
    /// Null: no tax is taken.
    tax: Option<ShownTax>,
    buyer: ShownBuyer,
    event: Option<ShownEvent>,
    /// Who sells.
    organizer: String,
    items: Vec<ShownItem>,
    /// A code that was kept while somebody waited, and did not work any more when the seat came.
    code_dropped: Option<DroppedCode>,
    refunds: Vec<ShownRefund>,
    /// Invoices and credit notes, the first one first.
    documents: Vec<ShownDocument>,
    /// Where to pay, while the page is open.
    checkout_url: Option<String>,
    /// When the page ends.
    expires_at: Option<DateTime<Utc>>,
    /// Until when the seats are held.
    hold_expires_at: Option<DateTime<Utc>>,
    /// Where in the app the buyer came from.
    return_to: Option<String>,
    /// An invoice that is paid to the organizer is due then.
    due_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    paid_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    /// The server's clock, by which a page counts down what is left of the hold.
    now: DateTime<Utc>,
    /// For finance only.
    finance: Option<FinanceView>,
}

/// How it is taxed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PaymentTax)]
pub(crate) struct ShownTax {
    behavior: TaxBehavior,
    /// Who owes it; known once the page to pay on was made.
    seller_of_record: SellerOfRecord,
    /// Rate by rate; known once it is paid.
    lines: Vec<TaxLine>,
}

/// Who pays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentBuyer)]
pub(crate) struct ShownBuyer {
    name: Option<String>,
    email: String,
    company: Option<String>,
    country: Option<String>,
    tax_id: Option<String>,
}

/// For what event.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentEvent)]
pub(crate) struct ShownEvent {
    id: EventId,
    slug: String,
    title: String,
    starts_at: DateTime<Utc>,
}

/// One place that is paid for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PaymentItem)]
pub(crate) struct ShownItem {
    id: PaymentItemId,
    registration_id: Option<RegistrationId>,
    /// As the invoice calls it.
    label: String,
    attendee: Option<String>,
    amounts: Amounts,
    /// In minor units.
    refunded: i64,
    promo_code: Option<String>,
    /// Given up, or never paid.
    closed: bool,
}

/// Money on its way back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PaymentRefund)]
pub(crate) struct ShownRefund {
    id: RefundId,
    cause: Cause,
    status: RefundStatus,
    /// In minor units.
    amount: i64,
    requested_at: DateTime<Utc>,
    succeeded_at: Option<DateTime<Utc>>,
}

/// An invoice or a credit note.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentDocument)]
pub(crate) struct ShownDocument {
    id: DocumentId,
    kind: document::Kind,
    number: String,
    total: Money,
    issued_at: DateTime<Utc>,
    /// The invoice that it takes back or stands in for.
    about_id: Option<DocumentId>,
    /// The invoice that stands in for it.
    replaced_by_id: Option<DocumentId>,
    /// Until when it can be corrected, if it can.
    correctable_until: Option<DateTime<Utc>>,
    /// Whom it is made out to.
    buyer: DocumentBuyer,
    /// Its file is there; it takes a few seconds.
    ready: bool,
}

/// Whom a document is made out to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentBuyer {
    name: String,
    attention: Option<String>,
    address: Option<String>,
    country: Option<String>,
    tax_id: Option<String>,
}

impl ShownDocument {
    fn of((row, said): (document::Listed, document::Snapshot), now: DateTime<Utc>) -> Self {
        let end = row.issued_at + document::CORRECTABLE;
        let open = row.kind == document::Kind::Invoice && row.replaced_by.is_none() && now <= end;
        Self {
            id: row.id,
            kind: row.kind,
            number: row.number,
            total: Money::new(row.total, row.currency),
            issued_at: row.issued_at,
            about_id: row.about,
            replaced_by_id: row.replaced_by,
            correctable_until: open.then_some(end),
            buyer: DocumentBuyer {
                name: said.buyer.name,
                attention: said.buyer.attention,
                address: said.buyer.address,
                country: said.buyer.country,
                tax_id: said.buyer.tax_id,
            },
            ready: row.ready,
        }
    }
}

/// What finance sees besides.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FinanceView {
    charge_id: Option<String>,
    transfer_id: Option<String>,
    fee_id: Option<String>,
    /// By which the platform has the tax that it owes.
    tax_reversal_id: Option<String>,
    /// What came to the payout account, where that keeps another currency.
    arrived: Option<Money>,
    /// In minor units.
    disputed: i64,
    /// Something did not fit; nobody was confirmed by it.
    flagged_reason: Option<String>,
    /// Since when the buyer's bank fears fraud; nothing goes back by itself.
    fraud_warned_at: Option<DateTime<Utc>>,
    /// What kind of fraud, as Stripe names it: `made_with_stolen_card` and so on.
    fraud_type: Option<String>,
    waived_reason: Option<String>,
    outside_reference: Option<String>,
}

/// One payment.
#[utoipa::path(get, path = "/api/v1/payments/{payment_id}", tag = "payments", security(("bearer" = [])),
    params(("payment_id" = PaymentId, Path)),
    responses((status = 200, body = ShownPayment), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_payment(
    caller: BuyerOr<ViewFinance>,
    State(app): State<crate::State>,
    Path(id): Path<PaymentId>,
) -> web::Result<Json<ShownPayment>> {
    let mut conn = app.db.acquire().await?;
    let seen = caller.on(&owned(&mut conn, id).await?, &app.links)?;
    Ok(Json(shown(&mut conn, id, seen, &app).await?))
}

/// The payment for whoever looks at it.
pub(crate) async fn shown(
    conn: &mut PgConnection,
    id: PaymentId,
    seen: As,
    app: &crate::State,
) -> web::Result<ShownPayment> {
    let row = sqlx::query!(
        r#"select p.status as "status: Status", p.method as "method: Method", p.currency as "currency: Currency", p.total_minor,
                  jsonb_build_object('list', p.list_minor, 'discount', p.discount_minor, 'net', p.net_minor, 'service_fee', p.service_fee_minor,
                      'processing_fee', p.processing_fee_minor, 'tax', p.tax_minor, 'total', p.total_minor,
                      'application_fee', p.application_fee_minor, 'tax_withheld', p.tax_withheld_minor, 'organizer', p.organizer_minor)
                      as "amounts!: Jsonb<Amounts>",
                  p.refunded_minor, p.disputed_minor, p.fee_payer as "fee_payer: FeePayer",
                  p.buyer_name, p.buyer_email, p.buyer_company, p.buyer_country, p.buyer_tax_id, p.checkout_url, p.expires_at, p.return_to,
                  p.due_at, p.created_at, p.paid_at, p.ended_at, p.stripe_charge_id, p.stripe_transfer_id, p.stripe_fee_id, p.flagged_reason,
                  p.fraud_warned_at, p.fraud_type,
                  case when p.tax_behavior <> 'none' then
                      jsonb_build_object('behavior', p.tax_behavior, 'seller_of_record', p.seller_of_record, 'lines', p.tax_lines) end
                      as "tax: Jsonb<ShownTax>", p.stripe_tax_reversal_id,
                  p.waived_reason, p.outside_reference, p.arrived_minor, p.arrived_currency as "arrived_currency: Currency", o.name as organizer,
                  case when p.dropped_code is not null then
                      jsonb_build_object('code', p.dropped_code, 'reason', p.dropped_code_reason) end as "code_dropped: Jsonb<DroppedCode>",
                  coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'registration_id', i.registration_id, 'label', i.label,
                                'attendee', r.full_name, 'refunded', i.refunded_minor, 'closed', i.closed_at is not null, 'promo_code', c.code,
                                'amounts', jsonb_build_object('list', i.list_minor, 'discount', i.discount_minor, 'net', i.net_minor,
                                    'service_fee', i.service_fee_minor, 'processing_fee', i.processing_fee_minor, 'tax', i.tax_minor,
                                    'total', i.total_minor, 'application_fee', i.application_fee_minor, 'tax_withheld', i.tax_withheld_minor,
                                    'organizer', i.organizer_minor)) order by i.position)
                       from payment_items i left join registrations r on r.id = i.registration_id left join promo_codes c on c.id = i.promo_code_id
                      where i.payment_id = p.id), '[]') as "items!: Jsonb<Vec<ShownItem>>",
                  coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'cause', f.cause, 'status', f.status, 'amount', f.amount_minor,
                                'requested_at', f.requested_at, 'succeeded_at', f.succeeded_at) order by f.requested_at, f.id)
                       from refunds f where f.payment_id = p.id), '[]') as "refunds!: Jsonb<Vec<ShownRefund>>",
                  (select min(r.hold_expires_at) from payment_items i join registrations r on r.id = i.registration_id
                    where i.payment_id = p.id and r.status = 'held') as hold_expires_at,
                  e.id as "event_id?: EventId", l.slug as "slug?", e.title as "title?", e.starts_at as "starts_at?"
             from payments p
             join organizations o on o.id = p.organization_id
             left join lateral (select r.event_id from payment_items i join registrations r on r.id = i.registration_id
                                 where i.payment_id = p.id limit 1) r on true
             left join events e on e.id = r.event_id
             left join event_slugs l on l.event_id = e.id and l.current
            where p.id = $1"#,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or_else(Problem::not_found)?;
    let now = app.clock.now();
    let documents = document::of_payment(conn, id).await?;
    let documents = documents.into_iter().map(|row| ShownDocument::of(row, now)).collect();
    let open = row.status == Status::Open && row.expires_at.is_some_and(|end| end > now);
    let event = (|| {
        let (id, slug, title) = (row.event_id?, row.slug?, row.title?);
        Some(ShownEvent { id, slug, title, starts_at: row.starts_at? })
    })();
    let arrived = row.arrived_minor.zip(row.arrived_currency);
    let arrived = arrived.filter(|(_, currency)| *currency != row.currency);
    Ok(ShownPayment {
        id,
        status: row.status,
        method: row.method,
        currency: row.currency,
        total: Money::new(row.total_minor, row.currency),
        refunded: Money::new(row.refunded_minor, row.currency),
        amounts: row.amounts.0,
        fee_payer: row.fee_payer,
        tax: row.tax.map(|tax| tax.0),
        buyer: ShownBuyer {
            name: row.buyer_name,
            email: row.buyer_email,
            company: row.buyer_company,
            country: row.buyer_country,
            tax_id: row.buyer_tax_id,
        },
        event,
        organizer: row.organizer,
        items: row.items.0,
        code_dropped: row.code_dropped.map(|dropped| dropped.0),
        refunds: row.refunds.0,
        documents,
        checkout_url: row.checkout_url.filter(|_| open),
        expires_at: row.expires_at.filter(|_| open),
        hold_expires_at: row.hold_expires_at,
        return_to: row.return_to,
        due_at: row.due_at,
        created_at: row.created_at,
        paid_at: row.paid_at,
        ended_at: row.ended_at,
        now,
        finance: (seen == As::Member).then_some(FinanceView {
            charge_id: row.stripe_charge_id,
            transfer_id: row.stripe_transfer_id,
            fee_id: row.stripe_fee_id,
            tax_reversal_id: row.stripe_tax_reversal_id,
            arrived: arrived.map(|(amount, currency)| Money::new(amount, currency)),
            disputed: row.disputed_minor,
            flagged_reason: row.flagged_reason,
            fraud_warned_at: row.fraud_warned_at,
            fraud_type: row.fraud_type,
            waived_reason: row.waived_reason,
            outside_reference: row.outside_reference,
        }),
    })
}
