//! Throw a notice away.

use auth::User;
use axum::extract::State;
use models::NotificationId;
use outreach::inbox;
use web::{NoContent, Path, Problem};

/// Throw a notice away.
#[utoipa::path(delete, path = "/api/v1/notifications/{notification_id}", tag = "notifications", security(("bearer" = [])),
    params(("notification_id" = NotificationId, Path)),
    responses((status = 204), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn delete_notification(
    user: User,
    State(app): State<crate::State>,
    Path(id): Path<NotificationId>,
) -> web::Result<NoContent> {
    let mut tx = db::begin(&app.db).await?;
    if !inbox::delete(&mut tx, user.id, id).await? {
        return Err(Problem::not_found());
    }
    tx.commit().await?;
    Ok(NoContent)
}
