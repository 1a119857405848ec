//! Give a plan away for a while.

use auth::{Act, Staff};
use axum::extract::State;
use billing::plan::Code;
use billing::subscription::{self, Gift};
use chrono::{DateTime, Utc};
use models::{Line, OrgId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Created, OnceJson, Problem};

/// What, to whom and until when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"organization": "thames-valley-renal-network", "plan": "organizer", "until": "2027-01-31T00:00:00Z", "reason": "A pilot."}))]
pub(crate) struct NewGrant {
    /// Its id, or the word in the address of its page.
    organization: Line<1, 100>,
    plan: Code,
    until: DateTime<Utc>,
    /// For the audit log.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    reason: String,
}

/// A plan that is given away.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PlanGrant {
    organization_id: OrgId,
    organization_name: String,
    plan: Code,
    granted_until: DateTime<Utc>,
    reason: String,
}

/// Give an organization a plan until a moment; nobody pays for it. An organization that pays for a
/// plan keeps that one.
#[utoipa::path(post, path = "/api/v1/billing/grants", tag = "billing", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = NewGrant,
    responses((status = 201, body = PlanGrant), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn grant_plan(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<NewGrant>,
) -> web::Result<Created<PlanGrant>> {
    let (now, owner) = (app.clock.now(), staff.user.to_string());
    let reason = auth::reason(&body.reason)?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let (organization_id, organization_name) = organization(&mut tx, &body.organization).await?;
    let gift = Gift { plan: body.plan, until: body.until, reason: &reason, by: staff.user };
    subscription::grant(&mut tx, organization_id, gift, now).await?;
    let (plan, granted_until) = (body.plan, body.until);
    let answer = PlanGrant { organization_id, organization_name, plan, granted_until, reason };
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}

/// An organization, as staff names it.
pub(crate) struct Named {
    pub(crate) id: OrgId,
    pub(crate) name: String,
    is_open: bool,
}

/// The organization of an id or a word, as long as it is not closed: who, and what that is called.
pub(crate) async fn organization(
    conn: &mut PgConnection,
    named: &str,
) -> web::Result<(OrgId, String)> {
    let found = any_organization(conn, named).await?;
    if found.is_open { Ok((found.id, found.name)) } else { Err(Problem::not_found()) }
}

/// The same, closed or not.
pub(crate) async fn any_organization(conn: &mut PgConnection, named: &str) -> web::Result<Named> {
    let found = sqlx::query_as!(
        Named,
        r#"select o.id as "id: OrgId", o.name, o.closed_at is null as "is_open!" from organizations o
            where o.id = $1 or o.id = (select organization_id from organization_slugs where slug = lower($2))"#,
        named.parse::<OrgId>().ok() as Option<OrgId>,
        named
    )
    .fetch_optional(conn)
    .await?;
    found.ok_or_else(Problem::not_found)
}
