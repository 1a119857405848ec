//! Give a place up. The seat goes to the next at once, and what the policy of the purchase says goes
//! back to the buyer (RF-4).

use auth::ManageRegistrations;
use axum::extract::State;
use models::{Lines, Money, RegistrationId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Path, Tagged, ValidJson};

use crate::caller::HolderOr;
use crate::shown::{ShownRegistration, shown};

/// Why, if one likes to say, and what is expected to go back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "I am on duty that day."}))]
pub(crate) struct CancelRegistration {
    reason: Option<Lines<1000>>,
    /// What was shown to go back; the holder of a paid place has to say it. If it has changed, nothing
    /// happens.
    expected_refund: Option<Money>,
}

/// Give a place up. The seat goes to the next at once.
#[utoipa::path(post, path = "/api/v1/registrations/{registration_id}/cancel", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path)), request_body = CancelRegistration,
    responses((status = 200, body = ShownRegistration), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn cancel_registration(
    caller: HolderOr<ManageRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
    ValidJson(body): ValidJson<CancelRegistration>,
) -> web::Result<Tagged<ShownRegistration>> {
    let now = app.clock.now();
    let reason = body.reason.map(String::from).filter(|reason| !reason.is_empty());
    let mut tx = db::begin(&app.db).await?;
    let by = caller.on(&mut tx, id).await?;
    let said = (reason.as_deref(), body.expected_refund);
    sales::give_up(&mut tx, (id, by), said, now).await?;
    let answer = shown(&mut tx, id, by, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}
