//! What tickets would cost, line by line (PA-8). Reserves nothing.

use axum::Json;
use axum::extract::State;
use billing::fees::{Amounts, Line as Priced, build_up};
use billing::policy::{self, Promise};
use billing::price::{self, FeePayer, Tariff, Terms};
use billing::promo::{self, Code};
use billing::settings::TaxBehavior;
use chrono::{DateTime, Utc};
use models::{Currency, EventId, Line, Money, OrgId, TicketTypeId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Client, Problem, Public, ValidJson};

/// What somebody would like to buy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [{"ticket_type_id": "01999d3c-0000-7000-8000-000000000000", "quantity": 2}]}))]
pub(crate) struct QuotePayment {
    #[schema(min_items = 1, max_items = 50)]
    items: Vec<QuoteItem>,
    promo_code: Option<Line<1, 60>>,
}

/// So many of a ticket.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteItem {
    ticket_type_id: TicketTypeId,
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 50)]
    quantity: u32,
}

fn one() -> u32 {
    1
}

/// What it comes to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quote {
    currency: Currency,
    /// What the buyer pays, before tax.
    total: Money,
    /// All together, in minor units.
    amounts: Amounts,
    /// Who bears the fees.
    fee_payer: FeePayer,
    /// One line for each piece.
    lines: Vec<QuoteLine>,
    /// What became of the code.
    promo_code: Option<QuotedCode>,
    tax: QuotedTax,
    /// What is paid back to whoever gives up a place that is bought now.
    refund_terms: Promise,
}

/// One piece.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuoteLine {
    ticket_type_id: TicketTypeId,
    name: String,
    amounts: Amounts,
}

/// A code that works for some of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuotedCode {
    code: Code,
    discount: Money,
    /// A guest has to prove the address before using it.
    needs_verified_address: bool,
}

/// Tax, as far as it is known.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuotedTax {
    /// Whether it is in the total or comes on top of it. Null: none is taken.
    behavior: Option<TaxBehavior>,
    /// In minor units, as far as it is known.
    amount: i64,
    /// Until the buyer's address is final.
    estimated: bool,
}

