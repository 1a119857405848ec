//! Taking rules out of use.

use auth::{ManageCreditRules, Org};
use axum::extract::State;
use credentials::rule_set;
use db::audit::{Actor, Entry, write};
use models::RuleSetId;
use web::{Path, Tagged};

use crate::rule_sets::{RuleSetOut, tagged};

/// Retires published rules; old awards are still computed by them.
#[utoipa::path(post, path = "/api/v1/cpd/rule-sets/{rule_set_id}/retire", tag = "credit rules", security(("bearer" = [])),
    params(("rule_set_id" = RuleSetId, Path)),
    responses((status = 200, body = RuleSetOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn retire_rule_set(
    org: Org<ManageCreditRules>,
    State(app): State<crate::State>,
    Path(id): Path<RuleSetId>,
) -> web::Result<Tagged<RuleSetOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let set = rule_set::retire(&mut tx, org.id, id, now).await?;
    let (actor, organization) = (Actor::User(org.user), Some(org.id));
    let entry = Entry::new(organization, actor, "rule-set.retired", "rule-set", id);
    write(&mut tx, entry, now).await?;
    tx.commit().await?;
    Ok(tagged(set))
}
