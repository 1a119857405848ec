//! What tickets cost: set, shown and allowed here, kept by billing (EV-8).

use auth::{ManageEvents, Org};
use billing::price::{Priced, Tariff};
use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use events::event::{Duplicate, Event, Status};
use models::{EventId, Money, OrgId, TicketTypeId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;

/// A price for a while, and what becomes of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = TicketPrice)]
pub(crate) struct ShownPrice {
    price: Money,
    /// From then on; always, if null.
    valid_from: Option<DateTime<Utc>>,
    /// Until just before then; for good, if null.
    valid_to: Option<DateTime<Utc>>,
    /// Null while there are no fees for the currency; nothing is sold then.
    build_up: Option<BuildUp>,
}

/// One ticket bought alone, without a code and before tax.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = TicketBuildUp)]
pub(crate) struct BuildUp {
    /// The platform's fee.
    service_fee: Money,
    /// What moving the money costs.
    processing_fee: Money,
    buyer_pays: Money,
    organizer_receives: Money,
}

impl ShownPrice {
    /// Every price of a ticket, the earliest first.
    pub(crate) fn all(tariff: &Tariff) -> Vec<Self> {
        let shown = |priced: &Priced| {
            let Priced { price, valid_from, valid_to } = *priced;
            let money = |amount| Money::new(amount, price.currency);
            let amounts = tariff.terms.map(|terms| terms.amounts(price));
            let build_up = amounts.map(|amounts| BuildUp {
                service_fee: money(amounts.service_fee),
                processing_fee: money(amounts.processing_fee),
                buyer_pays: money(amounts.total),
                organizer_receives: money(amounts.organizer),
            });
            Self { price, valid_from, valid_to, build_up }
        };
        tariff.prices.iter().map(shown).collect()
    }
}

/// Sets all prices of a ticket, with the line of the log. Something published gets a price only
/// from an organization that can take charges.
pub(crate) async fn set(
    conn: &mut PgConnection,
    org: &Org<ManageEvents>,
    event: &Event,
    ticket: TicketTypeId,
    prices: &[Priced],
    now: DateTime<Utc>,
) -> web::Result<()> {
    let was = billing::price::of_tickets(conn, &[ticket], now).await?.pop();
    let was = was.map(|tariff| tariff.prices).unwrap_or_default();
    if was == prices {
        return Ok(());
    }
    if event.status == Status::Live {
        return Err(events::Error::EventLocked(event.status.word(), "prices are fixed now.").into());
    }
    billing::price::set_for_ticket(conn, org.id, ticket, prices, "/prices", now).await?;
    if event.status == Status::Published && !prices.is_empty() {
        can_take_charges(conn, org.id, now).await?;
    }
    let actor = Actor::User(org.user);
    let entry = Entry::new(Some(org.id), actor, "ticket.priced", "ticket_type", ticket);
    let (before, after) = (json!({ "prices": was }), json!({ "prices": prices }));
    audit::write(conn, Entry { before, after, ..entry }, now).await?;
    Ok(())
}

/// Gives the tickets of a copy the prices of their originals.
pub(crate) async fn copy(
    conn: &mut PgConnection,
    org: &Org<ManageEvents>,
    copy: &Duplicate,
    now: DateTime<Utc>,
) -> web::Result<()> {
    let Duplicate { event, shift, tickets } = copy;
    let copied = billing::price::copy_to_tickets(conn, org.id, tickets, *shift, now).await?;
    if copied > 0 {
        let actor = Actor::User(org.user);
        let entry = Entry::new(Some(org.id), actor, "event.prices_copied", "event", event.id);
        audit::write(conn, Entry { after: json!({ "prices": copied }), ..entry }, now).await?;
    }
    Ok(())
}

/// Whether the organization could sell now, and if not, why (PA-11).
pub(crate) async fn can_take_charges(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> Result<(), billing::Error> {
    let seller = billing::account::seller(conn, org, now).await?;
    match seller.ready() {
        Ok(_) => Ok(()),
        Err(billing::Error::SellerNotReady) => Err(billing::Error::PriceNeedsPayouts),
        Err(other) => Err(other),
    }
}

/// Whether some ticket of the event costs something.
pub(crate) async fn any(conn: &mut PgConnection, event: EventId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from ticket_types t join prices p on p.ticket_type_id = t.id
                           where t.event_id = $1 and t.archived_at is null) as "any!""#,
        event as _
    )
    .fetch_one(conn)
    .await
}
