//! Change a ticket.

use auth::{ManageEvents, Org};
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::ticket::{Edit, Mode};
use models::{EventId, Line, Lines, TicketTypeId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Path, Problem, Tagged, ValidJson};

use crate::list_tickets::{ShownTicket, tickets};
use crate::session_body::text;

/// What is to be different; absent parts stay, null clears.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Free ticket"}))]
#[expect(clippy::option_option, reason = "absent, null and a value are three wishes")]
pub(crate) struct UpdateTicket {
    #[serde(default, deserialize_with = "web::not_null")]
    name: Option<Line<1, 100>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    description: Option<Option<Lines<500>>>,
    #[serde(default, deserialize_with = "web::not_null")]
    mode: Option<Mode>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<DateTime<Utc>>)]
    sales_open_at: Option<Option<DateTime<Utc>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<DateTime<Utc>>)]
    sales_close_at: Option<Option<DateTime<Utc>>>,
}

/// Change a ticket.
#[utoipa::path(patch, path = "/api/v1/events/{event_id}/tickets/{ticket_id}", tag = "tickets", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("ticket_id" = TicketTypeId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    request_body = UpdateTicket,
    responses((status = 200, body = ShownTicket), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn update_ticket(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path((event_id, id)): Path<(EventId, TicketTypeId)>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<UpdateTicket>,
) -> web::Result<Tagged<ShownTicket>> {
    let edit = Edit {
        name: body.name.map(String::from),
        description: body.description.map(|t| text(t.map(String::from))),
        mode: body.mode,
        sales_open_at: body.sales_open_at,
        sales_close_at: body.sales_close_at,
    };
    let mut tx = app.db.begin().await?;
    let event =
        events::event::lock(&mut tx, org.id, event_id).await?.ok_or_else(Problem::not_found)?;
    events::ticket::update(&mut tx, &event, id, version, &edit, app.clock.now()).await?;
    let body = tickets(&mut tx, event_id, Some(id)).await?.pop().ok_or_else(Problem::not_found)?;
    tx.commit().await?;
    Ok(Tagged { version: body.version, body })
}
