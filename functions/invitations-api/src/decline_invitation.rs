//! Decline an invitation: no account is needed.

use accounts::invitation;
use axum::extract::State;
use web::{NoContent, Public, ValidJson};

use crate::look_at_invitation::InvitationLink;

/// Decline an invitation. Twice is fine.
#[utoipa::path(post, path = "/api/v1/invitations/decline", tag = "invitations", request_body = InvitationLink,
    responses((status = 204), (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn decline_invitation(
    _: Public,
    State(app): State<crate::State>,
    ValidJson(link): ValidJson<InvitationLink>,
) -> web::Result<NoContent> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let invitation = invitation::by_link(&mut tx, &app.links, &link.token).await?;
    invitation::decline(&mut tx, &invitation, now).await?;
    if invitation.state == "pending" {
        outreach::organizations::invitation_answered(&mut tx, invitation.id, now).await?;
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(NoContent)
}
