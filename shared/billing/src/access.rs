//! What an organization may do now, for those who are no member: jobs and public pages (BI-7).

use chrono::{DateTime, SecondsFormat, Utc};
use models::{Access, Currency, Limits, Money, OrgId, OrgLimits, TimeZone};
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

/// Whether something new may come at all: registrations, codes (BI-6).
pub fn writable(limits: &Limits) -> Result<(), Error> {
    match limits.access {
        Access::Full | Access::Grace => Ok(()),
        Access::ReadOnly => Err(Error::OrganizationReadOnly),
    }
}

/// Whether the plan has seats for so many people with a billable role. A refusal tells what one
/// more costs, where the plan sells more (BI-11), or how many end and when (BI-14).
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
    let coming = ending(conn, organization).await?;
    let seats = coming.as_ref().map_or(limits.seats, |coming| coming.seats);
    if let Some(Ending { ends_at, zone, .. }) = coming
        && taken <= i64::from(seats)
    {
        let gone = seats - limits.seats;
        let end = if gone == 1 { "1 seat ends" } else { &format!("{gone} seats end") };
        let day = ends_at.with_timezone(&zone).format("%-d %B %Y");
        let why = format!("All seats that stay are taken: {end} on {day}.");
        let facts = vec![
            fact("seats", seats.to_string()),
            fact("seats_ending", gone.to_string()),
            fact("seats_end_at", ends_at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        ];
        return Err(Error::SeatLimitReached { why, facts });
    }
    let mut facts = vec![fact("seats", seats.to_string())];
    if let Some((price, interval)) = one_more(conn, organization, seats).await? {
        facts.push(fact("seat_price", price.to_string()));
        facts.push(fact("interval", interval.word().to_owned()));
    }
    Err(Error::SeatLimitReached { why: "All seats of the plan are taken.".to_owned(), facts })
}

struct Ending {
    /// Today.
    seats: i32,
    ends_at: DateTime<Utc>,
    zone: TimeZone,
}

/// The seats of today, where a change to come may end some of them.
async fn ending(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<Option<Ending>> {
    sqlx::query_as!(
        Ending,
        r#"select l.included_seats + s.paid_seats as "seats!", c.effective_at as ends_at, o.time_zone as "zone: TimeZone"
             from subscriptions s join plans l on l.id = s.plan_id join organizations o on o.id = s.organization_id
             join scheduled_changes c on c.organization_id = s.organization_id and c.ended_at is null
            where s.organization_id = $1"#,
        organization as _
    )
    .fetch_optional(conn)
    .await
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
