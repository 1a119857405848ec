//! Leave the waiting list.

use auth::ManageRegistrations;
use axum::extract::State;
use models::RegistrationId;
use web::{Path, Tagged};

use crate::caller::HolderOr;
use crate::shown::{ShownRegistration, shown};

/// Leave the waiting list.
#[utoipa::path(post, path = "/api/v1/registrations/{registration_id}/leave-waitlist", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path)),
    responses((status = 200, body = ShownRegistration), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn leave_waitlist(
    caller: HolderOr<ManageRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
) -> web::Result<Tagged<ShownRegistration>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let by = caller.on(&mut tx, id).await?;
    let moves = events::registration::leave_waitlist(&mut tx, id, by, now).await?;
    sales::ended(&mut tx, &moves, None, now).await?;
    let answer = shown(&mut tx, id, by, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}
