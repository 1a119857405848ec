//! Mail the personal links again.

use auth::ManageRegistrations;
use axum::extract::State;
use models::{Kind, RegistrationId};
use outreach::registrations::Told;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Accepted, Path, Problem};

use crate::caller::HolderOr;

/// The mail is on its way.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sent {
    sent: bool,
}

/// Mail the personal links again, at most once in ten minutes.
#[utoipa::path(post, path = "/api/v1/registrations/{registration_id}/resend", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path)),
    responses((status = 202, body = Sent), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn resend_links(
    caller: HolderOr<ManageRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
) -> web::Result<Accepted<Sent>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    caller.on(&mut tx, id).await?;
    if !events::registration::mark_links_sent(&mut tx, id, now).await? {
        let detail = "The links were mailed a moment ago. Look into the inbox, or try again later.";
        return Err(Problem::of(Kind::TooMany(600), "too-many-requests", detail));
    }
    outreach::registrations::tell(&mut tx, &[id], &Told::Links, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(Sent { sent: true }))
}
