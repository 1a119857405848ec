//! What follows a change of seats, in the transaction that made it: drafts of places that are gone
//! end, and people hear of it.

use billing::payment::{self, Ended};
use billing::refund;
use chrono::{DateTime, Utc};
use events::registration::{Move, News, Status, news};
use models::RegistrationId;
use outreach::registrations::{Lapsed, Told};
use sqlx::PgConnection;

use crate::Error;

/// Tells everybody in `moves`; `reason` goes to those whose place was cancelled or refused.
pub async fn tell(
    conn: &mut PgConnection,
    moves: &[Move],
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    for (news, people) in news(moves) {
        let told = match news {
            News::Confirmed => Told::Confirmed,
            News::Waitlisted => Told::Waitlisted,
            News::Offered => Told::Offered,
            News::HoldEnded => Told::Expired(Lapsed::Hold),
            News::OfferEnded => Told::Expired(Lapsed::Offer),
            News::QueueEnded => Told::Expired(Lapsed::Queue),
            News::Cancelled => Told::Cancelled { reason: reason.map(str::to_owned) },
            News::Requested => Told::Requested,
            News::Approved => Told::Approved,
            News::Declined => Told::Declined { reason: reason.map(str::to_owned) },
            News::RequestEnded => Told::Expired(Lapsed::Request),
            News::PassedOn => Told::PassedOn,
        };
        outreach::registrations::tell(conn, &people, &told, now).await?;
    }
    Ok(())
}

/// Ends what was to pay for places that are gone, then tells everybody in `moves`. Call it with
/// the moves of every command that may end holds or places.
pub async fn ended(
    conn: &mut PgConnection,
    moves: &[Move],
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let of = |wanted: fn(&Move) -> bool| -> Vec<RegistrationId> {
        moves.iter().filter(|m| wanted(m)).map(|m| m.registration).collect()
    };
    let lapsed = of(|m| m.to == Status::Expired && m.from == Some(Status::Held));
    payment::lapse(conn, &lapsed, Ended::Expired, now).await?;
    let cancelled = of(|m| m.to == Status::Cancelled && m.from.is_some_and(Status::is_seated));
    payment::lapse(conn, &cancelled, Ended::Canceled, now).await?;
    refund::close_places(conn, &cancelled, now).await?;
    tell(conn, moves, reason, now).await?;
    Ok(())
}
