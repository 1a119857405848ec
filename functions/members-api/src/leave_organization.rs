//! Leave an organization.

use accounts::membership;
use auth::User;
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::OrgId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{NoContent, ValidJson};

/// Which one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"organization_id": "01936a7e-0000-7000-8000-000000000000"}))]
pub(crate) struct Leave {
    organization_id: OrgId,
}

/// Leave an organization. The owner cannot.
#[utoipa::path(post, path = "/api/v1/members/leave", tag = "members", security(("bearer" = [])), request_body = Leave,
    responses((status = 204), (status = 403, body = web::ProblemBody), (status = 409, body = web::ProblemBody)))]
pub(crate) async fn leave_organization(
    user: User,
    State(app): State<crate::State>,
    ValidJson(leave): ValidJson<Leave>,
) -> web::Result<NoContent> {
    let (now, org) = (app.clock.now(), leave.organization_id);
    let mut tx = db::begin(&app.db).await?;
    let id = membership::find(&mut tx, org, user.id).await?;
    membership::end(&mut tx, org, id, "left", now).await?;
    audit::write(
        &mut tx,
        Entry::new(Some(org), Actor::User(user.id), "member.left", "membership", id),
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(NoContent)
}
