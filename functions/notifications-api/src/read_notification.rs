//! Mark a notice as read.

use auth::User;
use axum::extract::State;
use models::NotificationId;
use outreach::inbox;
use web::{NoContent, Path, Problem};

/// Mark a notice as read. Again is the same.
#[utoipa::path(post, path = "/api/v1/notifications/{notification_id}/read", tag = "notifications", security(("bearer" = [])),
    params(("notification_id" = NotificationId, Path)),
    responses((status = 204), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn read_notification(
    user: User,
    State(app): State<crate::State>,
    Path(id): Path<NotificationId>,
) -> web::Result<NoContent> {
    let mut tx = db::begin(&app.db).await?;
    if !inbox::read(&mut tx, user.id, id, app.clock.now()).await? {
        return Err(Problem::not_found());
    }
    tx.commit().await?;
    Ok(NoContent)
}
