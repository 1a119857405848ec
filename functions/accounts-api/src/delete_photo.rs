//! Take one's photo away.

use accounts::user;
use auth::User;
use axum::extract::State;
use web::NoContent;

use crate::put_photo::forget;

/// Take one's photo away.
#[utoipa::path(delete, path = "/api/v1/accounts/me/photo", tag = "accounts", security(("bearer" = [])),
    responses((status = 204)))]
pub(crate) async fn delete_photo(
    caller: User,
    State(app): State<crate::State>,
) -> web::Result<NoContent> {
    let mut conn = app.db.acquire().await?;
    let before = user::set_photo(&mut conn, caller.id, None, app.clock.now()).await?;
    drop(conn); // no network while a connection is held
    forget(&app.objects, before).await;
    Ok(NoContent)
}
