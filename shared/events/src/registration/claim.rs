//! Registrations of guests join the account that proved their address (RG-23, AC-7).

use chrono::{DateTime, Utc};
use models::{EventId, RegistrationId, UserId};
use sqlx::PgConnection;

use crate::Error;
use db::OnConstraint as _;

/// What an account gained by proving an address.
#[derive(Clone, Debug, Default)]
pub struct Claimed {
    /// Registrations that are the account's now.
    pub registrations: Vec<RegistrationId>,
    /// Live registrations that stay apart: the account has another one for the same event.
    pub conflicts: Vec<(RegistrationId, EventId)>,
}

/// Gives the account every registration of guests under the proven address, except those that
/// would be its second live one for an event.
pub async fn claim_guests(
    conn: &mut PgConnection,
    user: UserId,
    email_key: &str,
    now: DateTime<Utc>,
) -> Result<Claimed, Error> {
    let rows = sqlx::query!(
        r#"with guest as (
            select r.id, r.event_id,
                   r.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')
                   and exists (select from registrations own
                                where own.event_id = r.event_id and own.user_id = $1
                                  and own.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')) as twice
              from registrations r where r.email_key = $2 and r.user_id is null
             order by r.id for no key update of r
         ), joined as (
            update registrations r
               set user_id = $1, email_verified_at = coalesce(r.email_verified_at, $3), updated_at = $3, version = r.version + 1
              from guest g where r.id = g.id and not g.twice
            returning r.id, r.booking_id
         ), booked as (
            update bookings b set booker_user_id = $1
              from joined j where b.id = j.booking_id and b.booker_user_id is null and lower(b.booker_email) = $2
         )
         select id as "id: RegistrationId", event_id as "event_id: EventId", twice as "twice!" from guest order by id"#,
        user as _,
        email_key,
        now
    )
    .fetch_all(conn)
    .await
    // The account registered for one of these events at this very moment.
    .on_constraint([("registrations_live_user_key", Error::Busy)])?;
    let mut claimed = Claimed::default();
    for row in rows {
        if row.twice {
            claimed.conflicts.push((row.id, row.event_id));
        } else {
            claimed.registrations.push(row.id);
        }
    }
    Ok(claimed)
}
