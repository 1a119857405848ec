//! Sign out on this device.

use accounts::login::{self, Presented, Rotation};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use db::audit::{self, Actor, Entry};
use web::{Client, Public};

use crate::refresh_login::tell_stolen;

/// Sign out on this device. Doing it twice is fine.
#[utoipa::path(post, path = "/api/v1/logins/sign-out", tag = "logins",
    responses((status = 204), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn sign_out(
    _: Public,
    client: Client,
    headers: HeaderMap,
    State(app): State<crate::State>,
) -> web::Result<Response> {
    app.origin.check(&headers)?;
    let now = app.clock.now();
    if let Some(presented) = app.origin.refresh_value(&headers).and_then(Presented::parse) {
        let mut tx = db::begin(&app.db).await?;
        // Only a value that we made ends a login.
        match login::rotate(&mut tx, &app.refresh, &presented, now).await {
            Ok(Rotation::Goes(login)) => {
                login::end(&mut tx, login.id, "signed-out", now).await?;
                let entry =
                    Entry::new(None, Actor::User(login.user), "login.ended", "login", login.id);
                audit::write(&mut tx, entry, now).await?;
            }
            Ok(Rotation::Reused(login)) => tell_stolen(&mut tx, &login, &client, now).await?,
            Err(accounts::Error::LoginEnded) => {}
            Err(error) => return Err(error.into()),
        }
        tx.commit().await?;
        app.tasks.flush(&app.db).await;
    }
    let mut cookies = HeaderMap::new();
    app.origin.clear_refresh(&mut cookies);
    Ok((StatusCode::NO_CONTENT, cookies).into_response())
}
