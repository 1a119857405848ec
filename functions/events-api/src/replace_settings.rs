//! Decide how registration works.

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::settings::Settings;
use models::EventId;
use web::{IfMatch, Path, Tagged, ValidJson};

use crate::get_settings::{ShownSettings, settings};

/// Decide how registration works. The waiting list is served by the new rules at once.
#[utoipa::path(put, path = "/api/v1/events/{event_id}/settings", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    request_body = Settings,
    responses((status = 200, body = ShownSettings), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn replace_settings(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<Settings>,
) -> web::Result<Tagged<ShownSettings>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let moves = events::settings::replace(&mut tx, org.id, id, version, &body, now).await?;
    sales::tell(&mut tx, &moves, None, now).await?;
    let answer = settings(&mut tx, org.id, id).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}
