//! One person's presence, with every fact, every correction, and how each rule read them.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::event;
use events::presence::engine::{Criterion, Rule};
use events::presence::load::{self, Room};
use events::presence::verdict::Verdict;
use events::presence::{Flag, Mode, Source, Status};
use models::{
    AdjustmentId, EventId, OrgId, ParticipantId, RegistrationId, SegmentId, SessionId, TimeZone,
};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem};

use crate::people::people;
use crate::person::PersonPresence;
use crate::viewer::Viewer;

/// Everything about one person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PresenceDetail {
    event: PresenceEvent,
    person: PersonPresence,
    policy: PresencePolicy,
    segments: Vec<ShownSegment>,
    adjustments: Vec<ShownAdjustment>,
    reading: Vec<Reading>,
    missing: Vec<Missing>,
    /// Who else sees this.
    sees: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
struct PresenceEvent {
    id: EventId,
    title: String,
    #[schema(value_type = String)]
    time_zone: TimeZone,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    status: event::Status,
}

#[derive(Debug, Serialize, ToSchema)]
struct PresencePolicy {
    /// `all_mandatory`, `percent_of_sessions`, `min_sessions` or `total_minutes`.
    criterion: &'static str,
    criterion_value: Option<i64>,
    min_percent: i64,
    min_minutes: i64,
    gap_grace_seconds: i64,
    edge_grace_seconds: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct ShownSegment {
    id: SegmentId,
    participant_id: ParticipantId,
    session_id: Option<SessionId>,
    source: Source,
    mode: Mode,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    /// Whether it is part of a stay that the rules read.
    counts: bool,
    /// Whether a correction says that it is wrong.
    voided: bool,
    display_name: Option<String>,
    flags: Vec<Flag>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ShownAdjustment {
    id: AdjustmentId,
    kind: String,
    session_id: Option<SessionId>,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    segment_id: Option<SegmentId>,
    reason: String,
    /// Told to organizers only.
    actor_name: Option<String>,
    at: DateTime<Utc>,
}

/// How the rules read one session, step by step.
#[derive(Debug, Serialize, ToSchema)]
struct Reading {
    session_id: SessionId,
    steps: Vec<ReadingStep>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ReadingStep {
    rule: Rule,
    /// What counts after it.
    seconds: i64,
    text: &'static str,
}

/// What is still wanted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MissingPresence)]
struct Missing {
    /// `no-presence`, `too-few-minutes`, `pending-report` or `overridden`.
    code: &'static str,
    text: String,
    session_id: Option<SessionId>,
    seconds: Option<i64>,
}

/// Read one person's presence.
#[utoipa::path(get, path = "/api/v1/attendance/registrations/{registration_id}", tag = "attendance",
    params(("registration_id" = uuid::Uuid, Path)), security(("bearer" = [])),
    responses((status = 200, body = PresenceDetail), (status = 404)))]
pub(crate) async fn get_presence(
    viewer: Viewer,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
) -> web::Result<Json<PresenceDetail>> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let (event, organizer) = place(&mut conn, &viewer, id).await?.ok_or_else(Problem::not_found)?;
    let room = load::room(&mut conn, event, None).await?.ok_or_else(Problem::not_found)?;
    let person =
        people(&mut conn, &room, &[id], now).await?.pop().ok_or_else(Problem::not_found)?;
    let presence = load::people(&mut conn, &[id]).await?.remove(&id).unwrap_or_default();
    let verdict = room.verdict(&presence, now);
    let inputs = room.inputs(&presence, now);
    let read: Vec<SegmentId> =
        inputs.stays.iter().flat_map(|stay| stay.segments.iter().copied()).collect();
    Ok(Json(PresenceDetail {
        missing: missing(&room, &person, now),
        reading: verdict_steps(&verdict),
        policy: policy(&room),
        segments: segments(&mut conn, id, &read).await?,
        adjustments: adjustments(&mut conn, id, organizer).await?,
        person,
        sees: "The organizer of the event sees these times.",
        event: PresenceEvent {
            id: room.event,
            title: room.title,
            time_zone: room.time_zone,
            starts_at: room.starts_at,
            ends_at: room.ends_at,
            status: room.status,
        },
    }))
}

/// The event of a registration that the viewer may see, and whether as its organizer.
async fn place(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: RegistrationId,
) -> sqlx::Result<Option<(EventId, bool)>> {
    let row = sqlx::query!(
        r#"select event_id as "event: EventId", organization_id as "organization: OrgId",
                  coalesce(user_id = $2 or id = $3, false) as "own!"
             from registrations where id = $1"#,
        id as _,
        viewer.user as _,
        viewer.link as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        let within = viewer.scope.as_ref().is_none_or(|scope| scope.contains(&row.event));
        let organizer = viewer.org == Some(row.organization) && within;
        (organizer || row.own).then_some((row.event, organizer))
    }))
}

