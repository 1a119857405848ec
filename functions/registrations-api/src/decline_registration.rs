//! Decline a request for a place.

use auth::ManageRegistrations;
use axum::extract::State;
use events::registration::By;
use models::{Lines, RegistrationId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Path, Problem, Tagged, ValidJson};

use crate::caller::HolderOr;
use crate::shown::{ShownRegistration, shown};

/// Why, if one likes to say: the person reads it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "This event is for members."}))]
pub(crate) struct DeclineRegistration {
    reason: Option<Lines<1000>>,
}

/// Decline a request for a place. Nothing was held or charged.
#[utoipa::path(post, path = "/api/v1/registrations/{registration_id}/decline", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path)), request_body = DeclineRegistration,
    responses((status = 200, body = ShownRegistration), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn decline_registration(
    caller: HolderOr<ManageRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
    ValidJson(body): ValidJson<DeclineRegistration>,
) -> web::Result<Tagged<ShownRegistration>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let by = caller.on(&mut tx, id).await?;
    if matches!(by, By::Holder(_)) {
        return Err(Problem::forbidden());
    }
    let reason = body.reason.map(String::from).filter(|reason| !reason.is_empty());
    sales::decline(&mut tx, id, by, reason.as_deref(), now).await?;
    let answer = shown(&mut tx, id, by, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}
