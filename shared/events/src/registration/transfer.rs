//! A place goes to somebody else (RG-18): the seat and what was paid for it stay, everything that
//! opened it does not.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{ChangeId, RegistrationId};
use sqlx::PgConnection;

use super::correct::{asked, put_answers};
use super::moves::{Note, follow, store};
use super::name::registered_already;
use super::{By, Move, Person, Seat, Status, queries, ticket_code};
use crate::question;
use crate::{Error, event};

/// How often a place is passed on.
pub const MOST_TRANSFERS: i64 = 3;

/// Passes a place on and says whose it is now. The old row keeps its history; the new one has the
/// claims, and its own ticket and links.
pub async fn transfer(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<(RegistrationId, Vec<Move>), Error> {
    let seat = queries::lock(conn, id, now).await?.ok_or(Error::NotFound)?;
    may_pass_on(&seat, person, now)?;
    if passed_on_before(conn, id).await? >= MOST_TRANSFERS {
        return Err(Error::TransferLimit);
    }
    if matches!(by, By::Holder(_)) && opens_seats_without_names(conn, id).await? {
        return Err(Error::PartyUnnamed);
    }
    let questions = asked(conn, seat.event_id).await?;
    let kept =
        question::check(&questions, &person.answers, "/answers").map_err(Error::AnswerInvalid)?;
    let new = RegistrationId::new(now);
    let moves = vec![
        Move { registration: id, from: Some(Status::Confirmed), to: Status::Transferred },
        Move { registration: new, from: None, to: Status::Confirmed },
    ];
    let note = Note { actor: by.actor(), ..Note::default() };
    store(conn, seat.event_id, &moves[..1], note, now).await?;
    insert(conn, (id, new), by, person, now).await?;
    hand_over(conn, (id, new), now).await?;
    put_answers(conn, new, &[], kept).await?;
    follow(conn, seat.event_id, &moves, now).await?;
    Ok((new, moves))
}

fn may_pass_on(seat: &Seat, person: &Person, now: DateTime<Utc>) -> Result<(), Error> {
    if seat.status != Status::Confirmed {
        return Err(Error::IllegalRegistration(seat.status.word()));
    }
    if seat.unnamed {
        return Err(Error::SeatUnnamed);
    }
    let goes_on = matches!(seat.event_status, event::Status::Published | event::Status::Live);
    if !goes_on || now >= seat.starts_at {
        return Err(Error::TransferClosed);
    }
    if seat.names_locked_at.is_some_and(|at| at <= now) {
        return Err(Error::NamesLocked);
    }
    let same = seat.email_key.as_deref() == Some(person.email.key());
    if same { Err(registered_already()) } else { Ok(()) }
}

/// How often the seat has changed hands.
async fn passed_on_before(conn: &mut PgConnection, id: RegistrationId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"with recursive before as (
               select id, transferred_from from registrations where id = $1
               union all
               select r.id, r.transferred_from from registrations r join before b on r.id = b.transferred_from
           )
           select count(*) - 1 as "count!" from before"#,
        id as _
    )
    .fetch_one(conn)
    .await
}

/// Whether nothing but this place's link opens seats of its booking that have no names (RG-19).
async fn opens_seats_without_names(
    conn: &mut PgConnection,
    id: RegistrationId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (
               select from registrations r
                 join bookings b on b.id = r.booking_id and b.booker_user_id is null and lower(b.booker_email) = r.email_key
                 join registrations o on o.booking_id = r.booking_id and o.unnamed
                  and o.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')
                where r.id = $1) as "opens!""#,
        id as _
    )
    .fetch_one(conn)
    .await
}

async fn insert(
    conn: &mut PgConnection,
    (old, new): (RegistrationId, RegistrationId),
    by: By,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "with taken as (
            insert into registrations (id, organization_id, event_id, booking_id, ticket_type_id, mode, status, email, email_key,
                full_name, professional_title, organization_name, name_shown, locale, time_zone, waitlist_priority, confirmed_at,
                ticket_code, ticket_revision, transferred_from, links_sent_at, created_at, updated_at)
            select $2, organization_id, event_id, booking_id, ticket_type_id, mode, 'confirmed', $3, $4, $5, $6, $7, $8, locale, time_zone,
                   waitlist_priority, $9, $10, ticket_revision + 1, id, $9, $9, $9
              from registrations where id = $1
            returning id, organization_id
         )
         insert into registration_changes (id, organization_id, registration_id, to_status, actor, at)
         select $11, t.organization_id, t.id, 'confirmed', $12, $9 from taken t",
        old as _,
        new as _,
        person.email.address(),
        person.email.key(),
        person.full_name,
        person.professional_title,
        person.organization_name,
        person.name_shown.name(),
        now,
        ticket_code(),
        ChangeId::new(now) as _,
        by.actor() as _
    )
    .execute(conn)
    .await
    .on_constraint([
        ("registrations_live_email_key", registered_already()),
        ("registrations_ticket_code_key", Error::Busy),
    ])?;
    Ok(())
}

/// Seats and sessions are the new person's, and nothing opens the old registration any more.
async fn hand_over(
    conn: &mut PgConnection,
    (old, new): (RegistrationId, RegistrationId),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with claims as (
            update seat_claims set registration_id = $2 where registration_id = $1
         ), choices as (
            update session_choices set registration_id = $2 where registration_id = $1
         )
         update registrations set link_generation = link_generation + 1, updated_at = $3 where id = $1",
        old as _,
        new as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
