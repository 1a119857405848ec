//! Sign out on every device.

use accounts::login;
use auth::User;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use db::audit::{self, Actor, Entry};
use serde::Deserialize;
use utoipa::ToSchema;
use web::ValidJson;

/// Whether this device stays in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"keep_current": true}))]
pub(crate) struct SignOutEverywhere {
    keep_current: bool,
}

/// Sign out on every device, or on every other one. Effective at their next request.
#[utoipa::path(post, path = "/api/v1/logins/sign-out-everywhere", tag = "logins", security(("bearer" = [])),
    request_body = SignOutEverywhere, responses((status = 204), (status = 401, body = web::ProblemBody)))]
pub(crate) async fn sign_out_everywhere(
    user: User,
    State(app): State<crate::State>,
    ValidJson(wanted): ValidJson<SignOutEverywhere>,
) -> web::Result<Response> {
    let now = app.clock.now();
    let except = wanted.keep_current.then_some(user.login);
    let mut tx = db::begin(&app.db).await?;
    login::end_all(&mut tx, user.id, except, "everywhere", now).await?;
    audit::write(
        &mut tx,
        Entry::new(None, Actor::User(user.id), "login.ended-everywhere", "user", user.id),
        now,
    )
    .await?;
    tx.commit().await?;
    let mut cookies = HeaderMap::new();
    if !wanted.keep_current {
        app.origin.clear_refresh(&mut cookies);
    }
    Ok((StatusCode::NO_CONTENT, cookies).into_response())
}
