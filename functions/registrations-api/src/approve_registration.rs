//! Approve a request for a place.

use auth::ManageRegistrations;
use axum::extract::State;
use events::registration::By;
use models::RegistrationId;
use web::{Path, Problem, Tagged};

use crate::caller::HolderOr;
use crate::shown::{ShownRegistration, shown};

/// Approve a request for a place. What is free is sure; what costs something is held, and the person
/// is mailed where to pay; where there is no seat, the person waits.
#[utoipa::path(post, path = "/api/v1/registrations/{registration_id}/approve", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path)),
    responses((status = 200, body = ShownRegistration), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn approve_registration(
    caller: HolderOr<ManageRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
) -> web::Result<Tagged<ShownRegistration>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let by = caller.on(&mut tx, id).await?;
    if matches!(by, By::Holder(_)) {
        return Err(Problem::forbidden());
    }
    sales::approve(&mut tx, id, by, now).await?;
    let answer = shown(&mut tx, id, by, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}
