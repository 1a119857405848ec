//! A seat that was booked without a name gets its person (RG-19).

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{ChangeId, Field, RegistrationId};
use sqlx::PgConnection;

use super::correct::{asked, put_answers};
use super::moves::follow;
use super::{By, Move, Person, Seat, queries};
use crate::error::field;
use crate::question;
use crate::{Error, event};

/// Names the person of a seat. Links that opened it before are dead: the seat is the person's now.
/// The move that is answered tells the person, as if the seat were new.
pub async fn name(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let seat = queries::lock(conn, id, now).await?.ok_or(Error::NotFound)?;
    may_name(&seat, by, now)?;
    let questions = asked(conn, seat.event_id).await?;
    let kept =
        question::check(&questions, &person.answers, "/answers").map_err(Error::AnswerInvalid)?;
    sqlx::query!(
        "with named as (
            update registrations
               set email = $2, email_key = $3, full_name = $4, professional_title = $5, organization_name = $6, name_shown = $7,
                   link_generation = link_generation + 1, links_sent_at = $8, updated_at = $8, version = version + 1
             where id = $1
            returning id, organization_id, status
         )
         insert into registration_changes (id, organization_id, registration_id, from_status, to_status, actor, reason, at)
         select $9, n.organization_id, n.id, n.status, n.status, $10, 'The seat got its name.', $8 from named n",
        id as _,
        person.email.address(),
        person.email.key(),
        person.full_name,
        person.professional_title,
        person.organization_name,
        person.name_shown.name(),
        now,
        ChangeId::new(now) as _,
        by.actor() as _
    )
    .execute(&mut *conn)
    .await
    .on_constraint([("registrations_live_email_key", registered_already())])?;
    put_answers(conn, id, &[], kept).await?;
    let moves = vec![Move { registration: id, from: None, to: seat.status }];
    // Only now does the meeting learn of the seat.
    follow(conn, seat.event_id, &moves, now).await?;
    Ok(moves)
}

fn may_name(seat: &Seat, by: By, now: DateTime<Utc>) -> Result<(), Error> {
    if !seat.status.is_live() {
        return Err(Error::IllegalRegistration(seat.status.word()));
    }
    if !seat.unnamed {
        return Err(Error::SeatNamed);
    }
    if matches!(seat.event_status, event::Status::Closed | event::Status::Cancelled) {
        return Err(Error::EventLocked(seat.event_status.word(), "nothing changes any more."));
    }
    let locked = seat.names_locked_at.is_some_and(|at| at <= now);
    if locked && matches!(by, By::Holder(_)) { Err(Error::NamesLocked) } else { Ok(()) }
}

/// RG-3: somebody has that address at this event.
pub(super) fn registered_already() -> Error {
    let detail = "This address is registered already.";
    let fault: Field = field("/email", "already-registered", detail);
    Error::AttendeeRegistered(fault.pointer)
}