fn policy(room: &Room) -> PresencePolicy {
    let (criterion, criterion_value) = match room.policy.criterion {
        Criterion::AllMandatory => ("all_mandatory", None),
        Criterion::PercentOfSessions(value) => ("percent_of_sessions", Some(value)),
        Criterion::MinSessions(value) => ("min_sessions", Some(value)),
        Criterion::TotalMinutes(value) => ("total_minutes", Some(value)),
    };
    PresencePolicy {
        criterion,
        criterion_value,
        min_percent: room.policy.min_percent,
        min_minutes: room.policy.min_minutes,
        gap_grace_seconds: room.policy.gap_grace,
        edge_grace_seconds: room.policy.edge_grace,
    }
}

fn verdict_steps(verdict: &Verdict) -> Vec<Reading> {
    let reading = verdict.sessions.iter().map(|judged| Reading {
        session_id: judged.counted.session,
        steps: judged
            .counted
            .steps
            .iter()
            .map(|&(rule, seconds)| ReadingStep { rule, seconds, text: sentence(rule) })
            .collect(),
    });
    reading.collect()
}

const fn sentence(rule: Rule) -> &'static str {
    match rule {
        Rule::United => "Stays on all devices are one presence.",
        Rule::Bridged => "Short gaps are closed.",
        Rule::Clipped => "Only the time of the session counts.",
        Rule::Edges => "A presence close to start or end reaches it.",
        Rule::Breaks => "Breaks do not count.",
        Rule::Removed => "Corrections take time away.",
        Rule::Added => "Corrections give time.",
        Rule::Parallel => "Time at a parallel session counts there.",
    }
}

fn missing(room: &Room, person: &PersonPresence, now: DateTime<Utc>) -> Vec<Missing> {
    let of = |code, text: String, session_id, seconds| Missing { code, text, session_id, seconds };
    if person.overridden {
        let text = "An organizer decided this result; see the corrections.".to_owned();
        return vec![of("overridden", text, None, None)];
    }
    let mut missing = Vec::new();
    if person.status != Status::Met {
        if person.counted_seconds == 0 {
            missing.push(of(
                "no-presence",
                "No presence has been counted yet.".to_owned(),
                None,
                None,
            ));
        }
        missing.extend(person.sessions.iter().filter_map(|result| {
            let (session, title, seconds) = result.missing()?;
            let minutes = (seconds + 59) / 60;
            Some(of(
                "too-few-minutes",
                format!("{title}: {minutes} more min are needed."),
                Some(session),
                Some(seconds),
            ))
        }));
    }
    if !room.is_settled(now) && now >= room.ends_at {
        let text = "The report of the meeting is still to come; the result may change.".to_owned();
        missing.push(of("pending-report", text, None, None));
    }
    missing
}

async fn segments(
    conn: &mut PgConnection,
    id: RegistrationId,
    read: &[SegmentId],
) -> sqlx::Result<Vec<ShownSegment>> {
    let rows = sqlx::query!(
        r#"select s.id as "id: SegmentId", p.id as "participant: ParticipantId", s.session_id as "session: SessionId",
                  p.source as "source: Source", s.mode as "mode: Mode", s.started_at, s.ended_at, p.display_name,
                  s.batch_id is not null and s.instance_id is not null as "reported!",
                  exists (select from presence_adjustments a where a.segment_id = s.id and a.kind = 'void_segment') as "voided!"
             from participants p join presence_segments s on s.participant_id = p.id
            where p.registration_id = $1 order by coalesce(s.started_at, s.ended_at), s.id"#,
        id as _
    )
    .fetch_all(conn)
    .await?;
    let shown = rows.into_iter().map(|row| {
        let counts = read.contains(&row.id) && !row.voided;
        let lonely = row.started_at.is_none() && !read.contains(&row.id);
        ShownSegment {
            id: row.id,
            participant_id: row.participant,
            session_id: row.session,
            source: if row.reported { Source::Report } else { row.source },
            mode: row.mode,
            from: row.started_at,
            to: row.ended_at,
            counts,
            voided: row.voided,
            display_name: row.display_name,
            flags: if lonely { vec![Flag::LeftWithoutJoin] } else { Vec::new() },
        }
    });
    Ok(shown.collect())
}

async fn adjustments(
    conn: &mut PgConnection,
    id: RegistrationId,
    organizer: bool,
) -> sqlx::Result<Vec<ShownAdjustment>> {
    sqlx::query_as!(
        ShownAdjustment,
        r#"select a.id as "id: AdjustmentId", a.kind, a.session_id as "session_id: SessionId", a.started_at as "from",
                  a.ended_at as "to", a.segment_id as "segment_id: SegmentId", a.reason,
                  case when $2 then u.full_name end as actor_name, a.at
             from presence_adjustments a join users u on u.id = a.actor
            where a.registration_id = $1 order by a.at, a.id"#,
        id as _,
        organizer
    )
    .fetch_all(conn)
    .await
}
