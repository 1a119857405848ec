//! Make a team of a personal organization.

use accounts::organization;
use auth::{FreshOrg, OwnOrganization};
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::Line;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Tagged, ValidJson};

use crate::get_organization::OrganizationOut;

/// What the team is called.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Wound Care Society"}))]
pub(crate) struct TeamName {
    name: Line<2, 120>,
}

/// Make a team of a personal organization. Everything it has stays.
#[utoipa::path(post, path = "/api/v1/organizations/current/convert", tag = "organizations", security(("bearer" = [])),
    request_body = TeamName, responses((status = 200, body = OrganizationOut), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn convert_to_team(
    FreshOrg(org): FreshOrg<OwnOrganization>,
    State(app): State<crate::State>,
    ValidJson(team): ValidJson<TeamName>,
) -> web::Result<Tagged<OrganizationOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    organization::convert_to_team(&mut tx, org.id, &team.name, now).await?;
    let entry = Entry::new(
        Some(org.id),
        Actor::User(org.user),
        "organization.converted",
        "organization",
        org.id,
    );
    audit::write(&mut tx, entry, now).await?;
    let organization = organization::get(&mut tx, org.id).await?;
    tx.commit().await?;
    Ok(OrganizationOut::of(organization, &app.objects).tagged())
}
