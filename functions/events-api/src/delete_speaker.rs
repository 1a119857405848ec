//! Take a person out of the directory of speakers.

use auth::{ManageEvents, Org};
use axum::extract::State;
use models::SpeakerId;
use web::{IfMatch, NoContent, Path};

/// Take a person out of the directory of speakers. Pages of past events keep the name.
#[utoipa::path(delete, path = "/api/v1/events/speakers/{speaker_id}", tag = "speakers", security(("bearer" = [])),
    params(("speaker_id" = SpeakerId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    responses((status = 204), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn delete_speaker(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<SpeakerId>,
    IfMatch(version): IfMatch,
) -> web::Result<NoContent> {
    let mut tx = db::begin(&app.db).await?;
    events::speaker::archive(&mut tx, org.id, id, version, app.clock.now()).await?;
    tx.commit().await?;
    Ok(NoContent)
}
