//! A previewed report is counted, once.

use auth::{ManageAttendance, Org};
use axum::Json;
use axum::extract::State;
use events::presence::{self, import};
use models::ImportId;
use web::Path;

use crate::imported::Imported;
use crate::people::room;
use crate::recount::recount;

/// Commit an import.
#[utoipa::path(post, path = "/api/v1/attendance/imports/{import_id}/commit", tag = "attendance",
    params(("import_id" = uuid::Uuid, Path)), security(("bearer" = [])),
    responses((status = 200, body = Imported), (status = 404), (status = 409)))]
pub(crate) async fn commit_import(
    org: Org<ManageAttendance>,
    State(app): State<crate::State>,
    Path(id): Path<ImportId>,
) -> web::Result<Json<Imported>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let import = import::commit(&mut tx, org.id, id, now).await?;
    room(&mut tx, &org, import.event).await?;
    presence::recognise(&mut tx, import.event, None, now).await?;
    recount(&mut tx, (org.id, import.event), None, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(import.into()))
}
