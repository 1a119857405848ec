//! A new draft, with everything that every event has: an address, seats, a ticket, settings, a
//! rule of presence and at least one session.

use chrono::{DateTime, Utc};
use models::{EventId, OrgId, TicketTypeId, TimeZone, UserId};
use sqlx::PgConnection;

use super::{Event, Format, Kind, Status, Visibility, queries};
use crate::error::field;
use crate::session::{self, MOST, spans_too_long};
use crate::{Error, seats};

/// What an organizer plans.
#[derive(Clone, Debug)]
pub struct Plan {
    /// 1 to 200 characters.
    pub title: String,
    /// A sentence or two.
    pub summary: Option<String>,
    /// `CommonMark`.
    pub description: Option<String>,
    /// What kind of learning.
    pub kind: Kind,
    /// How people take part.
    pub format: Format,
    /// Whose clocks it follows.
    pub time_zone: TimeZone,
    /// Who finds the page.
    pub visibility: Visibility,
    /// The place's name.
    pub venue_name: Option<String>,
    /// The place's address.
    pub venue_address: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Where people join, if not by Zoom.
    pub online_url: Option<String>,
    /// A Zoom meeting is made after publishing.
    pub zoom_planned: bool,
    /// Seats; none means no limit.
    pub capacity: Option<i32>,
    /// Places in the queue; 0 means no queue.
    pub waitlist_max: i32,
    /// At least one.
    pub sessions: Vec<session::Plan>,
}

impl Plan {
    fn check(&self) -> Result<(DateTime<Utc>, DateTime<Utc>), Error> {
        let first = self.sessions.iter().map(|s| s.starts_at).min();
        let last = self.sessions.iter().map(|s| s.ends_at).max();
        let (Some(first), Some(last)) = (first, last) else {
            return Err(Error::Invalid(vec![field(
                "/sessions",
                "required",
                "An event has at least one session.",
            )]));
        };
        limit(self.capacity, self.waitlist_max)?;
        let single = self.sessions.len() == 1;
        let mut faults: Vec<_> = self
            .sessions
            .iter()
            .enumerate()
            .flat_map(|(n, plan)| {
                plan.faults(&if single { String::new() } else { format!("/sessions/{n}") })
            })
            .collect();
        if spans_too_long(first, last) || self.sessions.len() > MOST {
            faults.push(field(
                "/sessions",
                "out-of-range",
                "An event spans at most 366 days and 500 sessions.",
            ));
        }
        if faults.is_empty() { Ok((first, last)) } else { Err(Error::Invalid(faults)) }
    }
}

/// Seats and queue within what the house can hold.
pub(super) fn limit(capacity: Option<i32>, waitlist_max: i32) -> Result<(), Error> {
    if capacity.is_some_and(|seats| !(0..=100_000).contains(&seats)) {
        return Err(Error::Invalid(vec![field(
            "/capacity",
            "out-of-range",
            "This is 0 to 100,000.",
        )]));
    }
    if !(0..=10_000).contains(&waitlist_max) {
        return Err(Error::Invalid(vec![field(
            "/waitlist_max",
            "out-of-range",
            "This is 0 to 10,000.",
        )]));
    }
    Ok(())
}

/// Makes a draft.
pub async fn create(
    conn: &mut PgConnection,
    org: OrgId,
    by: UserId,
    plan: Plan,
    now: DateTime<Utc>,
) -> Result<Event, Error> {
    let (starts_at, ends_at) = plan.check()?;
    let Plan { capacity, waitlist_max, sessions, .. } = &plan;
    let (capacity, waitlist_max, sessions) = (*capacity, *waitlist_max, sessions.clone());
    let event = drafted(org, plan, (starts_at, ends_at), now);
    queries::insert(conn, &event).await?;
    queries::take_slug(conn, event.id, &event.title).await?;
    equip(conn, &event, waitlist_max, now).await?;
    seats::open_pool(conn, org, event.id, capacity, now).await?;
    session::insert(conn, org, event.id, &sessions, 0, now).await?;
    queries::insert_history(conn, &event, by, now).await?;
    Ok(event)
}

fn drafted(
    org: OrgId,
    plan: Plan,
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Event {
    Event {
        id: EventId::new(now),
        organization_id: org,
        title: plan.title,
        summary: plan.summary,
        description: plan.description,
        kind: plan.kind,
        format: plan.format,
        time_zone: plan.time_zone,
        starts_at,
        ends_at,
        status: Status::Draft,
        visibility: plan.visibility,
        access_generation: 1,
        venue_name: plan.venue_name,
        venue_address: plan.venue_address,
        country: plan.country,
        latitude: None,
        longitude: None,
        online_url: plan.online_url,
        zoom_planned: plan.zoom_planned,
        objectives: Vec::new(),
        level: None,
        prerequisites: None,
        languages: Vec::new(),
        support_statement: None,
        sequence: 0,
        published_at: None,
        cancelled_at: None,
        cancel_reason: None,
        created_at: now,
        updated_at: now,
        version: 1,
    }
}

/// Settings, the rule of presence and the free ticket.
async fn equip(
    conn: &mut PgConnection,
    event: &Event,
    waitlist_max: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with settings as (
            insert into event_settings (event_id, organization_id, waitlist_max) values ($1, $2, $3)
         ), policy as (
            insert into attendance_policies (event_id, organization_id) values ($1, $2)
         )
         insert into ticket_types (id, organization_id, event_id, name, created_at, updated_at)
         values ($4, $2, $1, 'Registration', $5, $5)",
        event.id as _,
        event.organization_id as _,
        waitlist_max,
        TicketTypeId::new(now) as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
