//! Asking for a mail, and how often one may.

use chrono::TimeDelta;
use db::rate::{self, Limit};
use models::Email;
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::Client;

/// The same for every address, whether it is known or not.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailIsOnItsWay {}

const fn hourly(scope: &'static str, most: i32) -> Limit {
    Limit { scope, most, window: TimeDelta::hours(1) }
}

/// 10 sign-ups an hour from one place, 3 an hour for one address.
pub(crate) async fn limit_sign_ups(
    conn: &mut PgConnection,
    client: &Client,
    email: &Email,
    now: chrono::DateTime<chrono::Utc>,
) -> web::Result<()> {
    rate::hit(conn, hourly("sign-up-place", 10), &client.rate_key(), now).await?;
    rate::hit(conn, hourly("sign-up-address", 3), email.key(), now).await?;
    Ok(())
}
