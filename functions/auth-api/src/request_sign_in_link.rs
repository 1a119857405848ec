//! Ask for a link that signs in.

use accounts::challenge::{self, Payload, Purpose};
use accounts::mailing;
use accounts::user::{self, Identity};
use axum::extract::State;
use chrono::{DateTime, Utc};
use models::{AppPath, Email, TimeZone};
use outreach::accounts::{Link, Mailed, To};
use serde::Deserialize;
use sqlx::{Connection as _, PgConnection};
use utoipa::ToSchema;
use web::{Accepted, Client, Public, ValidJson};

use crate::mail::MailIsOnItsWay;

/// Whose mailbox, and where to go afterwards.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ada@example.org", "return_to": "/me/certificates"}))]
pub(crate) struct SignInLink {
    email: Email,
    return_to: Option<AppPath>,
}

/// Ask for a link that signs in. The answer is the same for every address.
#[utoipa::path(post, path = "/api/v1/auth/sign-in-link", tag = "auth", request_body = SignInLink,
    responses((status = 202, body = MailIsOnItsWay), (status = 422, body = web::ProblemBody),
        (status = 429, body = web::ProblemBody)))]
pub(crate) async fn request_sign_in_link(
    _: Public,
    client: Client,
    State(app): State<crate::State>,
    ValidJson(wanted): ValidJson<SignInLink>,
) -> web::Result<Accepted<MailIsOnItsWay>> {
    let now = app.clock.now();
    mailing::limit(&mut *app.db.acquire().await?, &client.rate_key(), &wanted.email, now).await?;
    let mut tx = db::begin(&app.db).await?;
    let mut attempt = tx.begin().await?;
    let next = wanted.return_to.map(String::from);
    let person = user::by_address(&mut attempt, wanted.email.key())
        .await?
        .filter(|p| p.disabled_at.is_none());
    let told = if let Some(person) = &person {
        let payload = Payload { next, ..Payload::default() };
        send(&mut attempt, &wanted.email, Some(person), payload, now).await?;
        true
    } else {
        // AC-2: a guest who comes back completes a sign-up under the name that is known. For an
        // address that nobody knows the same work is done and thrown away.
        let guest = guest(&mut attempt, &wanted.email).await?;
        let known = guest.is_some();
        let payload = Payload { next, ..guest.unwrap_or_default() };
        send(&mut attempt, &wanted.email, None, payload, now).await?;
        known
    };
    if told {
        attempt.commit().await?;
    } else {
        attempt.rollback().await?;
        outreach::accounts::nothing(&mut tx, now).await?;
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(MailIsOnItsWay {}))
}

async fn send(
    conn: &mut PgConnection,
    email: &Email,
    person: Option<&Identity>,
    payload: Payload,
    now: DateTime<Utc>,
) -> web::Result<()> {
    let (purpose, link) = match person {
        Some(_) => (Purpose::SignIn, Link::SignIn),
        None => (Purpose::SignUp, Link::Verify),
    };
    let name = person.map(|person| person.full_name.clone()).or_else(|| payload.full_name.clone());
    let locale = person
        .map(|p| p.locale.clone())
        .or_else(|| payload.locale.clone())
        .unwrap_or_else(|| "en".into());
    let time_zone = person.map(|p| p.time_zone).or(payload.time_zone).unwrap_or(TimeZone::UTC);
    let user = person.map(|person| person.id);
    let challenge = challenge::open(conn, purpose, email, user, payload, now).await?;
    let to = To { address: email, name: name.as_deref(), user, locale: &locale, time_zone };
    let (seal, expires_at) = (challenge.sealed(purpose), challenge.expires_at);
    outreach::accounts::link(conn, &Mailed { link, seal, expires_at, to, organization: None }, now)
        .await?;
    Ok(())
}

/// Who registered somewhere under this address without an account.
async fn guest(conn: &mut PgConnection, email: &Email) -> web::Result<Option<Payload>> {
    let row = sqlx::query!(
        r#"select full_name, locale, time_zone as "time_zone: TimeZone" from registrations
            where email_key = $1 and user_id is null order by created_at desc limit 1"#,
        email.key()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Payload {
        // A guest's name may be longer than that of an account.
        full_name: row.full_name.map(|name| name.chars().take(120).collect()),
        locale: Some(row.locale),
        time_zone: Some(row.time_zone),
        ..Payload::default()
    }))
}
