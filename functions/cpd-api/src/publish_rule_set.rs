//! Fixing rules for ever.

use auth::{ManageCreditRules, Org};
use axum::extract::State;
use credentials::rule_set;
use db::audit::{Actor, Entry, write};
use models::RuleSetId;
use web::{Path, Tagged};

use crate::rule_sets::{RuleSetOut, tagged};

/// Publishes a draft: its own vectors must hold, and no other version may hold at the same time.
#[utoipa::path(post, path = "/api/v1/cpd/rule-sets/{rule_set_id}/publish", tag = "credit rules", security(("bearer" = [])),
    params(("rule_set_id" = RuleSetId, Path)),
    responses((status = 200, body = RuleSetOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn publish_rule_set(
    org: Org<ManageCreditRules>,
    State(app): State<crate::State>,
    Path(id): Path<RuleSetId>,
) -> web::Result<Tagged<RuleSetOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let set = rule_set::publish(&mut tx, org.id, id, now).await?;
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    let entry = Entry::new(organization, actor, "rule-set.published", "rule-set", id);
    write(&mut tx, entry, now).await?;
    tx.commit().await?;
    Ok(tagged(set))
}
