//! One place on its way: offered or approved ones that cost something, and those that are passed on.

use billing::payment::{self, Buyer};
use billing::promo::Code;
use chrono::{DateTime, Utc};
use events::registration::{self, By, Move, Person, Status};
use models::{Email, EventId, RegistrationId, TicketTypeId, UserId};
use sqlx::PgConnection;

use crate::sell::{Order, buy_with_kept};
use crate::tell::ended;
use crate::{Bought, Error};

/// Whoever got a seat that is held until it is paid: the payment is drafted, with the code that was
/// given when the person queued or asked (PC-8). A code that is used up meanwhile is left out, and the
/// payment's page says so before anything is paid.
pub async fn charge(
    conn: &mut PgConnection,
    id: RegistrationId,
    moves: &[Move],
    now: DateTime<Utc>,
) -> Result<Option<Bought>, Error> {
    if !moves.iter().any(|m| m.registration == id && m.to == Status::Held) {
        return Ok(None);
    }
    let row = sqlx::query!(
        r#"select r.event_id as "event: EventId", r.ticket_type_id as "ticket: TicketTypeId", r.email, r.full_name, r.locale,
                  r.user_id as "user: UserId", r.email_verified_at is not null as "verified!", b.booker_email,
                  b.booker_user_id as "booker: UserId", r.promo_code
             from registrations r join bookings b on b.id = r.booking_id where r.id = $1"#,
        id as _
    )
    .fetch_one(&mut *conn)
    .await?;
    let address = row.email.unwrap_or(row.booker_email);
    let email = Email::parse(&address).map_err(|_| billing::Error::NotFound)?;
    let buyer =
        Buyer { user: row.user.or(row.booker), email, name: row.full_name, locale: row.locale };
    let code = row.promo_code.as_deref().and_then(|text| Code::parse(text).ok());
    let order = Order {
        event: row.event,
        places: &[(id, row.ticket)],
        verified: row.verified || buyer.user.is_some(),
        buyer: &buyer,
        code: code.as_ref(),
    };
    let bought = buy_with_kept(conn, &order, now).await?;
    ended(conn, &bought.moves, None, now).await?;
    Ok(Some(bought))
}

/// The organizer approves a request: what costs something is drafted to be paid, and everybody
/// concerned is told (RG-21).
pub async fn approve(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let moves = registration::approve(conn, id, by, now).await?;
    let sure = charge(conn, id, &moves, now).await?.is_some_and(|bought| !bought.moves.is_empty());
    // A code may leave nothing to pay: then the place is sure, and was told to be.
    let told: Vec<Move> = moves.into_iter().filter(|m| !(sure && m.registration == id)).collect();
    ended(conn, &told, None, now).await
}

/// The organizer refuses a request.
pub async fn decline(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let moves = registration::decline(conn, id, by, reason, now).await?;
    ended(conn, &moves, reason, now).await
}

/// Passes a place on, with what was paid for it; both people are told (RG-18). Whose it is now.
pub async fn pass_on(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<RegistrationId, Error> {
    // The payment first, then the seats: the order that everybody keeps.
    if let Some(payment) = payment::by_registration(conn, id).await? {
        payment::lock(conn, payment).await?;
    }
    let (new, moves) = registration::transfer(conn, id, by, person, now).await?;
    payment::hand_over(conn, id, new).await?;
    ended(conn, &moves, None, now).await?;
    Ok(new)
}
