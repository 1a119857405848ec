//! Prices of tickets: rows of this domain, set by the functions that own the thing (PA-2).

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{Money, OrgId, PriceId, TicketTypeId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::Error;
use crate::error::field;

/// Who bears the fees (PA-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum FeePayer {
    /// On top of the price, as a booking fee.
    Buyer,
    /// Out of the price.
    Organizer,
}

/// A price for a while; several make an early bird.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Priced {
    /// More than nothing.
    pub price: Money,
    /// From then on; always, if absent.
    pub valid_from: Option<DateTime<Utc>>,
    /// Until just before then; for good, if absent.
    pub valid_to: Option<DateTime<Utc>>,
}

/// The prices of a ticket type, all at once; none makes it free. They must not overlap and be of
/// one currency. `pointer` is where they stand in the request.
pub async fn set_for_ticket(
    conn: &mut PgConnection,
    organization: OrgId,
    ticket_type: TicketTypeId,
    prices: &[Priced],
    pointer: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    checked(prices, pointer)?;
    sqlx::query!(
        "delete from prices where ticket_type_id = $1 and organization_id = $2",
        ticket_type as _,
        organization as _
    )
    .execute(&mut *conn)
    .await?;
    let overlap =
        || vec![field(pointer, "price-overlap", "Two prices must not hold at the same time.")];
    let ids: Vec<PriceId> = prices.iter().map(|_| PriceId::new(now)).collect();
    let amounts: Vec<i64> = prices.iter().map(|p| p.price.amount).collect();
    let currencies: Vec<String> = prices.iter().map(|p| p.price.currency.into()).collect();
    let from: Vec<Option<DateTime<Utc>>> = prices.iter().map(|p| p.valid_from).collect();
    let to: Vec<Option<DateTime<Utc>>> = prices.iter().map(|p| p.valid_to).collect();
    sqlx::query!(
        "insert into prices (id, organization_id, ticket_type_id, amount_minor, currency, valid_from, valid_to, created_at)
         select id, $2, $3, amount, currency, valid_from, valid_to, $8
           from unnest($1::uuid[], $4::bigint[], $5::text[], $6::timestamptz[], $7::timestamptz[])
                as p (id, amount, currency, valid_from, valid_to)",
        ids as _,
        organization as _,
        ticket_type as _,
        &amounts,
        &currencies,
        from as _,
        to as _,
        now
    )
    .execute(conn)
    .await
    .on_constraint([("prices_no_overlap", Error::Invalid(overlap()))])?;
    Ok(())
}

fn checked(prices: &[Priced], pointer: &str) -> Result<(), Error> {
    let mut faults = Vec::new();
    for (n, Priced { price, valid_from, valid_to }) in prices.iter().enumerate() {
        let pointer = format!("{pointer}/{n}");
        if price.amount == 0 {
            faults.push(field(
                &format!("{pointer}/price/amount"),
                "amount-not-chargeable",
                "A ticket without a price is free.",
            ));
        }
        if let Err(why) = price.chargeable() {
            return Err(Error::NotChargeable { pointer: format!("{pointer}/price/amount"), why });
        }
        if price.currency != prices[0].price.currency {
            faults.push(field(
                &format!("{pointer}/price/currency"),
                "currency-mixed",
                "All prices of a ticket are in one currency.",
            ));
        }
        if let (Some(from), Some(to)) = (valid_from, valid_to)
            && from >= to
        {
            faults.push(field(
                &format!("{pointer}/valid_to"),
                "out-of-range",
                "It ends before it begins.",
            ));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}
