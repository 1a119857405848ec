//! The tickets of an event.

use auth::{On, Org, ReadEvents};
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::ticket::{Audience, Mode};
use models::{EventId, TicketTypeId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem, Tagged};

use crate::get_event::in_scope;
use crate::ordered::All;
use crate::prices::ShownPrice;

/// A ticket type.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Ticket)]
pub(crate) struct ShownTicket {
    pub(crate) id: TicketTypeId,
    name: String,
    description: Option<String>,
    mode: Mode,
    audience: Audience,
    /// Opens it while it is hidden.
    access_code: Option<String>,
    sales_open_at: Option<DateTime<Utc>>,
    sales_close_at: Option<DateTime<Utc>>,
    min_per_booking: i32,
    max_per_booking: Option<i32>,
    /// 0 to 9; the highest is served first.
    waitlist_priority: i32,
    color: Option<String>,
    position: i32,
    /// Seats of this ticket alone; null is no limit beside the event's.
    capacity: Option<i32>,
    seats_taken: i64,
    /// None: it is free.
    prices: Vec<ShownPrice>,
    pub(crate) version: i32,
}

/// The tickets of an event, in order; or one of them.
pub(crate) async fn tickets(
    conn: &mut PgConnection,
    event: EventId,
    only: Option<TicketTypeId>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<ShownTicket>> {
    let rows = sqlx::query!(
        r#"select t.id as "id: TicketTypeId", t.name, t.description, t.mode as "mode: Mode", t.audience as "audience: Audience",
                  t.access_code, t.sales_open_at, t.sales_close_at, t.min_per_booking, t.max_per_booking, t.waitlist_priority,
                  t.color, t.position, t.version, p.capacity as "capacity?",
                  (select count(*) from registrations r where r.ticket_type_id = t.id
                      and r.status in ('held', 'offered', 'confirmed')) as "seats_taken!"
             from ticket_types t left join seat_pools p on p.ticket_type_id = t.id
            where t.event_id = $1 and t.archived_at is null and ($2::uuid is null or t.id = $2)
            order by t.position, t.id"#,
        event as _,
        only as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let ids: Vec<TicketTypeId> = rows.iter().map(|row| row.id).collect();
    let tariffs = billing::price::of_tickets(conn, &ids, now).await?;
    let prices = |id| tariffs.iter().find(|tariff| tariff.ticket_type == id).map(ShownPrice::all);
    let shown = rows.into_iter().map(|row| ShownTicket {
        prices: prices(row.id).unwrap_or_default(),
        id: row.id,
        name: row.name,
        description: row.description,
        mode: row.mode,
        audience: row.audience,
        access_code: row.access_code,
        sales_open_at: row.sales_open_at,
        sales_close_at: row.sales_close_at,
        min_per_booking: row.min_per_booking,
        max_per_booking: row.max_per_booking,
        waitlist_priority: row.waitlist_priority,
        color: row.color,
        position: row.position,
        capacity: row.capacity,
        seats_taken: row.seats_taken,
        version: row.version,
    });
    Ok(shown.collect())
}

/// One ticket of an event.
pub(crate) async fn ticket(
    conn: &mut PgConnection,
    event: EventId,
    id: TicketTypeId,
    now: DateTime<Utc>,
) -> web::Result<Tagged<ShownTicket>> {
    let body = tickets(conn, event, Some(id), now).await?.pop().ok_or_else(Problem::not_found)?;
    Ok(Tagged { version: body.version, body })
}

/// The tickets of an event.
#[utoipa::path(get, path = "/api/v1/events/{event_id}/tickets", tag = "tickets", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    responses((status = 200, body = All<ShownTicket>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_tickets(
    On(org, mut conn): On<Org<ReadEvents>>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
) -> web::Result<Json<All<ShownTicket>>> {
    in_scope(&org, id)?;
    events::event::get(&mut conn, org.id, id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(All { data: tickets(&mut conn, id, None, app.clock.now()).await? }))
}
