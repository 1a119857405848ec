//! Take an offer of ownership back, before it is answered.

use accounts::ownership;
use auth::{Org, OwnOrganization};
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::OwnershipTransferId;
use outreach::message::OwnershipStep;
use web::{NoContent, Path};

/// Take an offer of ownership back. Twice is fine.
#[utoipa::path(delete, path = "/api/v1/members/ownership/{transfer_id}", tag = "members", security(("bearer" = [])),
    params(("transfer_id" = OwnershipTransferId, Path)),
    responses((status = 204), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody)))]
pub(crate) async fn withdraw_ownership(
    org: Org<OwnOrganization>,
    State(app): State<crate::State>,
    Path(id): Path<OwnershipTransferId>,
) -> web::Result<NoContent> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let (offer, ended) = ownership::withdraw(&mut tx, org.id, id, now).await?;
    if ended {
        let (action, kind) = ("ownership.withdrawn", "ownership_transfer");
        let entry = Entry::new(Some(org.id), Actor::User(org.user), action, kind, id);
        audit::write(&mut tx, entry, now).await?;
        let step = OwnershipStep::Withdrawn;
        outreach::ownership::tell(&mut tx, id, step, offer.expires_at, now).await?;
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(NoContent)
}
