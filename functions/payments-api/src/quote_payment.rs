//! What tickets and places would cost, line by line (PA-8). Reserves nothing.

use axum::Json;
use axum::extract::State;
use billing::fees::{Amounts, Line as Priced, build_up};
use billing::policy::{self, Promise};
use billing::price::{self, FeePayer, Tariff, Terms};
use billing::promo::{self, Code};
use billing::settings::TaxBehavior;
use billing::tax::{self, Mode};
use chrono::{DateTime, Utc};
use models::{CountryCode, Currency, EventId, Line, Money, OrgId, RegistrationId, TicketTypeId};
use sales::Subject;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Client, Problem, ValidJson};

use crate::buyer::AnyBuyer;

/// What somebody would like to buy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [{"ticket_type_id": "01999d3c-0000-7000-8000-000000000000", "quantity": 2}]}))]
pub(crate) struct QuotePayment {
    #[schema(min_items = 1, max_items = 50)]
    items: Vec<QuoteItem>,
    /// A code that was kept for a place on offer is not in the price unless it stands here.
    promo_code: Option<Line<1, 60>>,
    /// Where the buyer is (ISO 3166-1 alpha-2). Where tax is taken, it tells whether there is any: none
    /// is certain where the rules for that country say so, and everything else stays estimated.
    country: Option<CountryCode>,
    /// Of the buyer's address. Rates that depend on it are known on the page to pay on, so it changes
    /// nothing here.
    #[expect(dead_code, reason = "taken and checked with the rest of the address")]
    postal_code: Option<Line<1, 20>>,
}

/// So many of a ticket, or a place that is there already: one of them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteItem {
    ticket_type_id: Option<TicketTypeId>,
    /// A place of the caller's (as for paying anew) that is held, on offer, waiting or lost, at today's
    /// price of its ticket. One that is paid, or is being paid, is refused: its payment tells what it
    /// costs.
    registration_id: Option<RegistrationId>,
    /// Of the ticket; of a place there is one.
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
    /// The place, where one was asked about.
    registration_id: Option<RegistrationId>,
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
    /// Until the buyer's address is final; not where there is none whatever that is.
    estimated: bool,
}

/// What tickets, and places of one's own, would cost, line by line. Reserves nothing.
#[utoipa::path(post, path = "/api/v1/payments/quotes", tag = "payments", request_body = QuotePayment,
    responses((status = 200, body = Quote), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn quote_payment(
    caller: AnyBuyer,
    State(app): State<crate::State>,
    client: Client,
    ValidJson(body): ValidJson<QuotePayment>,
) -> web::Result<Json<Quote>> {
    let now = app.clock.now();
    let wanted = pieces(&body)?;
    let mut tx = db::begin(&app.db).await?;
    let places = places(&mut tx, &wanted, (caller, &app), now).await?;
    let asked = asked(&mut tx, &wanted, &places, now).await?;
    let first = &asked[0];
    if asked
        .iter()
        .any(|a| a.organization != first.organization || a.price.currency != first.price.currency)
    {
        return Err(billing::Error::NotForSale.into());
    }
    let promise = policy::present(&mut tx, first.organization).await?.into();
    let exempt = match body.country {
        Some(country) if first.terms.tax.is_some() => {
            is_exempt(&mut tx, &asked, &String::from(country), now).await?
        }
        _ => false,
    };
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
    Ok(Json(answer(&asked, &discounts, code, (exempt, promise))?))
}

/// One piece that is asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Ticket(TicketTypeId),
    Place(RegistrationId),
}

struct Asked {
    ticket: TicketTypeId,
    registration: Option<RegistrationId>,
    name: String,
    modes: Vec<Mode>,
    event: EventId,
    organization: OrgId,
    price: Money,
    terms: Terms,
}

fn pieces(body: &QuotePayment) -> web::Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    for (n, item) in body.items.iter().enumerate() {
        let refused = |field: &str, code, detail| {
            Err(Problem::field(&format!("/items/{n}{field}"), code, detail))
        };
        if !(1..=50).contains(&item.quantity) {
            return refused("/quantity", "out-of-range", "1 to 50 of one ticket.");
        }
        let piece = match (item.ticket_type_id, item.registration_id) {
            (Some(ticket), None) => Piece::Ticket(ticket),
            (None, Some(place)) => Piece::Place(place),
            _ => return refused("", "one-of", "Name a ticket or a place."),
        };
        if matches!(piece, Piece::Place(_)) && (item.quantity > 1 || pieces.contains(&piece)) {
            return refused("", "invalid-value", "Each place is there once.");
        }
        pieces.extend(std::iter::repeat_n(piece, item.quantity as usize));
    }
    if !(1..=50).contains(&pieces.len()) {
        return Err(Problem::field("/items", "out-of-range", "1 to 50 tickets at a time."));
    }
    Ok(pieces)
}

