//! The welcome is done with.

use accounts::user;
use auth::User;
use axum::extract::State;
use web::NoContent;

/// The welcome is done with.
#[utoipa::path(post, path = "/api/v1/accounts/me/onboarding-completed", tag = "accounts", security(("bearer" = [])),
    responses((status = 204)))]
pub(crate) async fn complete_onboarding(
    caller: User,
    State(app): State<crate::State>,
) -> web::Result<NoContent> {
    user::complete_onboarding(&mut *app.db.acquire().await?, caller.id, app.clock.now()).await?;
    Ok(NoContent)
}
