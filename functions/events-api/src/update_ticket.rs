//! Change a ticket.

use auth::{ManageEvents, Org};
use axum::extract::State;
use billing::price::Priced;
use chrono::{DateTime, Utc};
use events::event::Scope;
use events::ticket::{Audience, Edit, Mode};
use models::{EventId, Line, Lines, TicketTypeId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Path, Problem, Tagged, ValidJson};

use crate::list_tickets::{ShownTicket, ticket};
use crate::prices;
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
    #[serde(default, deserialize_with = "web::not_null")]
    audience: Option<Audience>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>)]
    access_code: Option<Option<Line<1, 50>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<DateTime<Utc>>)]
    sales_open_at: Option<Option<DateTime<Utc>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<DateTime<Utc>>)]
    sales_close_at: Option<Option<DateTime<Utc>>>,
    #[serde(default, deserialize_with = "web::not_null")]
    #[schema(minimum = 1, maximum = 50)]
    min_per_booking: Option<i32>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 50)]
    max_per_booking: Option<Option<i32>>,
    #[serde(default, deserialize_with = "web::not_null")]
    #[schema(minimum = 0, maximum = 9)]
    waitlist_priority: Option<i32>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<String>, pattern = "^#[0-9a-fA-F]{6}$")]
    color: Option<Option<String>>,
    #[serde(default, deserialize_with = "web::nullable")]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100_000)]
    capacity: Option<Option<i32>>,
    /// All of them; an empty list makes the ticket free. What people owe already stays.
    #[serde(default, deserialize_with = "web::not_null")]
    #[schema(max_items = 10)]
    prices: Option<Vec<Priced>>,
}

/// Change a ticket. Seats that this adds go to people who wait.
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
    let now = app.clock.now();
    let (capacity, prices) = (body.capacity, body.prices.clone());
    let mut tx = db::begin(&app.db).await?;
    let event =
        events::event::lock(&mut tx, org.id, event_id).await?.ok_or_else(Problem::not_found)?;
    events::ticket::update(&mut tx, &event, id, version, &body.edit(), now).await?;
    if let Some(prices) = prices {
        prices::set(&mut tx, &org, &event, id, &prices, now).await?;
    }
    if let Some(capacity) = capacity {
        let moves = events::event::limit(&mut tx, &event, Scope::Ticket(id), capacity, now).await?;
        sales::tell(&mut tx, &moves, None, now).await?;
    }
    let answer = ticket(&mut tx, event_id, id, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}

impl UpdateTicket {
    fn edit(self) -> Edit {
        Edit {
            name: self.name.map(String::from),
            description: self.description.map(|t| text(t.map(String::from))),
            mode: self.mode,
            audience: self.audience,
            access_code: self.access_code.map(|code| code.map(String::from)),
            sales_open_at: self.sales_open_at,
            sales_close_at: self.sales_close_at,
            min_per_booking: self.min_per_booking,
            max_per_booking: self.max_per_booking,
            waitlist_priority: self.waitlist_priority,
            color: self.color,
        }
    }
}
