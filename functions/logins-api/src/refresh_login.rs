//! Stay signed in, and choose the organization of the next token (AC-16, AC-19).

use accounts::Error;
use accounts::login::{self, Login, Presented, Rotation, device_name};
use accounts::membership::{self, Mine};
use accounts::user::{self, Identity};
use auth::{ActiveOrganization, LoginAnswer, SignedIn, Token};
use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use db::audit::{self, Actor, Entry};
use db::rate::{self, Limit};
use models::OrgId;
use outreach::accounts::Device;
use serde::Deserialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Client, Public, ValidJson};

const OFTEN: Limit = Limit { scope: "refresh", most: 240, window: TimeDelta::hours(1) };

/// Which organization the token is for; absent is the login's own choice, or none.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub(crate) struct Refresh {
    organization_id: Option<OrgId>,
}

/// Stay signed in. Takes the refresh cookie and gives the next one.
#[utoipa::path(post, path = "/api/v1/logins/refresh", tag = "logins", request_body = Refresh,
    responses((status = 200, body = LoginAnswer), (status = 401, body = web::ProblemBody),
        (status = 403, body = web::ProblemBody)))]
pub(crate) async fn refresh_login(
    _: Public,
    client: Client,
    headers: HeaderMap,
    State(app): State<crate::State>,
    ValidJson(wanted): ValidJson<Refresh>,
) -> web::Result<Response> {
    app.origin.check(&headers)?;
    let now = app.clock.now();
    let presented =
        app.origin.refresh_value(&headers).and_then(Presented::parse).ok_or(Error::LoginEnded)?;
    let key = presented.login.to_string();
    let mut conn = app.db.acquire().await?;
    if rate::count(&mut conn, OFTEN, &key, now).await >= OFTEN.most {
        rate::hit(&mut conn, OFTEN, &key, now).await?;
    }
    drop(conn);
    let mut tx = db::begin(&app.db).await?;
    let login = match login::rotate(&mut tx, &app.refresh, &presented, now).await? {
        Rotation::Goes(login) => login,
        Rotation::Reused(login) => {
            tell_stolen(&mut tx, &login, &client, now).await?;
            tx.commit().await?;
            app.tasks.flush(&app.db).await;
            return Err(Error::LoginReused.into());
        }
    };
    // Only what we made is counted: a made-up cookie would leave a row for each.
    let _ = rate::hit(&mut tx, OFTEN, &key, now).await;
    let person = user::by_id(&mut tx, login.user).await?.ok_or(Error::LoginEnded)?;
    let organization = choose(&mut tx, &login, wanted.organization_id).await?;
    tx.commit().await?;
    let answer = answer(&app, &login, person, organization, now)?;
    let mut cookies = HeaderMap::new();
    cookies.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let age = login.remembered.then(|| login.expires_at - now);
    app.origin.set_refresh(&mut cookies, &app.refresh.value(&login), age);
    Ok((cookies, Json(answer)).into_response())
}

/// Two tabs may be in two organizations: the choice is the token's, the default only follows it.
async fn choose(
    conn: &mut PgConnection,
    login: &Login,
    wanted: Option<OrgId>,
) -> web::Result<Option<ActiveOrganization>> {
    let Some(id) = wanted.or(login.organization) else { return Ok(None) };
    match membership::of(conn, login.user, id).await? {
        Some(Mine { organization_id: id, name, slug, .. }) => {
            if wanted.is_some() && login.organization != wanted {
                login::remember_organization(conn, login.id, id).await?;
            }
            Ok(Some(ActiveOrganization { id, name, slug }))
        }
        None if wanted.is_some() => Err(Error::NotAMember.into()),
        None => Ok(None),
    }
}

pub(crate) fn answer(
    app: &crate::State,
    login: &Login,
    person: Identity,
    organization: Option<ActiveOrganization>,
    now: DateTime<Utc>,
) -> web::Result<LoginAnswer> {
    let proven = (login.methods.clone(), login.authenticated_at);
    let token = Token::new(login.user, login.id, organization.as_ref().map(|o| o.id), proven, now);
    let Identity { id, full_name, email, locale, time_zone, .. } = person;
    let user = SignedIn { id, full_name, email, locale, time_zone };
    Ok(LoginAnswer::new(app.keys.sign(&token)?, user, organization))
}

/// AC-16: an old cookie came back, and its login has ended.
pub(crate) async fn tell_stolen(
    conn: &mut PgConnection,
    login: &Login,
    client: &Client,
    now: DateTime<Utc>,
) -> web::Result<()> {
    let (name, prefix) = (device_name(&client.user_agent), client.prefix());
    let device = Device { name: &name, ip_prefix: Some(&prefix) };
    outreach::accounts::login_stolen(conn, login.user, login.id, &device, now).await?;
    let entry = Entry::new(None, Actor::User(login.user), "login.reused", "login", login.id);
    audit::write(conn, Entry { ip_prefix: Some(&prefix), ..entry }, now).await?;
    Ok(())
}
