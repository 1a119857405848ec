//! One registration, for its holder or an organizer.

use auth::ReadRegistrations;
use axum::extract::State;
use models::RegistrationId;
use web::{Path, Tagged};

use crate::caller::HolderOr;
use crate::shown::{ShownRegistration, shown};

/// One registration, for its holder or an organizer.
#[utoipa::path(get, path = "/api/v1/registrations/{registration_id}", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path)),
    responses((status = 200, body = ShownRegistration), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_registration(
    caller: HolderOr<ReadRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
) -> web::Result<Tagged<ShownRegistration>> {
    let mut conn = app.db.acquire().await?;
    let by = caller.on(&mut conn, id).await?;
    shown(&mut conn, id, by, app.clock.now()).await
}
