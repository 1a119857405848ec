//! The organizations that one belongs to.

use accounts::membership;
use accounts::organization::Kind;
use auth::User;
use axum::Json;
use axum::extract::State;
use models::OrgId;
use serde::Serialize;
use utoipa::ToSchema;

/// An organization that one belongs to.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyOrganization {
    organization_id: OrgId,
    name: String,
    slug: String,
    kind: Kind,
    logo_url: Option<String>,
    roles: Vec<String>,
}

/// All of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyOrganizations {
    data: Vec<MyOrganization>,
}

/// The organizations that one belongs to.
#[utoipa::path(get, path = "/api/v1/organizations", tag = "organizations", security(("bearer" = [])),
    responses((status = 200, body = MyOrganizations)))]
pub(crate) async fn list_my_organizations(
    user: User,
    State(app): State<crate::State>,
) -> web::Result<Json<MyOrganizations>> {
    let mine = membership::mine(&mut *app.db.acquire().await?, user.id).await?;
    let data = mine.into_iter().map(|mine| MyOrganization {
        organization_id: mine.organization_id,
        name: mine.name,
        slug: mine.slug,
        kind: mine.kind,
        logo_url: mine.logo_object.map(|name| app.objects.public_url(&name)),
        roles: mine.roles,
    });
    Ok(Json(MyOrganizations { data: data.collect() }))
}
