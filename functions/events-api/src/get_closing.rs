//! The closing funnel: registered, joined, met, certified; and everybody who fell out (UX-55).

use auth::{ManageAttendance, On, Org};
use axum::Json;
use chrono::{DateTime, Utc};
use events::event::Status;
use models::{EventId, ParticipantId, RegistrationId, TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem};

use crate::get_event::in_scope;

/// Most people who are named per gap.
const NAMED: usize = 100;

/// The closing funnel.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Closing {
    event: ClosingEvent,
    can_close: bool,
    blocked_by: Vec<Block>,
    funnel: Funnel,
    gaps: Vec<ClosingGap>,
}

/// Which event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClosingEvent {
    id: EventId,
    title: String,
    status: Status,
    ends_at: DateTime<Utc>,
    time_zone: TimeZone,
}

/// Why it cannot be closed yet.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Block {
    /// It is not completed.
    IllegalTransition,
    /// Presence is still being counted.
    PresenceUnsettled,
}

/// How many came how far.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Funnel {
    registered: usize,
    joined: usize,
    met: usize,
    certified: usize,
}

/// People who fell out at one step.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClosingGap {
    kind: GapKind,
    count: usize,
    people: Vec<GapPerson>,
}

/// At which step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GapKind {
    /// Registered and never seen.
    NotJoined,
    /// Seen and known to nobody.
    UnmatchedNames,
    /// Still being counted.
    PresencePending,
    /// Seen, but not enough.
    NotMet,
    /// Enough, and no certificate.
    NotCertified,
}

/// One of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct GapPerson {
    registration_id: Option<RegistrationId>,
    participant_id: Option<ParticipantId>,
    name: Option<String>,
    email: Option<String>,
    counted_seconds: Option<i32>,
}

struct Person {
    id: RegistrationId,
    name: Option<String>,
    email: Option<String>,
    counted_seconds: Option<i32>,
    met: bool,
    settled: bool,
    certified: bool,
}

impl Person {
    fn joined(&self) -> bool {
        self.counted_seconds.unwrap_or_default() > 0
    }

    fn shown(&self) -> GapPerson {
        GapPerson {
            registration_id: Some(self.id),
            participant_id: None,
            name: self.name.clone(),
            email: self.email.clone(),
            counted_seconds: self.counted_seconds,
        }
    }
}

/// The closing funnel: registered, joined, met, certified; and everybody who fell out.
#[utoipa::path(get, path = "/api/v1/events/{event_id}/closing", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    responses((status = 200, body = Closing), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_closing(
    On(org, mut conn): On<Org<ManageAttendance>>,
    Path(id): Path<EventId>,
) -> web::Result<Json<Closing>> {
    in_scope(&org, id)?;
    let event = events::event::get(&mut conn, org.id, id).await?.ok_or_else(Problem::not_found)?;
    let people = people(&mut conn, id).await?;
    let strangers = strangers(&mut conn, id).await?;
    let mut blocked_by = Vec::new();
    if event.status != Status::Completed {
        blocked_by.push(Block::IllegalTransition);
    }
    if people.iter().any(|person| !person.settled) {
        blocked_by.push(Block::PresenceUnsettled);
    }
    let count = |holds: fn(&Person) -> bool| people.iter().filter(|person| holds(person)).count();
    Ok(Json(Closing {
        can_close: blocked_by.is_empty(),
        blocked_by,
        funnel: Funnel {
            registered: people.len(),
            joined: count(Person::joined),
            met: count(|person| person.met),
            certified: count(|person| person.certified),
        },
        gaps: vec![
            gap(GapKind::NotJoined, &people, |p| !p.joined() && !p.met && !p.certified),
            ClosingGap {
                kind: GapKind::UnmatchedNames,
                count: strangers.len(),
                people: strangers.into_iter().take(NAMED).collect(),
            },
            gap(GapKind::PresencePending, &people, |p| !p.settled),
            gap(GapKind::NotMet, &people, |p| p.settled && p.joined() && !p.met && !p.certified),
            gap(GapKind::NotCertified, &people, |p| p.settled && p.met && !p.certified),
        ],
        event: ClosingEvent {
            id,
            title: event.title,
            status: event.status,
            ends_at: event.ends_at,
            time_zone: event.time_zone,
        },
    }))
}

fn gap(kind: GapKind, people: &[Person], falls: fn(&Person) -> bool) -> ClosingGap {
    let fallen: Vec<&Person> = people.iter().filter(|person| falls(person)).collect();
    let named = fallen.iter().take(NAMED).map(|person| person.shown());
    ClosingGap { kind, count: fallen.len(), people: named.collect() }
}

async fn people(conn: &mut PgConnection, id: EventId) -> sqlx::Result<Vec<Person>> {
    sqlx::query_as!(
        Person,
        r#"select r.id as "id: RegistrationId", r.full_name as name, r.email, p.counted_seconds as "counted_seconds?",
                  coalesce(p.status = 'met', false) as "met!", p.settled_at is not null as "settled!",
                  exists (select from certificates c where c.registration_id = r.id and c.status = 'active') as "certified!"
             from registrations r left join presence_summaries p on p.registration_id = r.id
            where r.event_id = $1 and r.status = 'confirmed' and not r.unnamed
            order by r.full_name, r.id"#,
        id as _
    )
    .fetch_all(conn)
    .await
}

async fn strangers(conn: &mut PgConnection, id: EventId) -> sqlx::Result<Vec<GapPerson>> {
    sqlx::query_as!(
        GapPerson,
        r#"select null::uuid as "registration_id: RegistrationId", id as "participant_id: ParticipantId", display_name as name, email,
                  null::int as counted_seconds
             from participants
            where event_id = $1 and registration_id is null and ignored_at is null and role = 'attendee'
            order by display_name, id"#,
        id as _
    )
    .fetch_all(conn)
    .await
}
