//! Name the person of a seat that was booked without a name.

use auth::ManageRegistrations;
use axum::Json;
use axum::extract::State;
use models::RegistrationId;
use web::{Path, Problem, ValidJson};

use crate::caller::HolderOr;
use crate::party::{PartySeat, seat};
use crate::person::NewPerson;

/// Name the person of a seat that was booked without a name. The person gets the ticket and links
/// of their own; those that opened the seat before do not work any more.
#[utoipa::path(post, path = "/api/v1/registrations/{registration_id}/name", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path)), request_body = NewPerson,
    responses((status = 200, body = PartySeat), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn name_seat(
    caller: HolderOr<ManageRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
    ValidJson(body): ValidJson<NewPerson>,
) -> web::Result<Json<PartySeat>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let by = caller.on(&mut tx, id).await?;
    let moves = events::registration::name(&mut tx, id, by, &body.into(), now).await?;
    sales::tell(&mut tx, &moves, None, now).await?;
    let answer = seat(&mut tx, id, now).await?.ok_or_else(Problem::not_found)?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(answer))
}
