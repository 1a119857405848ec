//! The tickets of an event.

use auth::{Org, ReadEvents};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::ticket::Mode;
use models::{EventId, TicketTypeId};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem};

use crate::get_event::in_scope;
use crate::ordered::All;

/// A ticket type. It is free.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ticket)]
pub(crate) struct ShownTicket {
    id: TicketTypeId,
    name: String,
    description: Option<String>,
    mode: Mode,
    audience: String,
    sales_open_at: Option<DateTime<Utc>>,
    sales_close_at: Option<DateTime<Utc>>,
    position: i32,
    pub(crate) version: i32,
}

/// The tickets of an event, in order; or one of them.
pub(crate) async fn tickets(
    conn: &mut PgConnection,
    event: EventId,
    only: Option<TicketTypeId>,
) -> sqlx::Result<Vec<ShownTicket>> {
    sqlx::query_as!(
        ShownTicket,
        r#"select id as "id: TicketTypeId", name, description, mode as "mode: Mode", audience, sales_open_at, sales_close_at, position, version
             from ticket_types where event_id = $1 and archived_at is null and ($2::uuid is null or id = $2) order by position, id"#,
        event as _,
        only as _
    )
    .fetch_all(conn)
    .await
}

/// The tickets of an event.
#[utoipa::path(get, path = "/api/v1/events/{event_id}/tickets", tag = "tickets", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    responses((status = 200, body = All<ShownTicket>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_tickets(
    org: Org<ReadEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
) -> web::Result<Json<All<ShownTicket>>> {
    in_scope(&org, id)?;
    let mut conn = app.db.acquire().await?;
    events::event::get(&mut conn, org.id, id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(All { data: tickets(&mut conn, id, None).await? }))
}
