//! How often mails with links and codes may be asked for, whatever they are for.

use chrono::{DateTime, TimeDelta, Utc};
use db::rate::{self, Limit, TooMany};
use models::Email;
use sqlx::PgConnection;

const HOUR: TimeDelta = TimeDelta::hours(1);
const PLACE: Limit = Limit { scope: "link-place", most: 20, window: HOUR };
const ADDRESS: Limit = Limit { scope: "link-address", most: 3, window: HOUR };
const DAY: Limit = Limit { scope: "link-address-day", most: 10, window: TimeDelta::days(1) };

/// 20 mails an hour from one place; 3 an hour and 10 a day for one address. Not inside a
/// transaction that may roll back.
pub async fn limit(
    conn: &mut PgConnection,
    place: &str,
    email: &Email,
    now: DateTime<Utc>,
) -> Result<(), TooMany> {
    rate::hit(conn, PLACE, place, now).await?;
    rate::hit(conn, ADDRESS, email.key(), now).await?;
    rate::hit(conn, DAY, email.key(), now).await
}
