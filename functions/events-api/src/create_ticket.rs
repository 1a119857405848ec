//! Add a ticket.

use auth::{ManageEvents, Org};
use axum::extract::State;
use billing::price::Priced;
use chrono::{DateTime, Utc};
use events::event::Scope;
use events::ticket::{Audience, Draft, Mode};
use models::{EventId, Line, Lines};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson, Path, Problem};

use crate::list_tickets::{ShownTicket, ticket};
use crate::prices;
use crate::session_body::text;

/// A ticket to be had.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Early bird", "capacity": 20, "prices": []}))]
pub(crate) struct CreateTicket {
    name: Line<1, 100>,
    description: Option<Lines<500>>,
    /// Any, if absent.
    mode: Option<Mode>,
    /// Public, if absent.
    audience: Option<Audience>,
    /// Opens it while it is hidden.
    access_code: Option<Line<1, 50>>,
    sales_open_at: Option<DateTime<Utc>>,
    sales_close_at: Option<DateTime<Utc>>,
    /// 1, if absent.
    #[schema(minimum = 1, maximum = 50)]
    min_per_booking: Option<i32>,
    #[schema(minimum = 1, maximum = 50)]
    max_per_booking: Option<i32>,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 9)]
    waitlist_priority: i32,
    #[schema(pattern = "^#[0-9a-fA-F]{6}$")]
    color: Option<String>,
    /// Seats of this ticket alone.
    #[schema(minimum = 0, maximum = 100_000)]
    capacity: Option<i32>,
    /// One for each time, without overlap or gap; none: it is free.
    #[serde(default)]
    #[schema(max_items = 10)]
    prices: Vec<Priced>,
}

/// Add a ticket behind the others.
#[utoipa::path(post, path = "/api/v1/events/{event_id}/tickets", tag = "tickets", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("Idempotency-Key" = String, Header, description = "Chosen by the client")),
    request_body = CreateTicket,
    responses((status = 201, body = ShownTicket), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn create_ticket(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    OnceJson { once, body }: OnceJson<CreateTicket>,
) -> web::Result<Created<ShownTicket>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let event = events::event::lock(&mut tx, org.id, id).await?.ok_or_else(Problem::not_found)?;
    let (capacity, prices) = (body.capacity, body.prices.clone());
    let added = events::ticket::insert(&mut tx, &event, &body.draft(), now).await?;
    events::event::limit(&mut tx, &event, Scope::Ticket(added), capacity, now).await?;
    prices::set(&mut tx, &org, &event, added, &prices, now).await?;
    let answer = ticket(&mut tx, id, added, now).await?.body;
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}

impl CreateTicket {
    fn draft(self) -> Draft {
        Draft {
            name: self.name.into(),
            description: text(self.description.map(String::from)),
            mode: self.mode.unwrap_or(Mode::Any),
            audience: self.audience.unwrap_or(Audience::Public),
            access_code: self.access_code.map(String::from),
            sales_open_at: self.sales_open_at,
            sales_close_at: self.sales_close_at,
            min_per_booking: self.min_per_booking.unwrap_or(1),
            max_per_booking: self.max_per_booking,
            waitlist_priority: self.waitlist_priority,
            color: self.color,
        }
    }
}
