//! Everything that the page of an event is made of, in one query.

use billing::policy::Promise;
use chrono::{DateTime, Utc};
use events::event::{Format, Kind, Status, Visibility};
use events::question::Asked;
use events::speaker::Role;
use models::{EventId, OrgLimits, SessionId, SpeakerId, TicketTypeId, TimeZone};
use serde::Deserialize;
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::availability::{Seats, takes_people};
use crate::tickets::{OfferedTicket, Ticket, offered, with_tickets};

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct SessionPart {
    pub(crate) id: SessionId,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) mode: Format,
    pub(crate) room: Option<String>,
    pub(crate) track: Option<String>,
    pub(crate) mandatory: bool,
    pub(crate) cancelled: bool,
    pub(crate) speakers: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct SpeakerPart {
    pub(crate) id: SpeakerId,
    pub(crate) name: String,
    pub(crate) qualifications: Option<String>,
    pub(crate) bio: Option<String>,
    pub(crate) linkedin: Option<String>,
    pub(crate) role: Role,
}

#[expect(clippy::struct_excessive_bools, reason = "a row of the query, not a state")]
pub(crate) struct Parts {
    pub(crate) id: EventId,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) format: Format,
    pub(crate) status: Status,
    pub(crate) visibility: Visibility,
    pub(crate) time_zone: TimeZone,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) venue_name: Option<String>,
    pub(crate) venue_address: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) latitude: Option<f64>,
    pub(crate) longitude: Option<f64>,
    pub(crate) zoom_planned: bool,
    pub(crate) has_link: bool,
    pub(crate) objectives: Vec<String>,
    pub(crate) level: Option<String>,
    pub(crate) prerequisites: Option<String>,
    pub(crate) languages: Vec<String>,
    pub(crate) support_statement: Option<String>,
    pub(crate) sequence: i32,
    pub(crate) cancel_reason: Option<String>,
    pub(crate) alt: Option<String>,
    pub(crate) large_object: Option<String>,
    pub(crate) small_object: Option<String>,
    pub(crate) organizer: String,
    pub(crate) organizer_slug: Option<String>,
    pub(crate) organizer_description: Option<String>,
    pub(crate) organizer_website: Option<String>,
    pub(crate) organizer_logo: Option<String>,
    pub(crate) verified: bool,
    pub(crate) open_for_business: bool,
    pub(crate) limits: Json<OrgLimits>,
    pub(crate) opens_at: Option<DateTime<Utc>>,
    pub(crate) closes_at: Option<DateTime<Utc>>,
    pub(crate) guests_allowed: bool,
    pub(crate) approval_required: bool,
    pub(crate) party_max: i32,
    pub(crate) cancel_until_minutes: i32,
    pub(crate) show_seats_left: bool,
    pub(crate) waitlist_max: i32,
    pub(crate) waiting: i64,
    pub(crate) capacity: Option<i32>,
    pub(crate) taken: i32,
    pub(crate) sessions: Json<Vec<SessionPart>>,
    pub(crate) speakers: Json<Vec<SpeakerPart>>,
    pub(crate) tickets: Json<Vec<Ticket>>,
    pub(crate) questions: Json<Vec<Asked>>,
    pub(crate) refunds: Option<Json<Promise>>,
}

impl Parts {
    pub(crate) fn seats(&self, now: DateTime<Utc>) -> Seats {
        Seats {
            status: self.status,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            opens_at: self.opens_at,
            closes_at: self.closes_at,
            capacity: self.capacity,
            taken: self.taken,
            waiting: self.waiting,
            waitlist_max: self.waitlist_max,
            open_for_business: self.open_for_business && takes_people(&self.limits, now),
        }
    }

    /// The tickets that strangers find, those for their code among them.
    pub(crate) fn offered(&self, now: DateTime<Utc>) -> Vec<OfferedTicket> {
        offered(&self.tickets, &self.seats(now), self.show_seats_left, now)
    }
}

