//! The programme of an event.

use auth::{On, Org, ReadEvents};
use axum::Json;
use chrono::{DateTime, Utc};
use events::event::Format;
use events::local_time::in_zone;
use models::{EventId, SessionId, TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json as Jsonb;
use utoipa::ToSchema;
use web::{Path, Problem, Tagged};

use crate::get_event::in_scope;
use crate::ordered::All;

/// A session.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Session)]
pub(crate) struct ShownSession {
    pub(crate) id: SessionId,
    title: String,
    description: Option<String>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    starts_local: String,
    ends_local: String,
    actual_starts_at: Option<DateTime<Utc>>,
    actual_ends_at: Option<DateTime<Utc>>,
    actual_reason: Option<String>,
    mode: Format,
    room: Option<String>,
    track: Option<String>,
    mandatory: bool,
    creditable: bool,
    own_meeting: bool,
    min_percent: Option<i32>,
    min_minutes: Option<i32>,
    cancelled_at: Option<DateTime<Utc>>,
    position: i32,
    breaks: Vec<ShownBreak>,
    pub(crate) version: i32,
}

/// A pause.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SessionBreak)]
pub(crate) struct ShownBreak {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    #[serde(default)]
    starts_local: String,
    #[serde(default)]
    ends_local: String,
}

struct Row {
    id: SessionId,
    title: String,
    description: Option<String>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    actual_starts_at: Option<DateTime<Utc>>,
    actual_ends_at: Option<DateTime<Utc>>,
    actual_reason: Option<String>,
    mode: Format,
    room: Option<String>,
    track: Option<String>,
    mandatory: bool,
    creditable: bool,
    own_meeting: bool,
    min_percent: Option<i32>,
    min_minutes: Option<i32>,
    cancelled_at: Option<DateTime<Utc>>,
    position: i32,
    breaks: Jsonb<Vec<ShownBreak>>,
    version: i32,
    time_zone: TimeZone,
}

impl From<Row> for ShownSession {
    fn from(row: Row) -> Self {
        let zone = row.time_zone;
        let local = |b: ShownBreak| ShownBreak {
            starts_local: in_zone(b.starts_at, zone),
            ends_local: in_zone(b.ends_at, zone),
            ..b
        };
        Self {
            starts_local: in_zone(row.starts_at, zone),
            ends_local: in_zone(row.ends_at, zone),
            id: row.id,
            title: row.title,
            description: row.description,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            actual_starts_at: row.actual_starts_at,
            actual_ends_at: row.actual_ends_at,
            actual_reason: row.actual_reason,
            mode: row.mode,
            room: row.room,
            track: row.track,
            mandatory: row.mandatory,
            creditable: row.creditable,
            own_meeting: row.own_meeting,
            min_percent: row.min_percent,
            min_minutes: row.min_minutes,
            cancelled_at: row.cancelled_at,
            position: row.position,
            breaks: row.breaks.0.into_iter().map(local).collect(),
            version: row.version,
        }
    }
}

/// The sessions of an event of this organization, in order; or one of them.
pub(crate) async fn sessions(
    conn: &mut PgConnection,
    event: EventId,
    only: Option<SessionId>,
) -> sqlx::Result<Vec<ShownSession>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select s.id as "id: SessionId", s.title, s.description, s.starts_at, s.ends_at, s.actual_starts_at, s.actual_ends_at,
                  s.actual_reason, s.mode, s.room, (select t.name from tracks t where t.id = s.track_id) as track, s.mandatory,
                  s.creditable, s.own_meeting, s.min_percent, s.min_minutes, s.cancelled_at, s.position, s.version, e.time_zone,
                  coalesce((select jsonb_agg(jsonb_build_object('starts_at', b.starts_at, 'ends_at', b.ends_at) order by b.starts_at)
                              from session_breaks b where b.session_id = s.id), '[]') as "breaks!: Jsonb<Vec<ShownBreak>>"
             from sessions s join events e on e.id = s.event_id
            where s.event_id = $1 and ($2::uuid is null or s.id = $2)
            order by s.position"#,
        event as _,
        only as _
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(ShownSession::from).collect())
}

/// One session with its version.
pub(crate) async fn session(
    conn: &mut PgConnection,
    event: EventId,
    id: SessionId,
) -> web::Result<Tagged<ShownSession>> {
    let body = sessions(conn, event, Some(id)).await?.pop().ok_or_else(Problem::not_found)?;
    Ok(Tagged { version: body.version, body })
}

/// The programme of an event.
#[utoipa::path(get, path = "/api/v1/events/{event_id}/sessions", tag = "sessions", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    responses((status = 200, body = All<ShownSession>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_sessions(
    On(org, mut conn): On<Org<ReadEvents>>,
    Path(id): Path<EventId>,
) -> web::Result<Json<All<ShownSession>>> {
    in_scope(&org, id)?;
    events::event::get(&mut conn, org.id, id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(All { data: sessions(&mut conn, id, None).await? }))
}
