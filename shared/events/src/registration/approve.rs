//! The organizer's word about a request (RG-21).

use chrono::{DateTime, TimeDelta, Utc};
use models::RegistrationId;
use sqlx::PgConnection;

use super::expire::expire_lapsed;
use super::moves::{Note, apply};
use super::offer::place;
use super::queue::{Rules, Turn};
use super::{By, Move, Seat, Status, queries, queue};
use crate::seats;
use crate::{Error, event};

/// Gives who asked a seat: sure, or held until it is paid. Where there is none, a place in the
/// queue, like everybody.
pub async fn approve(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let seat = requested(conn, id, now).await?;
    let goes_on = matches!(seat.event_status, event::Status::Published | event::Status::Live);
    if !goes_on || now >= seat.starts_at {
        return Err(Error::RegistrationClosed);
    }
    let mut pools = seats::lock(conn, seat.event_id).await?;
    let rules = queue::rules(conn, seat.event_id).await?;
    let mut others = expire_lapsed(conn, seat.event_id, &mut pools, now).await?;
    others.extend(queue::serve(conn, seat.event_id, &mut pools, rules, now).await?);
    let place = place(conn, &seat).await?;
    let (to, hold_expires_at) = if !pools.have_room(&place) {
        may_wait(conn, &seat).await?;
        (Status::Waitlisted, None)
    } else if seat.priced {
        (Status::Held, Some(held_until(&seat, rules, now)))
    } else {
        (Status::Confirmed, None)
    };
    if to.is_seated() {
        let claims: Vec<_> = pools.take(&place).into_iter().map(|pool| (pool, id)).collect();
        seats::claim(conn, &claims).await?;
    }
    let mut moves = vec![Move { registration: id, from: Some(Status::Requested), to }];
    let note = Note { actor: by.actor(), hold_expires_at, ..Note::default() };
    apply(conn, seat.event_id, &moves, note, now).await?;
    moves.extend(others);
    Ok(moves)
}

/// Refuses who asked.
pub async fn decline(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let seat = requested(conn, id, now).await?;
    let moves =
        vec![Move { registration: id, from: Some(Status::Requested), to: Status::Declined }];
    let note = Note { actor: by.actor(), reason, ..Note::default() };
    apply(conn, seat.event_id, &moves, note, now).await?;
    Ok(moves)
}

async fn requested(
    conn: &mut PgConnection,
    id: RegistrationId,
    now: DateTime<Utc>,
) -> Result<Seat, Error> {
    let seat = queries::lock(conn, id, now).await?.ok_or(Error::NotFound)?;
    if seat.status == Status::Requested { Ok(seat) } else { Err(Error::NotRequested) }
}

/// Nobody sits at the screen when the answer comes: there is as much time as for an offer (RG-14),
/// and never less than for a usual hold.
fn held_until(seat: &Seat, rules: Rules, now: DateTime<Utc>) -> DateTime<Utc> {
    let usual = now + TimeDelta::minutes(i64::from(seat.hold_minutes));
    match rules.turn(true, now) {
        Turn::OfferUntil(end) => end.max(usual),
        Turn::Confirm | Turn::FirstComeFirstServed => usual,
    }
}

async fn may_wait(conn: &mut PgConnection, seat: &Seat) -> Result<(), Error> {
    let room = sqlx::query!(
        r#"select s.waitlist_max, (select count(*) from registrations w where w.event_id = $1 and w.status = 'waitlisted') as "waiting!"
             from event_settings s where s.event_id = $1"#,
        seat.event_id as _
    )
    .fetch_one(conn)
    .await?;
    match i64::from(room.waitlist_max) {
        0 => Err(Error::SoldOut),
        most if room.waiting >= most => Err(Error::WaitlistFull),
        _ => Ok(()),
    }
}