/// The places that are asked about, each with its ticket. Somebody else's are not there.
async fn places(
    conn: &mut PgConnection,
    wanted: &[Piece],
    (caller, app): (AnyBuyer, &crate::State),
    now: DateTime<Utc>,
) -> web::Result<Vec<(RegistrationId, TicketTypeId)>> {
    let place = |piece: &Piece| match piece {
        Piece::Place(id) => Some(*id),
        Piece::Ticket(_) => None,
    };
    let ids: Vec<RegistrationId> = wanted.iter().filter_map(place).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let subjects = sales::subjects(conn, &ids, now).await?;
    if !caller.known()?.reaches(&subjects, &app.links) || subjects.len() != ids.len() {
        return Err(Problem::not_found());
    }
    let ticket = |subject: Subject| -> web::Result<_> { Ok((subject.id, subject.to_pay()?)) };
    subjects.into_iter().map(ticket).collect()
}

struct Known {
    id: TicketTypeId,
    name: String,
    event: EventId,
    organization: OrgId,
    offered: bool,
    in_person: bool,
    online: bool,
}

async fn tickets(conn: &mut PgConnection, wanted: &[TicketTypeId]) -> sqlx::Result<Vec<Known>> {
    sqlx::query_as!(
        Known,
        r#"select t.id as "id: TicketTypeId", t.name, t.event_id as "event: EventId", t.organization_id as "organization: OrgId",
                  t.archived_at is null as "offered!",
                  t.mode <> 'online' and e.format <> 'online' as "in_person!", t.mode <> 'in_person' and e.format <> 'in_person' as "online!"
             from ticket_types t join events e on e.id = t.event_id
            where t.id = any($1) and e.status in ('published', 'live')"#,
        wanted as _
    )
    .fetch_all(conn)
    .await
}

/// Every piece with its price.
async fn asked(
    conn: &mut PgConnection,
    wanted: &[Piece],
    places: &[(RegistrationId, TicketTypeId)],
    now: DateTime<Utc>,
) -> web::Result<Vec<Asked>> {
    let pieces = wanted.iter().map(|piece| match piece {
        Piece::Ticket(ticket) => Some((None, *ticket)),
        Piece::Place(id) => {
            let (_, ticket) = places.iter().find(|(place, _)| place == id)?;
            Some((Some(*id), *ticket))
        }
    });
    let pieces: Option<Vec<(Option<RegistrationId>, TicketTypeId)>> = pieces.collect();
    let pieces = pieces.ok_or_else(Problem::not_found)?;
    let kinds: Vec<TicketTypeId> = pieces.iter().map(|(_, ticket)| *ticket).collect();
    let known = tickets(conn, &kinds).await?;
    let tariffs = price::of_tickets(conn, &kinds, now).await?;
    pieces.into_iter().map(|piece| priced(piece, &known, &tariffs, now)).collect()
}

fn priced(
    (registration, ticket): (Option<RegistrationId>, TicketTypeId),
    known: &[Known],
    tariffs: &[Tariff],
    now: DateTime<Utc>,
) -> web::Result<Asked> {
    // What was taken off sale is still the ticket of those who have a place with it.
    let sold = |known: &&Known| known.id == ticket && (known.offered || registration.is_some());
    let found = known.iter().find(sold).ok_or_else(Problem::not_found)?;
    let tariff = tariffs.iter().find(|tariff| tariff.ticket_type == ticket);
    let (price, terms) = tariff.ok_or(billing::Error::NotForSale)?.sold_for(now)?;
    let Known { name, event, organization, in_person, online, .. } = found;
    let modes = [(*in_person, Mode::InPerson), (*online, Mode::LiveOnline)];
    let modes = modes.into_iter().filter_map(|(is, mode)| is.then_some(mode)).collect();
    let (event, organization, name) = (*event, *organization, name.clone());
    Ok(Asked { ticket, registration, name, modes, event, organization, price, terms })
}

/// PA-7: whether no tax is owed, whatever the rest of the address is.
async fn is_exempt(
    conn: &mut PgConnection,
    asked: &[Asked],
    country: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let rules = tax::in_force(conn, asked[0].organization).await?;
    let modes: Vec<Mode> = asked.iter().flat_map(|asked| asked.modes.iter().copied()).collect();
    Ok(tax::is_exempt(&rules, &modes, country, now))
}

fn lines(asked: &[Asked]) -> Vec<promo::Line> {
    let line = |a: &Asked| promo::Line { event: a.event, ticket_type: a.ticket, list: a.price };
    asked.iter().map(line).collect()
}

fn answer(
    asked: &[Asked],
    discounts: &[i64],
    code: Option<(Code, bool)>,
    (exempt, refund_terms): (bool, Promise),
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
                registration_id: asked.registration,
                name: asked.name.clone(),
                amounts: *amounts,
            })
            .collect(),
        promo_code: code.map(|(code, needs_verified_address)| QuotedCode {
            code,
            discount: Money::new(discounts.iter().sum(), currency),
            needs_verified_address,
        }),
        tax: QuotedTax { behavior: tax, amount: 0, estimated: tax.is_some() && !exempt },
        refund_terms,
    })
}
