//! Send a mail again.

use auth::{Org, SendMessages};
use axum::extract::State;
use models::MessageId;
use outreach::log;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Accepted, Path};

/// The mail that was written.
#[derive(Serialize, ToSchema)]
#[schema(as = MessageResent)]
pub(crate) struct Resent {
    id: MessageId,
}

/// Send a mail again, at the earliest ten minutes after the last.
#[utoipa::path(post, path = "/api/v1/messages/{message_id}/resend", tag = "messages", security(("bearer" = [])),
    params(("message_id" = MessageId, Path)),
    responses((status = 202, body = Resent), (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn resend_message(
    org: Org<SendMessages>,
    State(app): State<crate::State>,
    Path(id): Path<MessageId>,
) -> web::Result<Accepted<Resent>> {
    let mut tx = db::begin(&app.db).await?;
    let id = log::resend(&mut tx, org.id, id, app.clock.now()).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(Resent { id }))
}
