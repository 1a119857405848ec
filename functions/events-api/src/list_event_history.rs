//! What happened to an event, latest first.

use auth::{Org, ReadEvents};
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::event::Status;
use models::{ChangeId, EventId, UserId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{PageOf, Paged, Path, Problem};

use crate::get_event::in_scope;

/// One step in the life of an event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventStep {
    id: ChangeId,
    from_status: Option<Status>,
    to_status: Status,
    /// Absent: the clock, or Zoom.
    actor: Option<Actor>,
    reason: Option<String>,
    at: DateTime<Utc>,
}

/// Who took it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EventActor)]
pub(crate) struct Actor {
    id: UserId,
    name: String,
}

struct Row {
    id: ChangeId,
    from_status: Option<Status>,
    to_status: Status,
    actor: Option<UserId>,
    name: Option<String>,
    reason: Option<String>,
    at: DateTime<Utc>,
}

/// What happened to an event, latest first.
#[utoipa::path(get, path = "/api/v1/events/{event_id}/history", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<EventStep>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_event_history(
    org: Org<ReadEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    page: PageOf<(DateTime<Utc>, ChangeId)>,
) -> web::Result<Paged<EventStep>> {
    in_scope(&org, id)?;
    let (at, after) = page.page.after.unzip();
    let rows = sqlx::query_as!(
        Row,
        r#"select c.id as "id: ChangeId", c.from_status as "from_status: Status", c.to_status as "to_status: Status",
                  c.actor as "actor: UserId", u.full_name as "name?", c.reason, c.at
             from event_status_changes c left join users u on u.id = c.actor
            where c.organization_id = $1 and c.event_id = $2
              and ($3::timestamptz is null or (c.at, c.id) < ($3, $4::uuid))
            order by c.at desc, c.id desc limit $5"#,
        org.id as _,
        id as _,
        at,
        after as _,
        page.page.probe()
    )
    .fetch_all(&app.db)
    .await?;
    // Every event has its first line, so nothing at all means no such event.
    if rows.is_empty() && page.page.after.is_none() {
        exists(&app, &org, id).await?;
    }
    Ok(page.of(rows, |row| (row.at, row.id), step))
}

async fn exists(app: &crate::State, org: &Org<ReadEvents>, id: EventId) -> web::Result<()> {
    let mut conn = app.db.acquire().await?;
    let event = events::event::get(&mut conn, org.id, id).await?;
    event.map(drop).ok_or_else(Problem::not_found)
}

fn step(row: Row) -> EventStep {
    let Row { id, from_status, to_status, actor, name, reason, at } = row;
    let actor = actor.map(|id| Actor { id, name: name.unwrap_or_else(|| "Somebody".to_owned()) });
    EventStep { id, from_status, to_status, actor, reason, at }
}