macro_rules! parts {
    ([$($tickets:literal),+], $($argument:expr),+) => {
        sqlx::query_as!(
        Parts,
        r#"select e.id as "id!: EventId", l.slug as "slug!", e.title as "title!", e.summary, e.description, e.type as "kind!: Kind",
                  e.format as "format!: Format", e.status as "status!: Status", e.visibility as "visibility!: Visibility",
                  e.time_zone as "time_zone!: TimeZone", e.starts_at as "starts_at!", e.ends_at as "ends_at!",
                  e.updated_at as "updated_at!", e.venue_name, e.venue_address, e.country, e.latitude, e.longitude,
                  e.zoom_planned as "zoom_planned!", e.online_url is not null as "has_link!", e.objectives as "objectives!", e.level,
                  e.prerequisites, e.languages as "languages!", e.support_statement, e.sequence as "sequence!", e.cancel_reason,
                  i.alt as "alt?", i.large_object as "large_object?", i.small_object as "small_object?",
                  o.name as "organizer!", (select g.slug from organization_slugs g where g.organization_id = o.id and g.current
                                              and o.public_at is not null and o.closing_at is null) as organizer_slug,
                  o.description as organizer_description, o.website as organizer_website, o.logo_object as organizer_logo,
                  o.verified_at is not null as "verified!", (o.suspended_at is null and o.closing_at is null and o.closed_at is null) as "open_for_business!",
                  (select to_jsonb(m) from org_limits m where m.organization_id = o.id) as "limits!: Json<OrgLimits>",
                  s.registration_opens_at as opens_at, s.registration_closes_at as closes_at, s.guests_allowed as "guests_allowed!",
                  s.approval_required as "approval_required!", s.party_max as "party_max!",
                  s.cancel_until_minutes as "cancel_until_minutes!", s.show_seats_left as "show_seats_left!",
                  s.waitlist_max as "waitlist_max!",
                  (select count(*) from registrations r where r.event_id = e.id and r.status = 'waitlisted') as "waiting!",
                  p.capacity, p.taken as "taken!",
                  coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'title', n.title, 'description', n.description,
                                  'starts_at', n.starts_at, 'ends_at', n.ends_at, 'mode', n.mode, 'room', n.room,
                                  'track', (select t.name from tracks t where t.id = n.track_id), 'mandatory', n.mandatory,
                                  'cancelled', n.cancelled_at is not null,
                                  'speakers', coalesce((select jsonb_agg(k.name order by w.position) from event_speakers w
                                       join speakers k on k.id = w.speaker_id where w.session_id = n.id and w.role <> 'planner'), '[]'))
                                  order by n.position)
                              from sessions n where n.event_id = e.id), '[]') as "sessions!: Json<Vec<SessionPart>>",
                  coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'qualifications', k.qualifications,
                                  'bio', k.bio, 'linkedin', k.linkedin, 'role', w.role) order by w.position)
                              from (select distinct on (speaker_id) speaker_id, role, position from event_speakers
                                     where event_id = e.id and role <> 'planner' order by speaker_id, position) w
                              join speakers k on k.id = w.speaker_id), '[]') as "speakers!: Json<Vec<SpeakerPart>>",
                  "# $(+ $tickets)+ + r#",
                  coalesce((select jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'label', q.label, 'help', q.help,
                                    'required', q.required, 'options', q.options, 'max', q.max::int) order by q.position)
                              from questions q where q.event_id = e.id and q.archived_at is null), '[]') as "questions!: Json<Vec<Asked>>",
                  (select jsonb_build_object('rungs', y.rungs, 'fees_refundable', y.fees_refundable, 'self_cancel', y.self_cancel)
                     from refund_policies y where y.organization_id = o.id order by y.version desc limit 1) as "refunds: Json<Promise>"
             from events e
             join event_slugs l on l.event_id = e.id and l.current
             join organizations o on o.id = e.organization_id
             join event_settings s on s.event_id = e.id
             join seat_pools p on p.event_id = e.id and p.scope = 'event'
             left join event_images i on i.event_id = e.id
            where e.id = $2"#,
            $($argument),+
        )
    };
}

/// What shows hidden tickets.
#[derive(Clone, Copy, Default)]
pub(crate) struct Brought<'a> {
    /// Their own code.
    pub(crate) access_code: Option<&'a str>,
    /// Those that a promo code opens.
    pub(crate) unlocked: &'a [TicketTypeId],
}

/// Reads them. Hidden tickets show to whoever brings a code for them.
pub(crate) async fn read(
    conn: &mut PgConnection,
    id: EventId,
    brought: Brought<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<Parts> {
    with_tickets!(
        "t.audience = 'public' or t.access_code = $3 or t.id = any($4)",
        parts,
        now,
        id as _,
        brought.access_code,
        brought.unlocked as _
    )
    .fetch_one(conn)
    .await
}
