//! Try a code before buying.
//!
//! Answers are the same for codes that are unknown, disabled, foreign or not yet valid, and a guest's
//! history is not looked at (PC-9). Whoever guesses is slowed down by address.

use auth::{Anyone, User};
use axum::extract::State;
use billing::Error;
use billing::promo::{self, Buyer, Code, Line, Quote};
use chrono::{DateTime, TimeDelta, Utc};
use db::rate::{self, Limit};
use models::{Currency, EventId, Money, OrgId, TicketTypeId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Client, Problem, ValidJson};

/// Refused codes from one address.
const FAILURES: Limit =
    Limit { scope: "promo-code-check", most: 10, window: TimeDelta::minutes(10) };
/// Places in one booking.
const MOST_PLACES: u32 = 50;

/// A code, and what it is wanted for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "EARLY-BIRD", "items": [{"ticket_type_id": "01999d3c-0000-7000-8000-000000000000", "quantity": 2}]}))]
pub(crate) struct CheckPromoCode {
    #[schema(max_length = 100, example = "EARLY-BIRD")]
    code: String,
    /// Tickets of one organization, 1 to 50 in all.
    #[schema(min_items = 1, max_items = 50)]
    items: Vec<CheckedItem>,
}

/// Tickets of one type.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckedItem {
    ticket_type_id: TicketTypeId,
    #[schema(minimum = 1, maximum = 50)]
    quantity: u32,
}

/// What the code gives. Nothing is reserved: the use counts when the seat is taken.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckedPromoCode {
    code: Code,
    /// What the items cost without it; absent where all are free.
    list: Option<Money>,
    /// What comes off.
    discount: Option<Money>,
    /// What is left, before fees and tax.
    subtotal: Option<Money>,
    /// Whether a guest has to sign in to use it.
    sign_in_required: bool,
    lines: Vec<CheckedLine>,
}

/// What the code gives for tickets of one type.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckedLine {
    ticket_type_id: TicketTypeId,
    quantity: u32,
    /// Whether the code works for it.
    applies: bool,
    /// What comes off all of them; absent where they are free.
    discount: Option<Money>,
}

/// What is sold, at the price of the moment.
#[derive(Clone, Copy)]
struct Sold {
    id: TicketTypeId,
    event_id: EventId,
    organization_id: OrgId,
    amount_minor: Option<i64>,
    currency: Option<Currency>,
}

impl Sold {
    /// A free one has no currency; for nothing any will do.
    fn list(&self) -> Money {
        Money::new(self.amount_minor.unwrap_or_default(), self.currency.unwrap_or(Currency::USD))
    }
}

