//! Pass a place on to somebody else.

use auth::ManageRegistrations;
use axum::Json;
use axum::extract::State;
use events::registration::{Person, Status};
use models::RegistrationId;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Path, ValidJson};

use crate::caller::HolderOr;
use crate::person::NewPerson;

/// Whose the place is now. What opens it went to that person alone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PassedOn {
    /// The new registration.
    registration_id: RegistrationId,
    /// The one before, which nothing opens any more.
    transferred_from: RegistrationId,
    status: Status,
    email: String,
    full_name: String,
}

/// Pass a place on to somebody else. Seat and payment stay; ticket and links are new, and both people
/// are told.
#[utoipa::path(post, path = "/api/v1/registrations/{registration_id}/transfer", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path)), request_body = NewPerson,
    responses((status = 200, body = PassedOn), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn transfer_registration(
    caller: HolderOr<ManageRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
    ValidJson(body): ValidJson<NewPerson>,
) -> web::Result<Json<PassedOn>> {
    let now = app.clock.now();
    let person = Person::from(body);
    let mut tx = db::begin(&app.db).await?;
    let by = caller.on(&mut tx, id).await?;
    let new = sales::pass_on(&mut tx, id, by, &person, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(PassedOn {
        registration_id: new,
        transferred_from: id,
        status: Status::Confirmed,
        email: person.email.address().to_owned(),
        full_name: person.full_name,
    }))
}
