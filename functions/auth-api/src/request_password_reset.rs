//! Ask for a link that sets a new password.

use accounts::challenge::{self, Payload, Purpose};
use accounts::{mailing, user};
use axum::extract::State;
use models::{Email, TimeZone};
use outreach::accounts::{Link, Mailed, To};
use serde::Deserialize;
use sqlx::Connection as _;
use utoipa::ToSchema;
use web::{Accepted, Client, Public, ValidJson};

use crate::mail::MailIsOnItsWay;

/// Whose password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ada@example.org"}))]
pub(crate) struct PasswordReset {
    email: Email,
}

/// Ask for a link that sets a new password. The answer is the same for every address.
#[utoipa::path(post, path = "/api/v1/auth/password-reset", tag = "auth", request_body = PasswordReset,
    responses((status = 202, body = MailIsOnItsWay), (status = 422, body = web::ProblemBody),
        (status = 429, body = web::ProblemBody)))]
pub(crate) async fn request_password_reset(
    _: Public,
    client: Client,
    State(app): State<crate::State>,
    ValidJson(wanted): ValidJson<PasswordReset>,
) -> web::Result<Accepted<MailIsOnItsWay>> {
    let now = app.clock.now();
    mailing::limit(&mut *app.db.acquire().await?, &client.rate_key(), &wanted.email, now).await?;
    let mut tx = db::begin(&app.db).await?;
    let mut attempt = tx.begin().await?;
    let person = user::by_address(&mut attempt, wanted.email.key())
        .await?
        .filter(|p| p.disabled_at.is_none());
    let user = person.as_ref().map(|person| person.id);
    let purpose = Purpose::PasswordReset;
    // The same work for an address that nobody has; it is thrown away below (AC-2).
    let challenge =
        challenge::open(&mut attempt, purpose, &wanted.email, user, Payload::default(), now)
            .await?;
    let to = To {
        address: &wanted.email,
        name: person.as_ref().map(|person| &*person.full_name),
        user,
        locale: person.as_ref().map_or("en", |person| &person.locale),
        time_zone: person.as_ref().map_or(TimeZone::UTC, |person| person.time_zone),
    };
    let (seal, expires_at) = (challenge.sealed(purpose), challenge.expires_at);
    let mailed = Mailed { link: Link::PasswordReset, seal, expires_at, to, organization: None };
    outreach::accounts::link(&mut attempt, &mailed, now).await?;
    if user.is_some() {
        attempt.commit().await?;
    } else {
        attempt.rollback().await?;
        outreach::accounts::nothing(&mut tx, now).await?;
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(MailIsOnItsWay {}))
}
