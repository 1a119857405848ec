//! Take an invitation back.

use accounts::invitation;
use auth::{ManageMembers, Org};
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::InvitationId;
use web::{NoContent, Path};

/// Take an invitation back. Its link dies at once.
#[utoipa::path(delete, path = "/api/v1/invitations/{invitation_id}", tag = "invitations", security(("bearer" = [])),
    params(("invitation_id" = InvitationId, Path)),
    responses((status = 204), (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn revoke_invitation(
    org: Org<ManageMembers>,
    State(app): State<crate::State>,
    Path(id): Path<InvitationId>,
) -> web::Result<NoContent> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    if invitation::revoke(&mut tx, org.id, id, now).await? {
        let entry =
            Entry::new(Some(org.id), Actor::User(org.user), "invitation.revoked", "invitation", id);
        audit::write(&mut tx, entry, now).await?;
    }
    tx.commit().await?;
    Ok(NoContent)
}
