//! Places that cost something: the code is reserved and the payment drafted, its price frozen, in
//! the transaction that holds the seats (RG-8, PA-14a).

use billing::account::{self, Seller};
use billing::fees::{Amounts, Line};
use billing::payment::{self, Buyer, Drafted, DropReason, DroppedCode, NewItem, Sale};
use billing::price::{self, Tariff, Terms};
use billing::promo::Reserved;
use billing::promo::{self, Code, Wanted};
use chrono::{DateTime, Utc};
use events::registration::{self, Move};
use models::{Currency, EventId, Money, OrgId, PaymentId, RegistrationId, TicketTypeId};
use sqlx::PgConnection;

use crate::Error;

/// Places that were held and are to be paid for, all of one event.
pub struct Order<'a> {
    /// Where.
    pub event: EventId,
    /// The places and their tickets; at least one.
    pub places: &'a [(RegistrationId, TicketTypeId)],
    /// Who pays.
    pub buyer: &'a Buyer,
    /// Whether the buyer's address is proven (PC-5).
    pub verified: bool,
    /// A code to make it cheaper.
    pub code: Option<&'a Code>,
}

/// A payment that was drafted, or settled at once because nothing is owed.
#[derive(Clone, Debug)]
pub struct Bought {
    /// Which.
    pub id: PaymentId,
    /// What is owed.
    pub amounts: Amounts,
    /// In what.
    pub currency: Currency,
    /// Places that are sure now, since nothing is owed.
    pub moves: Vec<Move>,
    /// A code that was kept for it and does not work any more.
    pub code_dropped: Option<DroppedCode>,
}

struct Named {
    organization: OrgId,
    event: String,
    tickets: Vec<(TicketTypeId, String)>,
}

/// What a payment is made of.
pub(crate) struct Prepared {
    pub(crate) organization: OrgId,
    pub(crate) currency: Currency,
    pub(crate) terms: Terms,
    pub(crate) seller: Seller,
    pub(crate) items: Vec<NewItem>,
}

impl Prepared {
    pub(crate) fn sale<'a>(&'a self, buyer: &'a Buyer) -> Sale<'a> {
        Sale {
            organization: self.organization,
            buyer,
            currency: self.currency,
            terms: self.terms,
            policy: &self.seller.policy,
            items: &self.items,
        }
    }
}

/// Drafts the payment. Where a code leaves nothing to pay the places are sure.
pub async fn buy(
    conn: &mut PgConnection,
    order: &Order<'_>,
    now: DateTime<Utc>,
) -> Result<Bought, Error> {
    let prepared = prepare(conn, order, now).await?;
    let Drafted { id, status, amounts } =
        payment::draft(conn, &prepared.sale(order.buyer), now).await?;
    let mut moves = Vec::new();
    if status == payment::Status::Paid {
        let places: Vec<RegistrationId> = order.places.iter().map(|(place, _)| *place).collect();
        moves = registration::pay(conn, &places, now).await?.moves;
        registration::seated(conn, &places, now).await?;
    }
    Ok(Bought { id, amounts, currency: prepared.currency, moves, code_dropped: None })
}

/// The same with a code that was kept since the person queued or asked, and is judged now (PC-8). One
/// that does not work any more is left out, and the payment says so.
pub(crate) async fn buy_with_kept(
    conn: &mut PgConnection,
    order: &Order<'_>,
    now: DateTime<Utc>,
) -> Result<Bought, Error> {
    let refusal = match buy(conn, order, now).await {
        Err(Error::Billing(refusal)) => refusal,
        other => return other,
    };
    let (Some(code), Some(reason)) = (order.code, DropReason::of(&refusal)) else {
        return Err(refusal.into());
    };
    let mut bought = buy(conn, &Order { code: None, ..*order }, now).await?;
    let dropped = DroppedCode::new(code, reason);
    payment::drop_code(conn, bought.id, &dropped).await?;
    bought.code_dropped = Some(dropped);
    Ok(bought)
}

