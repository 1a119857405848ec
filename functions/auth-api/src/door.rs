//! The door that every way of signing in leads through: a login, its cookies, its token.

use accounts::login::{self, NewLogin, device_name};
use accounts::membership::{self, Mine};
use accounts::user::Identity;
use auth::{ActiveOrganization, LoginAnswer, SignedIn, Token};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use db::audit::{self, Actor, Entry};
use models::UserId;
use outreach::accounts::Device;
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;
use web::Client;

/// How somebody comes in.
pub(crate) struct Entrance<'a> {
    pub(crate) method: &'static str,
    pub(crate) remember: bool,
    pub(crate) client: &'a Client,
    /// The browser's own name, if it has one.
    pub(crate) device: Option<&'a str>,
    pub(crate) now: DateTime<Utc>,
}

/// Somebody who is in, as soon as the transaction commits.
pub(crate) struct Opened {
    pub(crate) answer: LoginAnswer,
    cookies: HeaderMap,
}

impl Opened {
    /// The answer of the operation with the cookies of the login.
    pub(crate) fn respond(
        self,
        status: StatusCode,
        body: impl FnOnce(LoginAnswer) -> Answer,
    ) -> Response {
        let body = body(self.answer);
        (status, self.cookies, axum::Json(body.0)).into_response()
    }
}

/// A body that is ready to be sent.
pub(crate) struct Answer(serde_json::Value);

impl Answer {
    pub(crate) fn of(body: &impl Serialize) -> Self {
        Self(serde_json::to_value(body).expect("answers are plain JSON"))
    }
}

/// Opens a login for a person who has proven identity. A device that the account never saw is told
/// to its owner (AC-21).
pub(crate) async fn open(
    conn: &mut PgConnection,
    app: &crate::State,
    person: &Identity,
    entrance: Entrance<'_>,
) -> web::Result<Opened> {
    let Entrance { method, remember, client, device, now } = entrance;
    let device_id = device.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
    let new = NewLogin {
        user: person.id,
        method,
        device_id: device_id.clone(),
        user_agent: client.user_agent.clone(),
        ip_prefix: client.prefix(),
        remembered: remember,
    };
    let (login, new_device) = login::open(conn, new, now).await?;
    let entry = Entry::new(None, Actor::User(person.id), "login.opened", "login", login.id);
    audit::write(conn, Entry { ip_prefix: Some(&client.prefix()), ..entry }, now).await?;
    if new_device {
        let (name, prefix) = (device_name(&client.user_agent), client.prefix());
        let device = Device { name: &name, ip_prefix: Some(&prefix) };
        outreach::accounts::new_sign_in(conn, person.id, login.id, &device, now).await?;
    }
    let organization = first_organization(conn, person).await?;
    let proven = (login.methods.clone(), login.authenticated_at);
    let token = Token::new(person.id, login.id, organization.as_ref().map(|o| o.id), proven, now);
    let mut cookies = HeaderMap::new();
    cookies.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let age = remember.then_some(TimeDelta::days(30));
    app.origin.set_refresh(&mut cookies, &app.refresh.value(&login), age);
    app.origin.set_device(&mut cookies, &device_id);
    let answer = LoginAnswer::new(app.keys.sign(&token)?, signed_in(person), organization);
    Ok(Opened { answer, cookies })
}

/// AC-31: somebody was not let in. Nobody is named who has no account.
pub(crate) async fn refused(
    conn: &mut PgConnection,
    person: Option<UserId>,
    client: &Client,
    now: DateTime<Utc>,
) -> web::Result<()> {
    let entry = Entry {
        organization: None,
        actor: person.map_or(Actor::System, Actor::User),
        action: "login.refused",
        target_kind: "user",
        target: person.map(Into::into),
        before: Value::Null,
        after: Value::Null,
        ip_prefix: Some(&client.prefix()),
    };
    audit::write(conn, entry, now).await?;
    Ok(())
}

fn signed_in(person: &Identity) -> SignedIn {
    let Identity { id, full_name, email, locale, time_zone, .. } = person.clone();
    SignedIn { id, full_name, email, locale, time_zone }
}

/// The organization that the person joined last.
async fn first_organization(
    conn: &mut PgConnection,
    person: &Identity,
) -> web::Result<Option<ActiveOrganization>> {
    let last = membership::mine(conn, person.id).await?.pop();
    Ok(last.map(|Mine { organization_id: id, name, slug, .. }| ActiveOrganization {
        id,
        name,
        slug,
    }))
}
