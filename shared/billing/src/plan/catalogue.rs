//! A price as Stripe knows it: made there when somebody first wants it, with its product.

use chrono::{DateTime, Utc};
use models::{Money, PlanPriceId};
use serde::Deserialize;
use sqlx::PgPool;

use crate::Error;
use crate::stripe::{Form, Operation, Stripe, perform};

/// Stripe's ids of a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripePrices {
    /// Of the plan.
    pub plan: String,
    /// Of a further seat.
    pub seat: Option<String>,
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

/// The ids, made now if they are missing. The keys of the calls are those of the rows, so two
/// callers at once make one product and one price.
pub async fn at_stripe(
    db: &PgPool,
    stripe: &Stripe,
    price: PlanPriceId,
    now: DateTime<Utc>,
) -> Result<StripePrices, Error> {
    let row = sqlx::query!(
        "select p.plan_id, p.interval, p.currency, p.amount_minor, p.seat_amount_minor, p.stripe_price_id,
                p.stripe_seat_price_id, l.code, l.version, l.name
           from plan_prices p join plans l on l.id = p.plan_id where p.id = $1",
        price as _
    )
    .fetch_one(db)
    .await?;
    let known = StripePrices {
        plan: row.stripe_price_id.unwrap_or_default(),
        seat: row.stripe_seat_price_id,
    };
    if !known.plan.is_empty() && known.seat.is_some() == row.seat_amount_minor.is_some() {
        return Ok(known);
    }
    let product = Form::new()
        .with("name", &row.name)
        .with("metadata[plan]", row.plan_id)
        .with("metadata[version]", row.version);
    let product =
        make(db, stripe, &format!("plan:{}", row.plan_id), "/v1/products", &product, now).await?;
    let form = |amount: i64, what: &str| {
        Form::new()
            .with("product", &product)
            .with("currency", row.currency.code().to_lowercase())
            .with("unit_amount", Money::new(amount, row.currency).on_the_wire())
            .with("recurring[interval]", row.interval.word())
            .with("tax_behavior", "exclusive")
            .with("metadata[plan_price]", price)
            .with("metadata[what]", what)
    };
    let plan = form(row.amount_minor, "plan");
    let plan = make(db, stripe, &format!("plan-price:{price}"), "/v1/prices", &plan, now).await?;
    let seat = match row.seat_amount_minor {
        Some(amount) => {
            let key = format!("plan-seat-price:{price}");
            Some(make(db, stripe, &key, "/v1/prices", &form(amount, "seat"), now).await?)
        }
        None => None,
    };
    sqlx::query!(
        "update plan_prices set stripe_price_id = $2, stripe_seat_price_id = $3 where id = $1",
        price as _,
        plan,
        seat
    )
    .execute(db)
    .await?;
    Ok(StripePrices { plan, seat })
}

async fn make(
    db: &PgPool,
    stripe: &Stripe,
    key: &str,
    path: &str,
    form: &Form,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let operation = Operation { key, path, account: None, form, listed: None };
    Ok(perform::<Made>(db, stripe, operation, now).await?.id)
}
