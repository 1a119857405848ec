//! The bar before and after a correction, without making it.

use auth::{ManageAttendance, Org};
use axum::Json;
use axum::extract::State;
use events::presence::{self, load};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Problem, ValidJson};

use crate::change::{Adjust, adjustment};
use crate::people::{people, room};
use crate::person::{PersonPresence, PersonRow};

/// What a correction would change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AdjustmentPreview {
    before: PersonPresence,
    after: PersonPresence,
}

/// Show what a correction would change.
#[utoipa::path(post, path = "/api/v1/attendance/adjustments/preview", tag = "attendance", request_body = Adjust,
    security(("bearer" = [])),
    responses((status = 200, body = AdjustmentPreview), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn preview_adjustment(
    org: Org<ManageAttendance>,
    State(app): State<crate::State>,
    ValidJson(body): ValidJson<Adjust>,
) -> web::Result<Json<AdjustmentPreview>> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let open = presence::open_room(&mut conn, org.id, body.registration_id).await?;
    let room = room(&mut conn, &org, open.event).await?;
    let correction = body.correction()?;
    presence::check(&mut conn, &room, &correction).await?;
    let id = correction.registration;
    let before =
        people(&mut conn, &room, &[id], now).await?.pop().ok_or_else(Problem::not_found)?;
    let known = load::people(&mut conn, &[id]).await?.remove(&id).unwrap_or_default();
    let changed = presence::with_adjustment(&known, adjustment(&correction));
    let after = PersonPresence::of(&room, PersonRow::of(&before), &changed, now);
    Ok(Json(AdjustmentPreview { before, after }))
}
