//! Mail an invitation again.

use accounts::invitation;
use accounts::membership::{self, By, SeatPayer};
use auth::{ManageMembers, Org};
use axum::extract::State;
use billing::access;
use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{InvitationId, Role};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Accepted, Path};

/// Seven days start again.
#[derive(Serialize, ToSchema)]
#[schema(as = InvitationResent)]
pub(crate) struct Resent {
    expires_at: DateTime<Utc>,
}

/// Mail an invitation again under a new link; the older one dies.
#[utoipa::path(post, path = "/api/v1/invitations/{invitation_id}/resend", tag = "invitations", security(("bearer" = [])),
    params(("invitation_id" = InvitationId, Path)),
    responses((status = 202, body = Resent), (status = 403, body = web::ProblemBody),
        (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn resend_invitation(
    org: Org<ManageMembers>,
    State(app): State<crate::State>,
    Path(id): Path<InvitationId>,
) -> web::Result<Accepted<Resent>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let invitation = invitation::resend(&mut tx, org.id, id, now).await?;
    let roles = membership::roles(&invitation.roles);
    let by = By { membership: org.membership, grantable: auth::grantable_by(&org.roles) };
    by.check_new(&roles)?;
    // BI-11: one that had ended held no seat. BI-13: whoever pays for the own seat takes none.
    if invitation.seat_payer == SeatPayer::Organization
        && Role::BILLABLE.iter().any(|role| roles.contains(role))
    {
        access::full(&org.limits)?;
        let taken = membership::lock_seats(&mut tx, org.id, now).await?;
        access::seat(&mut tx, org.id, &org.limits, taken).await?;
    }
    outreach::organizations::invitation(&mut tx, id, now).await?;
    let entry =
        Entry::new(Some(org.id), Actor::User(org.user), "invitation.resent", "invitation", id);
    audit::write(&mut tx, entry, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(Resent { expires_at: invitation.expires_at }))
}