/// Prices frozen, the code reserved.
pub(crate) async fn prepare(
    conn: &mut PgConnection,
    order: &Order<'_>,
    now: DateTime<Utc>,
) -> Result<Prepared, Error> {
    let kinds: Vec<TicketTypeId> = order.places.iter().map(|(_, ticket)| *ticket).collect();
    let tariffs = price::of_tickets(conn, &kinds, now).await?;
    let asked: Vec<(Money, Terms)> = kinds
        .iter()
        .map(|ticket| asked(&tariffs, *ticket, now))
        .collect::<Result<_, billing::Error>>()?;
    let (Money { currency, .. }, terms) = *asked.first().ok_or(billing::Error::NotForSale)?;
    if asked.iter().any(|(price, _)| price.currency != currency) {
        return Err(billing::Error::NotForSale.into());
    }
    let named = names(conn, order.event).await?;
    let seller = account::seller(conn, named.organization, now).await?;
    let reserved = reserve(conn, order, named.organization, &asked, now).await?;
    let items: Vec<NewItem> = order
        .places
        .iter()
        .zip(&asked)
        .map(|((place, ticket), (price, _))| {
            let used = reserved.iter().find(|reserved| reserved.registration == *place);
            NewItem {
                registration: *place,
                label: label(&named, *ticket),
                line: Line {
                    list: price.amount,
                    discount: used.map_or(0, |used| used.discount_minor),
                },
                promo_code: used.map(|used| used.promo_code),
            }
        })
        .collect();
    Ok(Prepared { organization: named.organization, currency, terms, seller, items })
}

/// Whether a code that is kept for later works for these tickets now, as far as that can be said
/// before the price is asked for (PC-8). Tickets without a price need no code.
pub async fn check_code(
    conn: &mut PgConnection,
    event: EventId,
    (code, tickets): (&Code, &[TicketTypeId]),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let tariffs = price::of_tickets(conn, tickets, now).await?;
    let lines: Vec<promo::Line> = tickets
        .iter()
        .filter_map(|ticket| Some((*ticket, asked(&tariffs, *ticket, now).ok()?.0)))
        .map(|(ticket_type, list)| promo::Line { event, ticket_type, list })
        .collect();
    if !lines.is_empty() {
        let organization = names(conn, event).await?.organization;
        promo::quote(conn, organization, code, None, &lines, now).await?;
    }
    Ok(())
}

fn asked(
    tariffs: &[Tariff],
    ticket: TicketTypeId,
    now: DateTime<Utc>,
) -> Result<(Money, Terms), billing::Error> {
    let tariff = tariffs.iter().find(|tariff| tariff.ticket_type == ticket);
    tariff.ok_or(billing::Error::NotForSale)?.sold_for(now)
}

async fn reserve(
    conn: &mut PgConnection,
    order: &Order<'_>,
    organization: OrgId,
    asked: &[(Money, Terms)],
    now: DateTime<Utc>,
) -> Result<Vec<Reserved>, Error> {
    let Some(code) = order.code else { return Ok(Vec::new()) };
    let buyer = promo::Buyer {
        user: order.buyer.user,
        email_key: order.buyer.email.key().to_owned(),
        verified: order.verified,
    };
    let wanted: Vec<Wanted> = order
        .places
        .iter()
        .zip(asked)
        .map(|((registration, ticket_type), (list, _))| Wanted {
            registration: *registration,
            event: order.event,
            ticket_type: *ticket_type,
            list: *list,
        })
        .collect();
    Ok(promo::reserve(conn, organization, code, &buyer, &wanted, now).await?)
}

async fn names(conn: &mut PgConnection, event: EventId) -> Result<Named, Error> {
    let rows = sqlx::query!(
        r#"select e.organization_id as "organization: OrgId", e.title, t.id as "ticket: TicketTypeId", t.name
             from events e join ticket_types t on t.event_id = e.id where e.id = $1"#,
        event as _
    )
    .fetch_all(conn)
    .await?;
    let first = rows.first().ok_or(billing::Error::NotForSale)?;
    Ok(Named {
        organization: first.organization,
        event: first.title.clone(),
        tickets: rows.into_iter().map(|row| (row.ticket, row.name)).collect(),
    })
}

/// As the page and the invoice call it.
fn label(named: &Named, ticket: TicketTypeId) -> String {
    let name = named.tickets.iter().find(|(id, _)| *id == ticket).map_or("", |(_, name)| name);
    let label = format!("{}: {name}", named.event);
    label.chars().take(300).collect()
}
