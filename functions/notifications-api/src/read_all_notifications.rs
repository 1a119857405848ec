//! Mark everything as read.

use auth::User;
use axum::extract::State;
use outreach::inbox;
use web::NoContent;

/// Mark all notices as read.
#[utoipa::path(post, path = "/api/v1/notifications/read-all", tag = "notifications", security(("bearer" = [])),
    responses((status = 204)))]
pub(crate) async fn read_all_notifications(
    user: User,
    State(app): State<crate::State>,
) -> web::Result<NoContent> {
    let mut tx = db::begin(&app.db).await?;
    inbox::read_all(&mut tx, user.id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(NoContent)
}
