//! People hear of what ended or began for them, in the transaction that did it.

use chrono::{DateTime, Utc};
use events::registration::{Move, News, news};
use outreach::registrations::{Lapsed, Told};
use sqlx::PgConnection;

/// Tells everybody in `moves`.
pub(crate) async fn tell(
    conn: &mut PgConnection,
    moves: &[Move],
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
            News::Cancelled => Told::Cancelled { reason: None },
        };
        outreach::registrations::tell(conn, &people, &told, now).await?;
    }
    Ok(())
}
