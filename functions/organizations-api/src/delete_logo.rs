//! Take the logo away.

use accounts::organization;
use auth::{ManageOrganization, Org};
use axum::extract::State;
use web::NoContent;

/// Take the logo away. Issued certificates keep theirs.
#[utoipa::path(delete, path = "/api/v1/organizations/current/logo", tag = "organizations", security(("bearer" = [])),
    responses((status = 204)))]
pub(crate) async fn delete_logo(
    org: Org<ManageOrganization>,
    State(app): State<crate::State>,
) -> web::Result<NoContent> {
    organization::set_logo(&mut *app.db.acquire().await?, org.id, None, app.clock.now()).await?;
    Ok(NoContent)
}
