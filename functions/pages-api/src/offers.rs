//! The tickets of an event as schema.org tells of them: what one pays in all, bought alone.

use billing::price;
use chrono::{DateTime, Utc};
use models::{EventId, TicketTypeId};
use serde_json::{Value, json};
use sqlx::PgConnection;

/// <https://schema.org/Offer> for each ticket that strangers find and that is sold at all.
pub(crate) async fn offers(
    conn: &mut PgConnection,
    event: EventId,
    url: &str,
    now: DateTime<Utc>,
) -> web::Result<Vec<Value>> {
    let tickets = sqlx::query!(
        r#"select id as "id: TicketTypeId", name, sales_open_at from ticket_types
            where event_id = $1 and archived_at is null and audience = 'public' and coalesce(sales_close_at > $2, true)
            order by position, id"#,
        event as _,
        now
    )
    .fetch_all(&mut *conn)
    .await?;
    let ids: Vec<TicketTypeId> = tickets.iter().map(|ticket| ticket.id).collect();
    let tariffs = price::of_tickets(conn, &ids, now).await?;
    let offer = |name: &str, opens_at: Option<DateTime<Utc>>, price: &str, currency: &str| {
        json!({
            "@type": "Offer", "name": name, "price": price, "priceCurrency": currency, "url": url, "validFrom": opens_at,
        })
    };
    let offers = tickets.iter().filter_map(|ticket| {
        let Some(tariff) = tariffs.iter().find(|tariff| tariff.ticket_type == ticket.id) else {
            // What is free is so in every currency.
            return Some(offer(&ticket.name, ticket.sales_open_at, "0", "EUR"));
        };
        let first = ticket.sales_open_at.map_or(now, |opens_at| opens_at.max(now));
        let (price, terms) = tariff.sold_for(first).ok()?;
        let total = models::Money::new(terms.amounts(price).total, price.currency).to_string();
        let (sum, currency) = total.split_once(' ')?;
        Some(offer(&ticket.name, ticket.sales_open_at, sum, currency))
    });
    Ok(offers.collect())
}
