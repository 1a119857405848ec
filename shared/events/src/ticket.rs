//! Ticket types. Every event has one, free, called "Registration".

use chrono::{DateTime, Utc};
use models::{EventId, TicketTypeId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::Error;
use crate::error::field;
use crate::event::{Event, Status, locked};

/// Which ways of taking part a ticket allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TicketMode)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Mode {
    /// Over the network.
    Online,
    /// At the place.
    InPerson,
    /// Whatever the event allows.
    Any,
}

/// What is to be different; absent parts stay.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// 1 to 100 characters.
    pub name: Option<String>,
    /// Cleared by `Some(None)`.
    pub description: Option<Option<String>>,
    /// Which ways of taking part.
    pub mode: Option<Mode>,
    /// From when it can be had.
    pub sales_open_at: Option<Option<DateTime<Utc>>>,
    /// Until when it can be had.
    pub sales_close_at: Option<Option<DateTime<Utc>>>,
}

struct Ticket {
    mode: Mode,
    sales_open_at: Option<DateTime<Utc>>,
    sales_close_at: Option<DateTime<Utc>>,
    version: i32,
    in_use: bool,
}

/// Changes a ticket, if nobody did so since `version`.
pub async fn update(
    conn: &mut PgConnection,
    event: &Event,
    id: TicketTypeId,
    version: i32,
    edit: &Edit,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    locked(event.status, Status::Live)?;
    let ticket = lock(conn, event.id, id).await?.ok_or(Error::NotFound)?;
    if ticket.version != version {
        return Err(Error::Stale);
    }
    let mode = edit.mode.unwrap_or(ticket.mode);
    if mode != ticket.mode && ticket.in_use {
        return Err(Error::TicketInUse);
    }
    let opens_at = edit.sales_open_at.unwrap_or(ticket.sales_open_at);
    let closes_at = edit.sales_close_at.unwrap_or(ticket.sales_close_at);
    if opens_at.zip(closes_at).is_some_and(|(opens_at, closes_at)| closes_at <= opens_at) {
        let fault = field("/sales_close_at", "out-of-range", "This is after the opening.");
        return Err(Error::Invalid(vec![fault]));
    }
    sqlx::query!(
        "update ticket_types
            set name = coalesce($3, name), description = case when $4 then $5 else description end, mode = $6,
                sales_open_at = $7, sales_close_at = $8, updated_at = $9, version = version + 1
          where event_id = $1 and id = $2",
        event.id as _,
        id as _,
        edit.name,
        edit.description.is_some(),
        edit.description.clone().flatten(),
        mode as _,
        opens_at,
        closes_at,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn lock(
    conn: &mut PgConnection,
    event: EventId,
    id: TicketTypeId,
) -> sqlx::Result<Option<Ticket>> {
    sqlx::query_as!(
        Ticket,
        r#"select mode as "mode: Mode", sales_open_at, sales_close_at, version,
                  exists (select from registrations r where r.ticket_type_id = t.id
                             and r.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')) as "in_use!"
             from ticket_types t where event_id = $1 and id = $2 and archived_at is null for no key update"#,
        event as _,
        id as _
    )
    .fetch_optional(conn)
    .await
}
