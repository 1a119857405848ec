//! An event in a list: what strangers choose by.

use chrono::{DateTime, Utc};
use cloud::Objects;
use events::event::{Format, Kind, Status};
use events::local_time::in_zone;
use models::{EventId, Money, OrgLimits, TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::availability::{Availability, Seats, takes_people};
use crate::tickets::{Ticket, offered, summary};

/// An event in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Card {
    slug: String,
    title: String,
    summary: Option<String>,
    r#type: Kind,
    format: Format,
    time_zone: TimeZone,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    starts_local: String,
    ends_local: String,
    venue_name: Option<String>,
    country: Option<String>,
    languages: Vec<String>,
    image: Option<CardImage>,
    organizer: CardOrganizer,
    availability: Availability,
    /// Only where the organizer shows it.
    seats_left: Option<i32>,
    /// Somebody can take part for nothing.
    free: bool,
    /// The least that one pays in all where one pays.
    price: Option<Money>,
    /// Some tickets cost something else.
    price_varies: bool,
    credits: Vec<CardCredit>,
}

/// Its picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CardImage {
    alt: String,
    small_url: String,
}

/// Who invites.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CardOrganizer {
    name: String,
    slug: Option<String>,
    verified: bool,
}

/// What one can earn.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct CardCredit {
    body: String,
    r#type: String,
    /// At most so much.
    amount: String,
    state: CreditState,
}

/// How sure the credit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CreditState {
    /// The body has said so.
    Approved,
    /// The body has been asked.
    AppliedFor,
}

pub(crate) struct Row {
    pub(crate) id: EventId,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) summary: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) format: Format,
    pub(crate) status: Status,
    pub(crate) time_zone: TimeZone,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) published_at: DateTime<Utc>,
    pub(crate) venue_name: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) languages: Vec<String>,
    pub(crate) alt: Option<String>,
    pub(crate) small_object: Option<String>,
    pub(crate) organizer: String,
    pub(crate) organizer_slug: Option<String>,
    pub(crate) verified: bool,
    pub(crate) limits: Json<OrgLimits>,
    pub(crate) opens_at: Option<DateTime<Utc>>,
    pub(crate) closes_at: Option<DateTime<Utc>>,
    pub(crate) show_seats_left: bool,
    pub(crate) waitlist_max: i32,
    pub(crate) waiting: i64,
    pub(crate) capacity: Option<i32>,
    pub(crate) taken: i32,
    pub(crate) tickets: Json<Vec<Ticket>>,
    pub(crate) credits: Json<Vec<CardCredit>>,
}

/// The card of a row.
pub(crate) fn card(row: Row, objects: &Objects, now: DateTime<Utc>) -> Card {
    let seats = Seats {
        status: row.status,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        capacity: row.capacity,
        taken: row.taken,
        waiting: row.waiting,
        waitlist_max: row.waitlist_max,
        open_for_business: takes_people(&row.limits, now),
    };
    let summary = summary(&offered(&row.tickets, &seats, row.show_seats_left, now));
    Card {
        availability: summary.availability,
        seats_left: seats.left(&[]).filter(|_| row.show_seats_left),
        starts_local: in_zone(row.starts_at, row.time_zone),
        ends_local: in_zone(row.ends_at, row.time_zone),
        venue_name: row.venue_name.filter(|_| row.format != Format::Online),
        slug: row.slug,
        title: row.title,
        summary: row.summary,
        r#type: row.kind,
        format: row.format,
        time_zone: row.time_zone,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        country: row.country,
        languages: row.languages,
        image: row
            .alt
            .zip(row.small_object)
            .map(|(alt, small)| CardImage { alt, small_url: objects.public_url(&small) }),
        organizer: CardOrganizer {
            name: row.organizer,
            slug: row.organizer_slug,
            verified: row.verified,
        },
        free: summary.free,
        price: summary.least,
        price_varies: summary.varies,
        credits: row.credits.0,
    }
}

/// The columns of [`Row`] for public events that are still to come; `$1` is the present.
macro_rules! cards {
    ([$($rest:literal),+], $($argument:expr),+ $(,)?) => {
        crate::tickets::with_tickets!("t.audience = 'public'", crate::card::cards_with, [$($rest),+], $($argument),+)
    };
}
pub(crate) use cards;

macro_rules! cards_with {
    ([$($tickets:literal),+], [$($rest:literal),+], $($argument:expr),+) => {
        sqlx::query_as!(
            crate::card::Row,
            r#"select e.id as "id!: models::EventId", l.slug as "slug!", e.title as "title!", e.summary, e.type as "kind!: events::event::Kind",
                      e.format as "format!: events::event::Format", e.status as "status!: events::event::Status",
                      e.time_zone as "time_zone!: models::TimeZone", e.starts_at as "starts_at!", e.ends_at as "ends_at!",
                      coalesce(e.published_at, e.created_at) as "published_at!", e.venue_name, e.country, e.languages as "languages!",
                      (select i.alt from event_images i where i.event_id = e.id) as alt,
                      (select i.small_object from event_images i where i.event_id = e.id) as small_object,
                      o.name as "organizer!", (select g.slug from organization_slugs g where g.organization_id = o.id and g.current
                                                  and o.public_at is not null) as organizer_slug,
                      o.verified_at is not null as "verified!",
                      (select to_jsonb(m) from org_limits m where m.organization_id = o.id) as "limits!: sqlx::types::Json<models::OrgLimits>",
                      s.registration_opens_at as opens_at, s.registration_closes_at as closes_at,
                      s.show_seats_left as "show_seats_left!", s.waitlist_max as "waitlist_max!",
                      (select count(*) from registrations r where r.event_id = e.id and r.status = 'waitlisted') as "waiting!",
                      p.capacity, p.taken as "taken!", "# $(+ $tickets)+ + r#",
                      coalesce((select jsonb_agg(jsonb_build_object('body', b.short_name, 'type', t.name,
                                          'amount', trim_scale(d.max_credits / 1000.0)::text,
                                          'state', case d.status when 'approved' then 'approved' else 'applied_for' end) order by b.short_name, t.name)
                                  from designations d join credit_types t on t.id = d.credit_type_id join awarding_bodies b on b.id = t.body_id
                                 where d.event_id = e.id and (d.status = 'applied' or d.status = 'approved'
                                   and (e.ends_at at time zone e.time_zone)::date between coalesce(d.valid_from, '-infinity') and coalesce(d.valid_to, 'infinity'))),
                               '[]') as "credits!: sqlx::types::Json<Vec<crate::card::CardCredit>>"
                 from events e
                 join event_slugs l on l.event_id = e.id and l.current
                 join organizations o on o.id = e.organization_id and o.suspended_at is null and o.closing_at is null
                      and o.closed_at is null
                 join event_settings s on s.event_id = e.id
                 join seat_pools p on p.event_id = e.id and p.scope = 'event'
                where e.visibility = 'public' and e.status in ('published', 'live') and e.course_id is null and e.ends_at > $1 "#
                $(+ $rest)+,
            $($argument),+
        )
    };
}
pub(crate) use cards_with;
