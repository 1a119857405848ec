//! Prove identity again: what follows is fresh for ten minutes (AC-20).

use accounts::password::Checked;
use accounts::{Error, challenge, login, membership, user};
use auth::{ActiveOrganization, LoginAnswer, User};
use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use db::rate;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Client, ValidJson};

const SHUT: &str = "reauthentication-shut";

/// One proof.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
#[schema(example = json!({"method": "password", "password": "four rivers meet here"}))]
pub(crate) enum Proof {
    /// The password.
    Password {
        /// As typed.
        password: String,
    },
    /// The mailed digits; enough only without a password.
    Code {
        /// Six digits.
        code: String,
    },
}

/// Prove identity again. The answer's token has a new `auth_time`.
#[utoipa::path(post, path = "/api/v1/logins/reauthentication", tag = "logins", security(("bearer" = [])),
    request_body = Proof,
    responses((status = 200, body = LoginAnswer), (status = 401, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 429, body = web::ProblemBody)))]
pub(crate) async fn reauthenticate(
    caller: User,
    client: Client,
    State(app): State<crate::State>,
    ValidJson(proof): ValidJson<Proof>,
) -> web::Result<Response> {
    let now = app.clock.now();
    let guard = caller.id.to_string();
    let mut conn = app.db.acquire().await?;
    rate::check_shut(&mut conn, SHUT, &guard, now).await?;
    let person = user::by_id(&mut conn, caller.id).await?.ok_or(Error::LoginEnded)?;
    drop(conn); // no connection waits for a hash
    let outcome = check(&app, &person, proof, now).await;
    let mut tx = db::begin(&app.db).await?;
    rate::alone(&mut tx, SHUT, &guard).await?;
    rate::check_shut(&mut tx, SHUT, &guard, now).await?;
    match outcome {
        Ok(()) => rate::clear(&mut tx, SHUT, &guard).await?,
        Err(Error::ProofRefused) => {
            rate::failed(&mut tx, SHUT, &guard, now).await?;
            let (actor, prefix) = (Actor::User(caller.id), client.prefix());
            let entry = Entry::new(None, actor, "login.proof-refused", "login", caller.login);
            audit::write(&mut tx, Entry { ip_prefix: Some(&prefix), ..entry }, now).await?;
            tx.commit().await?;
            return Err(Error::ProofRefused.into());
        }
        Err(error) => return Err(error.into()),
    }
    let login = login::proved_again(&mut tx, caller.login, now).await?;
    audit::write(
        &mut tx,
        Entry::new(None, Actor::User(caller.id), "login.proved-again", "login", caller.login),
        now,
    )
    .await?;
    let organization = match caller.org {
        Some(org) => membership::of(&mut tx, caller.id, org).await?,
        None => None,
    };
    tx.commit().await?;
    let organization = organization.map(|mine| ActiveOrganization {
        id: mine.organization_id,
        name: mine.name,
        slug: mine.slug,
    });
    let answer = crate::refresh_login::answer(&app, &login, person, organization, now)?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

async fn check(
    app: &crate::State,
    person: &user::Identity,
    proof: Proof,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    match proof {
        Proof::Password { password } => {
            let Some(hash) = person.password_hash.clone() else {
                return Err(Error::MethodNotEnough);
            };
            match app.hasher.check(&password, Some(hash)).await? {
                Checked::Wrong => Err(Error::ProofRefused),
                Checked::Right | Checked::RightButOld(_) => Ok(()),
            }
        }
        Proof::Code { .. } if person.password_hash.is_some() => Err(Error::MethodNotEnough),
        Proof::Code { code } => {
            // Its own transaction, which commits a wrong try too.
            let mut tx = db::begin(&app.db).await?;
            let answered = challenge::answer_code(&mut tx, &app.links, person.id, &code, now).await;
            tx.commit().await?;
            answered
        }
    }
}
