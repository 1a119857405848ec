//! Seat somebody out of turn.

use auth::ManageRegistrations;
use axum::extract::State;
use events::registration::By;
use models::{Line, RegistrationId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Path, Problem, Tagged, ValidJson};

use crate::caller::HolderOr;
use crate::shown::{ShownRegistration, shown};

/// Why this person comes first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Moderates the panel."}))]
pub(crate) struct OfferSeat {
    reason: Line<3, 1000>,
}

/// Seat somebody out of turn.
#[utoipa::path(post, path = "/api/v1/registrations/{registration_id}/offer", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path)), request_body = OfferSeat,
    responses((status = 200, body = ShownRegistration), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn offer_seat(
    caller: HolderOr<ManageRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
    ValidJson(body): ValidJson<OfferSeat>,
) -> web::Result<Tagged<ShownRegistration>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let by = caller.on(&mut tx, id).await?;
    if matches!(by, By::Holder(_)) {
        return Err(Problem::forbidden());
    }
    let moves = events::registration::offer(&mut tx, id, by, &body.reason, now).await?;
    sales::ended(&mut tx, &moves, None, now).await?;
    let answer = shown(&mut tx, id, by, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}
