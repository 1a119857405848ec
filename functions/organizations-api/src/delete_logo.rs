//! Take the logo away.

use accounts::organization;
use auth::{ManageOrganization, Org};
use axum::extract::State;
use web::NoContent;

use crate::put_logo::forget;

/// Take the logo away. Issued certificates keep theirs.
#[utoipa::path(delete, path = "/api/v1/organizations/current/logo", tag = "organizations", security(("bearer" = [])),
    responses((status = 204)))]
pub(crate) async fn delete_logo(
    org: Org<ManageOrganization>,
    State(app): State<crate::State>,
) -> web::Result<NoContent> {
    let mut conn = app.db.acquire().await?;
    let before = organization::set_logo(&mut conn, org.id, None, app.clock.now()).await?;
    drop(conn); // no network while a connection is held
    forget(&app.objects, before).await;
    Ok(NoContent)
}
