//! Remove a member: effective at the person's next request (OR-9).

use accounts::membership::{self, By};
use auth::{FreshOrg, ManageMembers};
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::MembershipId;
use serde_json::{Value, json};
use web::{NoContent, Path};

/// Remove a member. Content stays with the organization.
#[utoipa::path(delete, path = "/api/v1/members/{membership_id}", tag = "members", security(("bearer" = [])),
    params(("membership_id" = MembershipId, Path)),
    responses((status = 204), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody)))]
pub(crate) async fn remove_member(
    FreshOrg(org): FreshOrg<ManageMembers>,
    State(app): State<crate::State>,
    Path(id): Path<MembershipId>,
) -> web::Result<NoContent> {
    let now = app.clock.now();
    let by = By { membership: org.membership, grantable: auth::grantable_by(&org.roles) };
    let mut tx = db::begin(&app.db).await?;
    let member = membership::lock(&mut tx, org.id, id).await?;
    by.check(&member, Some(&[]))?;
    let member = membership::end(&mut tx, org.id, id, "removed", now).await?;
    let entry = Entry::new(Some(org.id), Actor::User(org.user), "member.removed", "membership", id);
    let was = json!({"roles": member.roles, "user": member.user_id});
    audit::write(&mut tx, Entry { before: was, after: Value::Null, ..entry }, now).await?;
    outreach::organizations::member_removed(&mut tx, id, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(NoContent)
}
