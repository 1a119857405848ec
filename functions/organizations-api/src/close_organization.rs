//! Close the organization: thirty days in which it can only be looked at, then for good (OR-18).

use accounts::closing;
use auth::{FreshOrg, OwnOrganization};
use axum::extract::State;
use billing::subscription::EndPlan;
use db::audit::{self, Actor, Entry};
use db::outbox;
use models::Kind;
use outreach::message::ClosingStep;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use web::{Accepted, Problem, ValidJson};

use crate::get_organization_closing::{self, ClosingOut, InTheWay};

/// What the organization is called, as proof that this one is meant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Wound Care Society"}))]
pub(crate) struct TypedName {
    name: String,
}

/// Close the organization. Its plan ends at once; until its end it can be opened again.
#[utoipa::path(post, path = "/api/v1/organizations/current/closing", tag = "organizations", security(("bearer" = [])),
    request_body = TypedName,
    responses((status = 202, body = ClosingOut), (status = 403, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn close_organization(
    FreshOrg(org): FreshOrg<OwnOrganization>,
    State(app): State<crate::State>,
    ValidJson(typed): ValidJson<TypedName>,
) -> web::Result<Accepted<ClosingOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let (closes_at, begun) = closing::begin(&mut tx, org.id, &typed.name, now).await?;
    if begun {
        // What is found takes it back with the transaction.
        let open = InTheWay::read(&mut tx, org.id, now).await?;
        refuse(&open)?;
        let plan = EndPlan { organization: org.id };
        outbox::push(&mut tx, &plan, now).await?;
        let (actor, kind) = (Actor::User(org.user), "organization");
        let entry = Entry::new(Some(org.id), actor, "organization.closing", kind, org.id);
        audit::write(&mut tx, Entry { after: json!({"closes_at": closes_at}), ..entry }, now)
            .await?;
        let step = ClosingStep::Begun;
        outreach::closing::tell(&mut tx, org.id, step, closes_at, now).await?;
    }
    let answer = get_organization_closing::read(&mut tx, org.id, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(answer))
}

fn refuse(open: &InTheWay) -> web::Result<()> {
    let (events, money) = (open.events(), open.money());
    if !events.is_empty() {
        let detail = "Events are still to come. Wait until they are over, or cancel them first.";
        return Err(Problem::of(Kind::Conflict, "events-open", detail).at(events));
    }
    if !money.is_empty() {
        let detail = "Money is still to be settled before the organization can close.";
        return Err(Problem::of(Kind::Conflict, "money-open", detail).at(money));
    }
    Ok(())
}
