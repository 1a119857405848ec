//! Seats on offer: taken, declined, or given out of turn by an organizer (RG-13, RG-14).

use chrono::{DateTime, TimeDelta, Utc};
use models::{RegistrationId, SessionId, TicketTypeId};
use sqlx::PgConnection;

use super::moves::{Note, apply};
use super::queue::{LAST_MINUTES, Turn};
use super::{By, Move, Seat, Status, cancel, queries, queue};
use crate::Error;
use crate::seats::{self, Place};

/// Takes the seat that is on offer; one that costs something is held until it is paid (RG-8).
pub async fn accept_offer(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let seat = offered(conn, id, now).await?;
    if seat.offer_expires_at.is_none_or(|end| end <= now) {
        return Err(Error::OfferExpired);
    }
    let (to, hold_expires_at) = if seat.priced {
        (Status::Held, Some(now + TimeDelta::minutes(i64::from(seat.hold_minutes))))
    } else {
        (Status::Confirmed, None)
    };
    let moves = vec![Move { registration: id, from: Some(Status::Offered), to }];
    let note = Note { actor: by.actor(), hold_expires_at, ..Note::default() };
    apply(conn, seat.event_id, &moves, note, now).await?;
    Ok(moves)
}

/// Leaves the seat to the next.
pub async fn decline_offer(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let seat = offered(conn, id, now).await?;
    cancel::end(conn, &seat, by, None, now).await
}

async fn offered(
    conn: &mut PgConnection,
    id: RegistrationId,
    now: DateTime<Utc>,
) -> Result<Seat, Error> {
    let seat = queries::lock(conn, id, now).await?.ok_or(Error::NotFound)?;
    match seat.status {
        Status::Offered => Ok(seat),
        Status::Expired => Err(Error::OfferExpired),
        _ => Err(Error::NotOffered),
    }
}

/// An organizer seats somebody out of turn. It still takes a free seat.
pub async fn offer(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let seat = queries::lock(conn, id, now).await?.ok_or(Error::NotFound)?;
    if seat.status != Status::Waitlisted {
        return Err(Error::NotWaitlisted);
    }
    let mut pools = seats::lock(conn, seat.event_id).await?;
    let place = place(conn, &seat).await?;
    if !pools.have_room(&place) {
        return Err(Error::SoldOut);
    }
    let (to, offer_expires_at) = match queue::rules(conn, seat.event_id)
        .await?
        .turn(seat.priced, now)
    {
        Turn::OfferUntil(end) => (Status::Offered, Some(end)),
        // A seat that costs something is never given, however late it is (RG-13).
        Turn::FirstComeFirstServed if seat.priced => (Status::Offered, Some(now + LAST_MINUTES)),
        Turn::Confirm | Turn::FirstComeFirstServed => (Status::Confirmed, None),
    };
    let claims: Vec<_> = pools.take(&place).into_iter().map(|pool| (pool, id)).collect();
    seats::claim(conn, &claims).await?;
    let moves = vec![Move { registration: id, from: Some(Status::Waitlisted), to }];
    let note =
        Note { actor: by.actor(), reason: Some(reason), offer_expires_at, ..Note::default() };
    apply(conn, seat.event_id, &moves, note, now).await?;
    Ok(moves)
}

/// Where the person sits, or would.
pub(super) async fn place(conn: &mut PgConnection, seat: &Seat) -> Result<Place, Error> {
    let row = sqlx::query!(
        r#"select ticket_type_id as "ticket_type: TicketTypeId",
                  array(select c.session_id from session_choices c where c.registration_id = r.id) as "sessions!: Vec<SessionId>"
             from registrations r where r.id = $1"#,
        seat.id as _
    )
    .fetch_one(conn)
    .await?;
    Ok(Place { mode: seat.mode, ticket_type: row.ticket_type, sessions: row.sessions })
}
