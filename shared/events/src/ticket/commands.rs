//! Ticket types stored, changed, ordered and taken away. One that people hold stays; one that
//! people held is archived, so that their registrations keep it.

use chrono::{DateTime, Utc};
use models::{EventId, TicketTypeId};
use sqlx::PgConnection;

use super::{Audience, Draft, Edit, Mode};
use crate::Error;
use crate::error::field;
use crate::event::{Event, Status, locked};
use crate::seats;

/// An event has no more.
const MOST: i64 = 50;

/// Adds a ticket behind the others.
pub async fn insert(
    conn: &mut PgConnection,
    event: &Event,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<TicketTypeId, Error> {
    locked(event.status, Status::Published)?;
    let mut faults = draft.faults();
    if number(conn, event.id).await? >= MOST {
        faults.push(field("", "out-of-range", "An event has at most 50 tickets."));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let id = TicketTypeId::new(now);
    sqlx::query!(
        "insert into ticket_types (id, organization_id, event_id, name, description, mode, audience, access_code, sales_open_at,
            sales_close_at, min_per_booking, max_per_booking, waitlist_priority, color, position, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                 (select coalesce(max(position) + 1, 0) from ticket_types where event_id = $3), $15, $15)",
        id as _,
        event.organization_id as _,
        event.id as _,
        draft.name,
        draft.description,
        draft.mode as _,
        draft.audience as _,
        draft.access_code,
        draft.sales_open_at,
        draft.sales_close_at,
        draft.min_per_booking,
        draft.max_per_booking,
        draft.waitlist_priority,
        draft.color,
        now
    )
    .execute(conn)
    .await?;
    Ok(id)
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
    let last = if edit.is_of_substance() { Status::Published } else { Status::Live };
    locked(event.status, last)?;
    let row = lock(conn, event.id, id, version).await?;
    let (mode, live) = (row.mode, row.live);
    let draft = edit.applied(row.draft());
    if draft.mode != mode && live {
        return Err(Error::TicketInUse);
    }
    let faults = draft.faults();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    sqlx::query!(
        "update ticket_types
            set name = $2, description = $3, mode = $4, audience = $5, access_code = $6, sales_open_at = $7, sales_close_at = $8,
                min_per_booking = $9, max_per_booking = $10, waitlist_priority = $11, color = $12, updated_at = $13,
                version = version + 1
          where id = $1",
        id as _,
        draft.name,
        draft.description,
        draft.mode as _,
        draft.audience as _,
        draft.access_code,
        draft.sales_open_at,
        draft.sales_close_at,
        draft.min_per_booking,
        draft.max_per_booking,
        draft.waitlist_priority,
        draft.color,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a ticket away that nobody holds.
pub async fn remove(
    conn: &mut PgConnection,
    event: &Event,
    id: TicketTypeId,
    version: i32,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    locked(event.status, Status::Published)?;
    let row = lock(conn, event.id, id, version).await?;
    if row.live {
        return Err(Error::TicketInUse);
    }
    if number(conn, event.id).await? == 1 {
        return Err(Error::LastTicket);
    }
    if row.held {
        sqlx::query!(
            "update ticket_types set archived_at = $2, updated_at = $2, version = version + 1 where id = $1",
            id as _,
            now
        )
        .execute(conn)
        .await?;
    } else {
        sqlx::query!("delete from ticket_types where id = $1", id as _).execute(conn).await?;
    }
    Ok(())
}

/// Puts all tickets in this order.
pub async fn order(
    conn: &mut PgConnection,
    event: &Event,
    ids: &[TicketTypeId],
) -> Result<(), Error> {
    locked(event.status, Status::Live)?;
    let placed = sqlx::query_scalar!(
        r#"with wanted as (select * from unnest($2::uuid[]) with ordinality as w (id, place)),
              moved as (update ticket_types t set position = w.place - 1 from wanted w
                         where t.event_id = $1 and t.id = w.id and t.archived_at is null returning t.id)
         select (select count(*) from moved) = (select count(*) from ticket_types where event_id = $1 and archived_at is null)
                and (select count(*) from wanted) = (select count(*) from moved) as "placed!""#,
        event.id as _,
        ids as _
    )
    .fetch_one(conn)
    .await?;
    if placed { Ok(()) } else { Err(Error::OrderIncomplete) }
}

struct Row {
    name: String,
    description: Option<String>,
    mode: Mode,
    audience: Audience,
    access_code: Option<String>,
    sales_open_at: Option<DateTime<Utc>>,
    sales_close_at: Option<DateTime<Utc>>,
    min_per_booking: i32,
    max_per_booking: Option<i32>,
    waitlist_priority: i32,
    color: Option<String>,
    version: i32,
    /// Somebody has it, or waits for it.
    live: bool,
    /// Somebody has or had it, or waited for it.
    held: bool,
}

impl Row {
    fn draft(self) -> Draft {
        Draft {
            name: self.name,
            description: self.description,
            mode: self.mode,
            audience: self.audience,
            access_code: self.access_code,
            sales_open_at: self.sales_open_at,
            sales_close_at: self.sales_close_at,
            min_per_booking: self.min_per_booking,
            max_per_booking: self.max_per_booking,
            waitlist_priority: self.waitlist_priority,
            color: self.color,
        }
    }
}

/// Locked behind the seats, in the order in which registering locks them: nobody takes the ticket
/// while it is looked at.
async fn lock(
    conn: &mut PgConnection,
    event: EventId,
    id: TicketTypeId,
    version: i32,
) -> Result<Row, Error> {
    seats::lock(conn, event).await?;
    let row = sqlx::query_as!(
        Row,
        r#"select name, description, mode as "mode: Mode", audience as "audience: Audience", access_code, sales_open_at, sales_close_at,
                  min_per_booking, max_per_booking, waitlist_priority, color, version,
                  exists (select from registrations r where r.ticket_type_id = t.id
                             and r.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')) as "live!",
                  exists (select from registrations r where r.ticket_type_id = t.id) as "held!"
             from ticket_types t where event_id = $1 and id = $2 and archived_at is null for no key update"#,
        event as _,
        id as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    if row.version == version { Ok(row) } else { Err(Error::Stale) }
}

async fn number(conn: &mut PgConnection, event: EventId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "number!" from ticket_types where event_id = $1 and archived_at is null"#,
        event as _
    )
    .fetch_one(conn)
    .await
}
