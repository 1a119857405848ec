//! Sign another device out.

use accounts::login;
use auth::User;
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::LoginId;
use web::{NoContent, Path};

/// Sign one device out. Effective at its next request.
#[utoipa::path(delete, path = "/api/v1/logins/{login_id}", tag = "logins", security(("bearer" = [])),
    params(("login_id" = LoginId, Path)), responses((status = 204), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn end_login(
    user: User,
    State(app): State<crate::State>,
    Path(id): Path<LoginId>,
) -> web::Result<NoContent> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    login::end_own(&mut tx, user.id, id, now).await?;
    audit::write(&mut tx, Entry::new(None, Actor::User(user.id), "login.ended", "login", id), now)
        .await?;
    tx.commit().await?;
    Ok(NoContent)
}
