//! One mail, with its text.

use auth::{Org, ReadMessages};
use axum::Json;
use axum::extract::State;
use models::MessageId;
use outreach::log;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Path, Problem};

use crate::list_messages::ListedMessage;

/// A mail with what it says. Links are blanked: they belong to the recipient.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageDetail {
    #[serde(flatten)]
    message: ListedMessage,
    /// The whole document, to be shown in a sandboxed frame.
    html: Option<String>,
    text: Option<String>,
    /// The names of its files.
    attachments: Vec<String>,
}

/// One mail of the organization.
#[utoipa::path(get, path = "/api/v1/messages/{message_id}", tag = "messages", security(("bearer" = [])),
    params(("message_id" = MessageId, Path)),
    responses((status = 200, body = MessageDetail), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn get_message(
    org: Org<ReadMessages>,
    State(app): State<crate::State>,
    Path(id): Path<MessageId>,
) -> web::Result<Json<MessageDetail>> {
    let found = log::get(&mut *app.db.acquire().await?, org.id, id).await?;
    let found = found.ok_or_else(Problem::not_found)?;
    let (html, text) = found.mail.map(|mail| (mail.html, mail.text)).unzip();
    Ok(Json(MessageDetail { message: found.row.into(), html, text, attachments: found.files }))
}
