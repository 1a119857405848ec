//! Accept an invitation: whoever has proven the invited address becomes a member.

use accounts::invitation;
use auth::User;
use axum::Json;
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::{InvitationId, MembershipId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Problem, ValidJson};

use crate::look_at_invitation::InvitingOrganization;

/// The secret of the link, or the id of an invitation that is listed as one's own.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "k.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA"}))]
pub(crate) struct Acceptance {
    token: Option<String>,
    invitation_id: Option<InvitationId>,
}

/// A member now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Joined {
    organization: InvitingOrganization,
    membership_id: MembershipId,
}

/// Accept an invitation. Twice gives the same membership.
#[utoipa::path(post, path = "/api/v1/invitations/accept", tag = "invitations", security(("bearer" = [])),
    request_body = Acceptance,
    responses((status = 200, body = Joined), (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn accept_invitation(
    user: User,
    State(app): State<crate::State>,
    ValidJson(acceptance): ValidJson<Acceptance>,
) -> web::Result<Json<Joined>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let invitation = match (&acceptance.token, acceptance.invitation_id) {
        (Some(token), None) => invitation::by_link(&mut tx, &app.links, token).await?,
        (None, Some(id)) => invitation::by_id(&mut tx, user.id, id).await?,
        _ => return Err(Problem::field("/token", "required", "Send a token or an invitation_id.")),
    };
    let membership = invitation::accept(&mut tx, &invitation, user.id, now).await?;
    if invitation.state == "pending" {
        let org = Some(invitation.organization_id);
        audit::write(
            &mut tx,
            Entry::new(org, Actor::User(user.id), "member.joined", "membership", membership),
            now,
        )
        .await?;
        outreach::organizations::invitation_answered(&mut tx, invitation.id, now).await?;
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    let organization = InvitingOrganization::of(&invitation, &app.objects);
    Ok(Json(Joined { organization, membership_id: membership }))
}
