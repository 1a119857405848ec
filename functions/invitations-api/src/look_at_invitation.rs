//! What an invitation says, before anybody signs in.

use accounts::invitation::{self, Invitation};
use accounts::membership::SeatPayer;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use cloud::Objects;
use models::OrgId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Public, ValidJson};

/// The secret of the link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "k.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA"}))]
pub(crate) struct InvitationLink {
    pub(crate) token: String,
}

/// Who invites, into what, as what.
#[derive(Serialize, ToSchema)]
pub(crate) struct InvitationSeen {
    organization: InvitingOrganization,
    inviter: String,
    roles: Vec<String>,
    /// Who will pay for the seat, where the roles take one.
    seat_payer: SeatPayer,
    /// `k…@example.org`: enough to know one's own.
    masked_address: String,
    message: Option<String>,
    expires_at: DateTime<Utc>,
    /// `pending`, `accepted`, `declined`, `revoked`, `expired`.
    state: String,
}

/// The organization that invites.
#[derive(Serialize, ToSchema)]
pub(crate) struct InvitingOrganization {
    pub(crate) id: OrgId,
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) logo_url: Option<String>,
}

impl InvitingOrganization {
    pub(crate) fn of(invitation: &Invitation, objects: &Objects) -> Self {
        Self {
            id: invitation.organization_id,
            name: invitation.organization_name.clone(),
            slug: invitation.slug.clone(),
            logo_url: invitation.logo_object.as_deref().map(|name| objects.public_url(name)),
        }
    }
}

/// What an invitation says. Looking changes nothing.
#[utoipa::path(post, path = "/api/v1/invitations/look", tag = "invitations", request_body = InvitationLink,
    responses((status = 200, body = InvitationSeen), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn look_at_invitation(
    _: Public,
    State(app): State<crate::State>,
    ValidJson(link): ValidJson<InvitationLink>,
) -> web::Result<Json<InvitationSeen>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let invitation = invitation::by_link(&mut tx, &app.links, &link.token).await?;
    tx.rollback().await?;
    if invitation.state == "revoked" {
        return Err(accounts::Error::LinkInvalid.into());
    }
    Ok(Json(InvitationSeen {
        organization: InvitingOrganization::of(&invitation, &app.objects),
        masked_address: masked(&invitation.address),
        state: invitation.state_at(now).to_owned(),
        inviter: invitation.inviter,
        roles: invitation.roles,
        seat_payer: invitation.seat_payer,
        message: invitation.message,
        expires_at: invitation.expires_at,
    }))
}

fn masked(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    format!("{}…@{domain}", local.chars().next().unwrap_or('…'))
}
