//! Take one's photo away.

use accounts::user;
use auth::User;
use axum::extract::State;
use web::NoContent;

/// Take one's photo away.
#[utoipa::path(delete, path = "/api/v1/accounts/me/photo", tag = "accounts", security(("bearer" = [])),
    responses((status = 204)))]
pub(crate) async fn delete_photo(
    caller: User,
    State(app): State<crate::State>,
) -> web::Result<NoContent> {
    user::set_photo(&mut *app.db.acquire().await?, caller.id, None, app.clock.now()).await?;
    Ok(NoContent)
}
