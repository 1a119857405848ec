//! Who was invited. The links themselves are seen by nobody but the invited (OR-6).

use accounts::invitation::{self, Invitation};
use accounts::membership::SeatPayer;
use auth::{ManageMembers, On, Org};
use axum::extract::State;
use chrono::{DateTime, Utc};
use models::InvitationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{PageOf, Paged, Query};

/// An invitation, as the organization sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = MemberInvitation)]
pub(crate) struct InvitationOut {
    id: InvitationId,
    email: String,
    roles: Vec<String>,
    title: Option<String>,
    /// Who will pay for the seat, where the roles take one.
    seat_payer: SeatPayer,
    state: String,
    expires_at: DateTime<Utc>,
    sent_count: i32,
    last_sent_at: DateTime<Utc>,
    /// What the person who invited is called.
    inviter: String,
    created_at: DateTime<Utc>,
}

impl InvitationOut {
    fn of(invitation: Invitation, now: DateTime<Utc>) -> Self {
        let state = invitation.state_at(now).to_owned();
        Self {
            id: invitation.id,
            email: invitation.address,
            roles: invitation.roles,
            title: invitation.title,
            seat_payer: invitation.seat_payer,
            state,
            expires_at: invitation.expires_at,
            sent_count: invitation.sent_count,
            last_sent_at: invitation.last_sent_at,
            inviter: invitation.inviter,
            created_at: invitation.created_at,
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Filter {
    state: Option<String>,
}

/// The invitations of the organization, newest first.
#[utoipa::path(get, path = "/api/v1/invitations", tag = "invitations", security(("bearer" = [])),
    params(("state" = Option<String>, Query), ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<InvitationOut>)))]
pub(crate) async fn list_invitations(
    On(org, mut conn): On<Org<ManageMembers>>,
    State(app): State<crate::State>,
    Query(filter): Query<Filter>,
    wanted: PageOf<(DateTime<Utc>, InvitationId)>,
) -> web::Result<Paged<InvitationOut>> {
    let now = app.clock.now();
    let rows =
        invitation::list(&mut conn, org.id, filter.state.as_deref(), wanted.page, now).await?;
    Ok(wanted.of(rows, |row| (row.created_at, row.id), |row| InvitationOut::of(row, now)))
}
