//! Open an organization again before it is gone (OR-18).

use accounts::{closing, organization};
use auth::{Org, OwnOrganization};
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use outreach::message::ClosingStep;
use web::Tagged;

use crate::get_organization::OrganizationOut;

/// Open the organization again. Twice is fine. A plan that has ended does not come back.
#[utoipa::path(delete, path = "/api/v1/organizations/current/closing", tag = "organizations", security(("bearer" = [])),
    responses((status = 200, body = OrganizationOut), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn reopen_organization(
    org: Org<OwnOrganization>,
    State(app): State<crate::State>,
) -> web::Result<Tagged<OrganizationOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    if closing::reopen(&mut tx, org.id, now).await? {
        let (actor, kind) = (Actor::User(org.user), "organization");
        let entry = Entry::new(Some(org.id), actor, "organization.reopened", kind, org.id);
        audit::write(&mut tx, entry, now).await?;
        let step = ClosingStep::Reopened;
        outreach::closing::tell(&mut tx, org.id, step, now, now).await?;
    }
    let organization = organization::get(&mut tx, org.id).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(OrganizationOut::of(organization, &app.objects).tagged())
}
