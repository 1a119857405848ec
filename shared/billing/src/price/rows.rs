//! Prices as rows.

use chrono::{DateTime, TimeDelta, Utc};
use db::OnConstraint as _;
use models::{Currency, OrgId, PriceId, TicketTypeId};
use sqlx::PgConnection;

use super::{Priced, of_tickets, rules, schedule};
use crate::Error;
use crate::error::field;

/// The prices of a ticket type, all at once; none makes it free. They follow one another without
/// overlap or gap and are of the currency of the event's other tickets, since a party pays at once.
/// `pointer` is where they stand in the request.
pub async fn set_for_ticket(
    conn: &mut PgConnection,
    organization: OrgId,
    ticket_type: TicketTypeId,
    prices: &[Priced],
    pointer: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if let Some(first) = prices.first() {
        let currency = first.price.currency;
        let at = format!("{pointer}/0/price/currency");
        let terms = schedule(conn, organization, currency, now)
            .await?
            .ok_or(Error::CurrencyNotSold { pointer: at.clone() })?;
        rules::check(prices, terms, pointer)?;
        if !alone(conn, ticket_type, currency).await? {
            return Err(Error::Invalid(vec![field(
                &at,
                "currency-mixed",
                "All tickets of an event are sold in one currency.",
            )]));
        }
    }
    sqlx::query!(
        "delete from prices where ticket_type_id = $1 and organization_id = $2",
        ticket_type as _,
        organization as _
    )
    .execute(&mut *conn)
    .await?;
    let rows: Vec<_> = prices.iter().map(|priced| (ticket_type, *priced)).collect();
    insert(conn, organization, &rows, now)
        .await
        // Somebody set prices of this ticket at the very same moment.
        .on_constraint([("prices_no_overlap", Error::Stale)])
}

/// Gives new tickets the prices of others, their times moved along.
pub async fn copy_to_tickets(
    conn: &mut PgConnection,
    organization: OrgId,
    pairs: &[(TicketTypeId, TicketTypeId)],
    shift: TimeDelta,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let sources: Vec<TicketTypeId> = pairs.iter().map(|(source, _)| *source).collect();
    let mut rows = Vec::new();
    for tariff in of_tickets(conn, &sources, now).await? {
        let copies = pairs.iter().filter(|(source, _)| *source == tariff.ticket_type);
        for (_, copy) in copies {
            rows.extend(tariff.prices.iter().map(|priced| (*copy, moved(priced, shift))));
        }
    }
    if !rows.is_empty() {
        insert(conn, organization, &rows, now).await?;
    }
    Ok(rows.len())
}

fn moved(priced: &Priced, shift: TimeDelta) -> Priced {
    let later = |at: Option<DateTime<Utc>>| at.map(|at| at + shift);
    Priced {
        price: priced.price,
        valid_from: later(priced.valid_from),
        valid_to: later(priced.valid_to),
    }
}

/// Whether no other ticket of the event is sold in another currency.
async fn alone(
    conn: &mut PgConnection,
    ticket_type: TicketTypeId,
    currency: Currency,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select not exists (
              select from ticket_types t
                join ticket_types other on other.event_id = t.event_id and other.id <> t.id and other.archived_at is null
                join prices p on p.ticket_type_id = other.id
               where t.id = $1 and p.currency <> $2) as "alone!""#,
        ticket_type as _,
        currency as _
    )
    .fetch_one(conn)
    .await
}

async fn insert(
    conn: &mut PgConnection,
    organization: OrgId,
    rows: &[(TicketTypeId, Priced)],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let ids: Vec<PriceId> = rows.iter().map(|_| PriceId::new(now)).collect();
    let tickets: Vec<TicketTypeId> = rows.iter().map(|(ticket, _)| *ticket).collect();
    let amounts: Vec<i64> = rows.iter().map(|(_, p)| p.price.amount).collect();
    let currencies: Vec<String> = rows.iter().map(|(_, p)| p.price.currency.into()).collect();
    let from: Vec<Option<DateTime<Utc>>> = rows.iter().map(|(_, p)| p.valid_from).collect();
    let to: Vec<Option<DateTime<Utc>>> = rows.iter().map(|(_, p)| p.valid_to).collect();
    sqlx::query!(
        "insert into prices (id, organization_id, ticket_type_id, amount_minor, currency, valid_from, valid_to, created_at)
         select id, $2, ticket_type_id, amount, currency, valid_from, valid_to, $8
           from unnest($1::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[], $7::timestamptz[])
                as p (id, ticket_type_id, amount, currency, valid_from, valid_to)",
        ids as _,
        organization as _,
        tickets as _,
        &amounts,
        &currencies,
        from as _,
        to as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