/// What tickets would cost, line by line. Reserves nothing.
#[utoipa::path(post, path = "/api/v1/payments/quotes", tag = "payments", request_body = QuotePayment,
    responses((status = 200, body = Quote), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn quote_payment(
    _: Public,
    State(app): State<crate::State>,
    client: Client,
    ValidJson(body): ValidJson<QuotePayment>,
) -> web::Result<Json<Quote>> {
    let now = app.clock.now();
    let wanted = pieces(&body)?;
    let mut tx = db::begin(&app.db).await?;
    let known = tickets(&mut tx, &wanted).await?;
    let tariffs = price::of_tickets(&mut tx, &wanted, now).await?;
    let asked: Vec<Asked> = wanted
        .iter()
        .map(|ticket| asked(*ticket, &known, &tariffs, now))
        .collect::<web::Result<_>>()?;
    let first = &asked[0];
    if asked
        .iter()
        .any(|a| a.organization != first.organization || a.price.currency != first.price.currency)
    {
        return Err(billing::Error::NotForSale.into());
    }
    let promise = policy::present(&mut tx, first.organization).await?.into();
    let (mut discounts, mut code) = (vec![0; asked.len()], None);
    if let Some(text) = body.promo_code.as_deref() {
        // Without a balancer in front nobody's address is known.
        let guesser = (!client.ip.is_unspecified()).then(|| client.rate_key());
        let (wanted, lines) = ((first.organization, text), lines(&asked));
        let tried =
            promo::try_quote(&mut tx, guesser.as_deref(), wanted, None, &lines, now).await?;
        tx.commit().await?;
        let (name, quote) = tried?;
        for (discount, off) in discounts.iter_mut().zip(&quote.discounts) {
            *discount = off.map_or(0, |off| off.amount);
        }
        code = Some((name, quote.verified_only));
    }
    Ok(Json(answer(&asked, &discounts, code, promise)?))
}

struct Asked {
    ticket: TicketTypeId,
    name: String,
    event: EventId,
    organization: OrgId,
    price: Money,
    terms: Terms,
}

fn pieces(body: &QuotePayment) -> web::Result<Vec<TicketTypeId>> {
    let mut pieces = Vec::new();
    for (n, item) in body.items.iter().enumerate() {
        if !(1..=50).contains(&item.quantity) {
            let pointer = format!("/items/{n}/quantity");
            return Err(Problem::field(&pointer, "out-of-range", "1 to 50 of one ticket."));
        }
        pieces.extend(std::iter::repeat_n(item.ticket_type_id, item.quantity as usize));
    }
    if !(1..=50).contains(&pieces.len()) {
        return Err(Problem::field("/items", "out-of-range", "1 to 50 tickets at a time."));
    }
    Ok(pieces)
}

struct Known {
    id: TicketTypeId,
    name: String,
    event: EventId,
    organization: OrgId,
}

async fn tickets(conn: &mut PgConnection, wanted: &[TicketTypeId]) -> sqlx::Result<Vec<Known>> {
    sqlx::query_as!(
        Known,
        r#"select t.id as "id: TicketTypeId", t.name, t.event_id as "event: EventId", t.organization_id as "organization: OrgId"
             from ticket_types t join events e on e.id = t.event_id
            where t.id = any($1) and t.archived_at is null and e.status in ('published', 'live')"#,
        wanted as _
    )
    .fetch_all(conn)
    .await
}

fn asked(
    ticket: TicketTypeId,
    known: &[Known],
    tariffs: &[Tariff],
    now: DateTime<Utc>,
) -> web::Result<Asked> {
    let found = known.iter().find(|known| known.id == ticket).ok_or_else(Problem::not_found)?;
    let tariff = tariffs.iter().find(|tariff| tariff.ticket_type == ticket);
    let (price, terms) = tariff.ok_or(billing::Error::NotForSale)?.sold_for(now)?;
    let Known { name, event, organization, .. } = found;
    let (event, organization) = (*event, *organization);
    Ok(Asked { ticket, name: name.clone(), event, organization, price, terms })
}

fn lines(asked: &[Asked]) -> Vec<promo::Line> {
    let line = |a: &Asked| promo::Line { event: a.event, ticket_type: a.ticket, list: a.price };
    asked.iter().map(line).collect()
}

fn answer(
    asked: &[Asked],
    discounts: &[i64],
    code: Option<(Code, bool)>,
    refund_terms: Promise,
) -> Result<Quote, billing::Error> {
    let (currency, terms) = (asked[0].price.currency, asked[0].terms);
    let lines: Vec<Priced> = asked
        .iter()
        .zip(discounts)
        .map(|(asked, discount)| Priced { list: asked.price.amount, discount: *discount })
        .collect();
    let sums = build_up(&lines, terms.schedule, terms.payer, currency);
    if sums.total.total > currency.maximum() {
        return Err(billing::Error::OrderTooLarge);
    }
    let lines = asked.iter().zip(&sums.items);
    let tax = terms.tax.filter(|_| sums.total.total > 0);
    Ok(Quote {
        currency,
        total: Money::new(sums.total.total, currency),
        amounts: sums.total,
        fee_payer: terms.payer,
        lines: lines
            .map(|(asked, amounts)| QuoteLine {
                ticket_type_id: asked.ticket,
                name: asked.name.clone(),
                amounts: *amounts,
            })
            .collect(),
        promo_code: code.map(|(code, needs_verified_address)| QuotedCode {
            code,
            discount: Money::new(discounts.iter().sum(), currency),
            needs_verified_address,
        }),
        tax: QuotedTax { behavior: tax, amount: 0, estimated: tax.is_some() },
        refund_terms,
    })
}
