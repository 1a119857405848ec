//! Sign in with a password. One answer and one Argon2 for every wrong pair (AC-10).

use accounts::password::Checked;
use accounts::{Error, user};
use auth::LoginAnswer;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::TimeDelta;
use db::rate::{self, Limit};
use models::Email;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Client, Public, ValidJson};

use crate::door::{self, Answer, Entrance};

const SHUT: &str = "sign-in-shut";
const FAILURES: Limit = Limit { scope: "sign-in-place", most: 30, window: TimeDelta::minutes(15) };

/// What a person types.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ada@example.org", "password": "four rivers meet here", "remember": true}))]
pub(crate) struct SignIn {
    email: Email,
    password: String,
    remember: bool,
}

/// What signing in came to.
#[derive(Serialize, ToSchema)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// In.
    SignedIn {
        login: LoginAnswer,
        /// Where the person was going.
        next: Option<String>,
    },
}

/// Sign in with a password.
#[utoipa::path(post, path = "/api/v1/auth/sign-in", tag = "auth", request_body = SignIn,
    responses((status = 200, body = Outcome), (status = 401, body = web::ProblemBody),
        (status = 403, body = web::ProblemBody), (status = 429, body = web::ProblemBody)))]
pub(crate) async fn sign_in(
    _: Public,
    client: Client,
    headers: HeaderMap,
    State(app): State<crate::State>,
    ValidJson(typed): ValidJson<SignIn>,
) -> web::Result<Response> {
    app.origin.check_entrance(&headers)?;
    let now = app.clock.now();
    let device = app.origin.device(&headers);
    let mut conn = app.db.acquire().await?;
    let person = user::by_address(&mut conn, typed.email.key()).await?;
    let guard = guard(&mut conn, &typed.email, device).await?;
    rate::check_shut(&mut conn, SHUT, &guard, now).await?;
    // Counted before the work, and taken back if it was none: who hangs up meanwhile has tried, too.
    rate::hit(&mut conn, FAILURES, &client.rate_key(), now).await?;
    drop(conn); // no connection waits for a hash
    let hash = person.as_ref().and_then(|person| person.password_hash.clone());
    let checked = app.hasher.check(&typed.password, hash).await?;
    let mut tx = db::begin(&app.db).await?;
    // Guesses that were sent at the same moment all came past the check above.
    rate::alone(&mut tx, SHUT, &guard).await?;
    rate::check_shut(&mut tx, SHUT, &guard, now).await?;
    let Some(person) = person.filter(|_| checked != Checked::Wrong) else {
        refuse(&mut tx, &typed.email, &guard, &client, now).await?;
        tx.commit().await?;
        return Err(Error::InvalidCredentials.into());
    };
    rate::unhit(&mut tx, FAILURES, &client.rate_key(), now).await?;
    if person.disabled_at.is_some() {
        rate::clear(&mut tx, SHUT, &guard).await?;
        door::refused(&mut tx, Some(person.id), &client, now).await?;
        tx.commit().await?;
        return Err(Error::AccountDisabled.into());
    }
    if let Checked::RightButOld(hash) = checked {
        user::store_password(&mut tx, person.id, &hash, None).await?;
    }
    rate::clear(&mut tx, SHUT, &guard).await?;
    let entrance =
        Entrance { method: "pwd", remember: typed.remember, client: &client, device, now };
    let opened = door::open(&mut tx, &app, &person, entrance).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(opened.respond(StatusCode::OK, |login| Answer::of(&Outcome::SignedIn { login, next: None })))
}

/// A device that the account knows has a counter of its own, so that strangers cannot lock the
/// owner out.
async fn guard(
    conn: &mut PgConnection,
    email: &Email,
    device: Option<&str>,
) -> sqlx::Result<String> {
    let known = sqlx::query_scalar!(
        r#"select exists (select from logins l join user_emails e on e.user_id = l.user_id
                           where e.address_key = $1 and l.device_id = $2) as "known!""#,
        email.key(),
        device
    )
    .fetch_one(conn)
    .await?;
    Ok(match device {
        Some(device) if known => format!("{} {device}", email.key()),
        _ => email.key().to_owned(),
    })
}

async fn refuse(
    conn: &mut PgConnection,
    email: &Email,
    guard: &str,
    client: &Client,
    now: chrono::DateTime<chrono::Utc>,
) -> web::Result<()> {
    rate::failed(conn, SHUT, guard, now).await?;
    // AC-31: a try at an address that nobody has is written down as well, without the address; and
    // the work is the same (AC-10).
    let person = user::by_address(conn, email.key()).await?.map(|person| person.id);
    door::refused(conn, person, client, now).await
}
