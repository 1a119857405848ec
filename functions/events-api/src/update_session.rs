//! Change a session, its true times included.

use auth::{ManageEvents, Org};
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::event::Format;
use events::local_time::LocalTime;
use events::session::{Actual, Plan};
use models::{EventId, Line, Lines, SessionId, TimeZone};
use serde::Deserialize;
use sqlx::PgConnection;
use sqlx::types::Json;
use utoipa::ToSchema;
use web::{IfMatch, Path, Problem, Tagged, ValidJson};

use crate::list_sessions::{ShownSession, session};
use crate::session_body::{ActualBody, BreakBody, actual, breaks, instant, text, thresholds};

/// What is to be different; absent parts stay, null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Day 1: theory"}))]
#[expect(clippy::option_option, reason = "absent, null and a value are three wishes")]
pub(crate) struct UpdateSession {
    #[serde(default, deserialize_with = "web::not_null")]
    title: Option<Line<1, 200>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    description: Option<Option<Lines<5000>>>,
    #[serde(default, deserialize_with = "web::not_null")]
    local_start: Option<LocalTime>,
    #[serde(default, deserialize_with = "web::not_null")]
    local_end: Option<LocalTime>,
    #[serde(default, deserialize_with = "web::not_null")]
    mode: Option<Format>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    room: Option<Option<Line<0, 100>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    track: Option<Option<Line<0, 80>>>,
    #[serde(default, deserialize_with = "web::not_null")]
    mandatory: Option<bool>,
    #[serde(default, deserialize_with = "web::not_null")]
    creditable: Option<bool>,
    #[serde(default, deserialize_with = "web::not_null")]
    own_meeting: Option<bool>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<i32>)]
    min_percent: Option<Option<i32>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<i32>)]
    min_minutes: Option<Option<i32>>,
    #[serde(default, deserialize_with = "web::not_null")]
    breaks: Option<Vec<BreakBody>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<ActualBody>)]
    actual: Option<Option<ActualBody>>,
    /// Calls the session off, or on again.
    #[serde(default, deserialize_with = "web::not_null")]
    cancelled: Option<bool>,
}

/// Change a session, its true times included.
#[utoipa::path(patch, path = "/api/v1/events/{event_id}/sessions/{session_id}", tag = "sessions", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("session_id" = SessionId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    request_body = UpdateSession,
    responses((status = 200, body = ShownSession), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn update_session(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path((event_id, id)): Path<(EventId, SessionId)>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<UpdateSession>,
) -> web::Result<Tagged<ShownSession>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let event =
        events::event::lock(&mut tx, org.id, event_id).await?.ok_or_else(Problem::not_found)?;
    let present = present(&mut tx, event_id, id).await?.ok_or_else(Problem::not_found)?;
    let cancelled = body.cancelled;
    let plan = body.applied(present, event.time_zone)?;
    events::session::revise(&mut tx, &event, id, version, &plan, now).await?;
    if let Some(cancelled) = cancelled {
        let at = cancelled.then_some(now);
        events::session::set_cancelled(&mut tx, &event, id, at, now).await?;
    }
    let answer = session(&mut tx, event_id, id).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}

#[derive(Debug, Deserialize)]
struct Pause {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

async fn present(
    conn: &mut PgConnection,
    event: EventId,
    id: SessionId,
) -> sqlx::Result<Option<Plan>> {
    let row = sqlx::query!(
        r#"select s.title, s.description, s.starts_at, s.ends_at, s.actual_starts_at, s.actual_ends_at, s.actual_reason, s.mode, s.room,
                  (select t.name from tracks t where t.id = s.track_id) as track, s.mandatory, s.creditable, s.own_meeting,
                  s.min_percent, s.min_minutes,
                  coalesce((select jsonb_agg(jsonb_build_object('starts_at', b.starts_at, 'ends_at', b.ends_at))
                              from session_breaks b where b.session_id = s.id), '[]') as "breaks!: Json<Vec<Pause>>"
             from sessions s where s.event_id = $1 and s.id = $2"#,
        event as _,
        id as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Plan {
        actual: row.actual_starts_at.zip(row.actual_ends_at).map(|(starts_at, ends_at)| Actual {
            starts_at,
            ends_at,
            reason: row.actual_reason.unwrap_or_default(),
        }),
        title: row.title,
        description: row.description,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        mode: row.mode,
        room: row.room,
        track: row.track,
        mandatory: row.mandatory,
        creditable: row.creditable,
        own_meeting: row.own_meeting,
        min_percent: row.min_percent,
        min_minutes: row.min_minutes,
        breaks: row.breaks.0.into_iter().map(|pause| (pause.starts_at, pause.ends_at)).collect(),
    }))
}

impl UpdateSession {
    fn applied(self, mut plan: Plan, zone: TimeZone) -> web::Result<Plan> {
        thresholds(self.min_percent.flatten(), self.min_minutes.flatten(), "")?;
        if let Some(start) = self.local_start {
            plan.starts_at = instant(start, zone, "/local_start")?;
        }
        if let Some(end) = self.local_end {
            plan.ends_at = instant(end, zone, "/local_end")?;
        }
        if let Some(pauses) = self.breaks {
            plan.breaks = breaks(&pauses, zone, "")?;
        }
        if let Some(times) = self.actual {
            plan.actual = times.map(|times| actual(times, zone, "")).transpose()?;
        }
        Ok(Plan {
            title: self.title.map_or(plan.title, String::from),
            description: self.description.map_or(plan.description, |t| text(t.map(String::from))),
            mode: self.mode.unwrap_or(plan.mode),
            room: self.room.map_or(plan.room, |t| text(t.map(String::from))),
            track: self.track.map_or(plan.track, |t| text(t.map(String::from))),
            mandatory: self.mandatory.unwrap_or(plan.mandatory),
            creditable: self.creditable.unwrap_or(plan.creditable),
            own_meeting: self.own_meeting.unwrap_or(plan.own_meeting),
            min_percent: self.min_percent.unwrap_or(plan.min_percent),
            min_minutes: self.min_minutes.unwrap_or(plan.min_minutes),
            ..plan
        })
    }
}
