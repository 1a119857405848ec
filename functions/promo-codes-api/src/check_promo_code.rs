//! Try a code before buying.
//!
//! Answers are the same for codes that are unknown, disabled, foreign or not yet valid, and a guest's
//! history is not looked at (PC-9). Whoever guesses is slowed down by address.

use auth::{Anyone, User};
use axum::extract::State;
use billing::price;
use billing::promo::{self, Buyer, Code, Line, Quote};
use chrono::{DateTime, Utc};
use models::{Currency, Email, EventId, Money, OrgId, TicketTypeId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Client, Problem, ValidJson};

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
    /// The buyer's address, as forms have it. Without a sign-in it proves nobody, so nothing that
    /// was bought under it is looked at (PC-9).
    #[serde(default)]
    #[expect(dead_code, reason = "taken and judged as an address, and looked at no further")]
    email: Option<Email>,
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

#[derive(Clone, Copy)]
struct Known {
    id: TicketTypeId,
    event_id: EventId,
    organization_id: OrgId,
}

/// What is sold, and its price of the moment; none, if it is free.
#[derive(Clone, Copy)]
struct Sold {
    known: Known,
    price: Option<Money>,
}

impl Sold {
    /// A free one has no currency; for nothing any will do.
    fn list(&self) -> Money {
        self.price.unwrap_or(Money::new(0, Currency::USD))
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
    let mut tx = db::begin(&app.db).await?;
    let order = order(&mut tx, &asked.items, now).await?;
    // Without a balancer in front nobody's address is known.
    let guesser = (!client.ip.is_unspecified()).then(|| client.rate_key());
    let wanted = (order.organization, &*asked.code);
    let lines = order.lines();
    let tried =
        promo::try_quote(&mut tx, guesser.as_deref(), wanted, buyer.as_ref(), &lines, now).await?;
    tx.commit().await?;
    let (code, quote) = tried?;
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
        let found = sold.iter().find(|sold| sold.known.id == item.ticket_type_id);
        priced.push((*item, *found.ok_or_else(Problem::not_found)?));
    }
    let organization = priced[0].1.known.organization_id;
    if priced.iter().any(|(_, sold)| sold.known.organization_id != organization) {
        return Err(Problem::not_found());
    }
    let mut currencies =
        priced.iter().filter_map(|(_, sold)| sold.price).map(|price| price.currency);
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
) -> web::Result<Vec<Sold>> {
    let ids: Vec<TicketTypeId> = items.iter().map(|item| item.ticket_type_id).collect();
    let known = sqlx::query_as!(
        Known,
        r#"select t.id, t.event_id, t.organization_id
             from ticket_types t join events e on e.id = t.event_id and e.status in ('published', 'live')
            where t.id = any($1) and t.archived_at is null"#,
        &ids as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let tariffs = price::of_tickets(conn, &ids, now).await?;
    let priced = known.into_iter().map(|known| {
        let tariff = tariffs.iter().find(|tariff| tariff.ticket_type == known.id);
        let price = tariff.map(|tariff| tariff.sold_for(now)).transpose()?;
        Ok(Sold { known, price: price.map(|(price, _)| price) })
    });
    priced.collect()
}

impl Order {
    /// One for each place.
    fn lines(&self) -> Vec<Line> {
        let places = self.items.iter().flat_map(|(item, sold)| {
            let Known { id, event_id, .. } = sold.known;
            let line = Line { event: event_id, ticket_type: id, list: sold.list() };
            std::iter::repeat_n(line, usize::try_from(item.quantity).unwrap_or_default())
        });
        places.collect()
    }

    fn answer(&self, code: Code, quote: &Quote, is_guest: bool) -> CheckedPromoCode {
        let currency =
            self.items.iter().find_map(|(_, sold)| sold.price).map(|price| price.currency);
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
                discount: sold.price.map(|price| Money::new(off, price.currency)),
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
