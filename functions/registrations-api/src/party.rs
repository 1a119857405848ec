//! The seats that somebody booked together with their own (RG-19).

use chrono::{DateTime, Utc};
use events::event;
use events::registration::{Mode, Status};
use models::{RegistrationId, TicketTypeId, UserId};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

/// A seat of a party, as who booked it sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartySeat {
    id: RegistrationId,
    status: Status,
    mode: Mode,
    ticket_type_id: TicketTypeId,
    ticket: String,
    email: Option<String>,
    full_name: Option<String>,
    /// Nobody can join or earn credit on it yet.
    unnamed: bool,
    /// Whether a name can be given now.
    can_name: bool,
}

struct Row {
    id: RegistrationId,
    status: Status,
    mode: Mode,
    ticket_type_id: TicketTypeId,
    ticket: String,
    email: Option<String>,
    full_name: Option<String>,
    unnamed: bool,
    names_locked_at: Option<DateTime<Utc>>,
    event_status: event::Status,
}

impl Row {
    fn shown(self, now: DateTime<Utc>) -> PartySeat {
        let over = matches!(self.event_status, event::Status::Closed | event::Status::Cancelled);
        let locked = self.names_locked_at.is_some_and(|at| at <= now);
        PartySeat {
            can_name: self.unnamed && self.status.is_live() && !over && !locked,
            id: self.id,
            status: self.status,
            mode: self.mode,
            ticket_type_id: self.ticket_type_id,
            ticket: self.ticket,
            email: self.email,
            full_name: self.full_name,
            unnamed: self.unnamed,
        }
    }
}

/// One seat.
pub(crate) async fn seat(
    conn: &mut PgConnection,
    id: RegistrationId,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<PartySeat>> {
    Ok(rows(conn, &[id]).await?.pop().map(|row| row.shown(now)))
}

/// The live seats that this person booked with the own one; none for who was booked by another.
pub(crate) async fn of_booker(
    conn: &mut PgConnection,
    own: RegistrationId,
    user: Option<UserId>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<PartySeat>> {
    let seats = sqlx::query_scalar!(
        r#"select s.id as "id: RegistrationId"
             from registrations r
             join bookings b on b.id = r.booking_id and (r.email_key = lower(b.booker_email) or b.booker_user_id = $2)
             join registrations s on s.booking_id = r.booking_id and s.id <> r.id
              and s.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')
            where r.id = $1"#,
        own as _,
        user as _
    )
    .fetch_all(&mut *conn)
    .await?;
    if seats.is_empty() {
        return Ok(Vec::new());
    }
    Ok(rows(conn, &seats).await?.into_iter().map(|row| row.shown(now)).collect())
}

async fn rows(conn: &mut PgConnection, ids: &[RegistrationId]) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select r.id as "id: RegistrationId", r.status as "status: Status", r.mode as "mode: Mode",
                  t.id as "ticket_type_id: TicketTypeId", t.name as ticket, r.email, r.full_name, r.unnamed as "unnamed!",
                  s.names_locked_at, e.status as "event_status: event::Status"
             from registrations r
             join ticket_types t on t.id = r.ticket_type_id
             join events e on e.id = r.event_id
             join event_settings s on s.event_id = r.event_id
            where r.id = any($1) order by r.id"#,
        ids as _
    )
    .fetch_all(conn)
    .await
}