/// Try a promo code. Nothing is reserved.
#[utoipa::path(post, path = "/api/v1/promo-codes/check", tag = "promo-codes", request_body = CheckPromoCode,
    responses((status = 200, body = CheckedPromoCode), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn check_promo_code(
    Anyone(user): Anyone,
    State(app): State<crate::State>,
    client: Client,
    ValidJson(asked): ValidJson<CheckPromoCode>,
) -> web::Result<axum::Json<CheckedPromoCode>> {
    let now = app.clock.now();
    let buyer =
        user.map(|User { id, email_key, .. }| Buyer { user: Some(id), email_key, verified: true });
    let mut tx = app.db.begin().await?;
    let order = order(&mut tx, &asked.items, now).await?;
    // Without a balancer in front nobody's address is known.
    let guesser = (!client.ip.is_unspecified()).then(|| client.rate_key());
    if let Some(key) = &guesser {
        // One after another, or guesses at the same moment would all be free.
        rate::alone(&mut tx, FAILURES.scope, key).await?;
        if rate::count(&mut tx, FAILURES, key, now).await >= FAILURES.most {
            rate::hit(&mut tx, FAILURES, key, now).await?;
        }
    }
    let judged = judged(&mut tx, &asked.code, buyer.as_ref(), &order, now).await;
    if let (Err(Error::PromoCodeInvalid), Some(key)) = (&judged, &guesser) {
        rate::hit(&mut tx, FAILURES, key, now).await?;
    }
    tx.commit().await?;
    let (code, quote) = judged?;
    Ok(axum::Json(order.answer(code, &quote, buyer.is_none())))
}

/// The items with their prices, all of one organization and currency.
struct Order {
    organization: OrgId,
    items: Vec<(CheckedItem, Sold)>,
}

async fn order(
    conn: &mut PgConnection,
    items: &[CheckedItem],
    now: DateTime<Utc>,
) -> web::Result<Order> {
    let places = items.iter().fold(0, |sum: u32, item| sum.saturating_add(item.quantity));
    if items.iter().any(|item| item.quantity == 0) || !(1..=MOST_PLACES).contains(&places) {
        return Err(Problem::field("/items", "out-of-range", "Ask for 1 to 50 tickets."));
    }
    let sold = sold(conn, items, now).await?;
    let mut priced = Vec::with_capacity(items.len());
    for item in items {
        let found = sold.iter().find(|sold| sold.id == item.ticket_type_id);
        priced.push((*item, *found.ok_or_else(Problem::not_found)?));
    }
    let organization = priced[0].1.organization_id;
    if priced.iter().any(|(_, sold)| sold.organization_id != organization) {
        return Err(Problem::not_found());
    }
    let mut currencies = priced.iter().filter_map(|(_, sold)| sold.currency);
    let first = currencies.next();
    if currencies.any(|other| Some(other) != first) {
        return Err(Problem::field("/items", "currency-mixed", "Buy these one after the other."));
    }
    Ok(Order { organization, items: priced })
}

async fn sold(
    conn: &mut PgConnection,
    items: &[CheckedItem],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Sold>> {
    let ids: Vec<TicketTypeId> = items.iter().map(|item| item.ticket_type_id).collect();
    sqlx::query_as!(
        Sold,
        r#"select t.id, t.event_id, t.organization_id, p.amount_minor as "amount_minor?", p.currency as "currency?: Currency"
             from ticket_types t
             join events e on e.id = t.event_id and e.status in ('published', 'live')
             left join prices p on p.ticket_type_id = t.id and (p.valid_from is null or p.valid_from <= $2)
                   and (p.valid_to is null or p.valid_to > $2)
            where t.id = any($1) and t.archived_at is null"#,
        ids as _,
        now
    )
    .fetch_all(conn)
    .await
}

async fn judged(
    conn: &mut PgConnection,
    typed: &str,
    buyer: Option<&Buyer>,
    order: &Order,
    now: DateTime<Utc>,
) -> Result<(Code, Quote), Error> {
    let code = Code::parse(typed).map_err(|_| Error::PromoCodeInvalid)?;
    let places = order.items.iter().flat_map(|(item, sold)| {
        let line = Line { event: sold.event_id, ticket_type: sold.id, list: sold.list() };
        std::iter::repeat_n(line, usize::try_from(item.quantity).unwrap_or_default())
    });
    let lines: Vec<Line> = places.collect();
    let quote = promo::quote(conn, order.organization, &code, buyer, &lines, now).await?;
    Ok((code, quote))
}

impl Order {
    fn answer(&self, code: Code, quote: &Quote, is_guest: bool) -> CheckedPromoCode {
        let currency = self.items.iter().find_map(|(_, sold)| sold.currency);
        let money = |amount: i64| currency.map(|currency| Money::new(amount, currency));
        let (mut list, mut discount) = (0, 0);
        let mut discounts = quote.discounts.iter();
        let mut lines = Vec::with_capacity(self.items.len());
        for (item, sold) in &self.items {
            let places = usize::try_from(item.quantity).unwrap_or_default();
            let given: Vec<Money> = discounts.by_ref().take(places).flatten().copied().collect();
            let off = given.iter().map(|money| money.amount).sum();
            list += sold.list().amount * i64::from(item.quantity);
            discount += off;
            lines.push(CheckedLine {
                ticket_type_id: item.ticket_type_id,
                quantity: item.quantity,
                applies: !given.is_empty(),
                discount: sold.currency.map(|currency| Money::new(off, currency)),
            });
        }
        CheckedPromoCode {
            code,
            list: money(list),
            discount: money(discount),
            subtotal: money(list - discount),
            sign_in_required: quote.verified_only && is_guest,
            lines,
        }
    }
}
