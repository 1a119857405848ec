//! Move a waiting person forward or back.

use auth::ManageRegistrations;
use axum::extract::State;
use events::registration::By;
use models::RegistrationId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Path, Problem, Tagged, ValidJson};

use crate::caller::HolderOr;
use crate::shown::{ShownRegistration, shown};

/// A place in the queue: higher comes first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"priority": 5}))]
pub(crate) struct Prioritise {
    #[schema(minimum = 0, maximum = 9)]
    priority: i32,
}

/// Move a waiting person forward or back.
#[utoipa::path(put, path = "/api/v1/registrations/{registration_id}/priority", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    request_body = Prioritise,
    responses((status = 200, body = ShownRegistration), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn prioritise_registration(
    caller: HolderOr<ManageRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<Prioritise>,
) -> web::Result<Tagged<ShownRegistration>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let by = caller.on(&mut tx, id).await?;
    if matches!(by, By::Holder(_)) {
        return Err(Problem::forbidden());
    }
    if !(0..=9).contains(&body.priority) {
        return Err(Problem::field("/priority", "out-of-range", "This is 0 to 9."));
    }
    events::registration::prioritise(&mut tx, id, version, body.priority, now).await?;
    let answer = shown(&mut tx, id, by, now).await?;
    tx.commit().await?;
    Ok(answer)
}
