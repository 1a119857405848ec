//! The invitations that wait for one.

use accounts::invitation;
use accounts::membership::SeatPayer;
use auth::User;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use models::InvitationId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::look_at_invitation::InvitingOrganization;

/// An invitation to any of one's proven addresses.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyInvitation {
    id: InvitationId,
    organization: InvitingOrganization,
    inviter: String,
    roles: Vec<String>,
    /// Who will pay for the seat, where the roles take one.
    seat_payer: SeatPayer,
    expires_at: DateTime<Utc>,
}

/// All of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyInvitations {
    data: Vec<MyInvitation>,
}

/// The invitations that wait for one.
#[utoipa::path(get, path = "/api/v1/invitations/mine", tag = "invitations", security(("bearer" = [])),
    responses((status = 200, body = MyInvitations)))]
pub(crate) async fn list_my_invitations(
    user: User,
    State(app): State<crate::State>,
) -> web::Result<Json<MyInvitations>> {
    let rows = invitation::mine(&mut *app.db.acquire().await?, user.id, app.clock.now()).await?;
    let data = rows.into_iter().map(|invitation| MyInvitation {
        id: invitation.id,
        organization: InvitingOrganization::of(&invitation, &app.objects),
        inviter: invitation.inviter,
        roles: invitation.roles,
        seat_payer: invitation.seat_payer,
        expires_at: invitation.expires_at,
    });
    Ok(Json(MyInvitations { data: data.collect() }))
}
