//! The setup list leaves.

use accounts::organization;
use auth::{ManageOrganization, Org};
use axum::extract::State;
use web::NoContent;

/// The setup list is done with.
#[utoipa::path(post, path = "/api/v1/organizations/current/onboarding-completed", tag = "organizations",
    security(("bearer" = [])), responses((status = 204)))]
pub(crate) async fn complete_organization_onboarding(
    org: Org<ManageOrganization>,
    State(app): State<crate::State>,
) -> web::Result<NoContent> {
    organization::complete_onboarding(&mut *app.db.acquire().await?, org.id, app.clock.now())
        .await?;
    Ok(NoContent)
}
