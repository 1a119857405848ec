//! What an organization may do now, for those who are no member: jobs and public pages (BI-7).

use chrono::{DateTime, Utc};
use models::{Access, Currency, Limits, Money, OrgId, OrgLimits};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::Error;
use crate::error::field;
use crate::plan::Interval;

/// The limits of an organization. One without a plan does not exist: a missing row is a fault of
/// ours, never "unlimited" (BI-2).
pub async fn of(
    conn: &mut PgConnection,
    organization: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<Limits> {
    let row = sqlx::query_scalar!(
        r#"select to_jsonb(l) as "limits!: Json<OrgLimits>" from org_limits l where organization_id = $1"#,
        organization as _
    );
    Ok(row.fetch_one(conn).await?.0.at(now))
}

/// Whether something may be published, or somebody added to the team (BI-6).
pub fn full(limits: &Limits) -> Result<(), Error> {
    match limits.access {
        Access::Full => Ok(()),
        Access::Grace => Err(Error::PlanEnded),
        Access::ReadOnly => Err(Error::OrganizationReadOnly),
    }
}

/// Whether the plan has seats for so many people with a billable role. A refusal tells what one
/// more costs, where the plan sells more (BI-11).
pub async fn seat(
    conn: &mut PgConnection,
    organization: OrgId,
    limits: &Limits,
    taken: i64,
) -> Result<(), Error> {
    if taken <= i64::from(limits.seats) {
        return Ok(());
    }
    let fact = |name: &str, value: String| field("", name, &value);
    let mut facts = vec![fact("seats", limits.seats.to_string())];
    if let Some((price, interval)) = one_more(conn, organization, limits.seats).await? {
        facts.push(fact("seat_price", price.to_string()));
        facts.push(fact("interval", interval.word().to_owned()));
    }
    Err(Error::SeatLimitReached(facts))
}

/// What a further seat costs: by the price that is paid, else by the month.
async fn one_more(
    conn: &mut PgConnection,
    organization: OrgId,
    seats: i32,
) -> sqlx::Result<Option<(Money, Interval)>> {
    let row = sqlx::query!(
        r#"select p.seat_amount_minor as "amount!", p.currency as "currency: Currency", p.interval as "interval: Interval"
             from subscriptions s
             join plans l on l.id = s.plan_id and (l.max_seats is null or l.max_seats > $2)
             join plan_prices p on p.plan_id = l.id and p.seat_amount_minor is not null
                  and (p.id = s.plan_price_id or s.plan_price_id is null and p.retired_at is null)
            where s.organization_id = $1
            order by p.interval, p.currency = 'USD' desc, p.currency limit 1"#,
        organization as _,
        seats
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (Money::new(row.amount, row.currency), row.interval)))
}
