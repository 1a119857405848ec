//! One version of rules.

use auth::{On, Org, ReadCredentials};
use credentials::rule_set;
use models::RuleSetId;
use web::{Path, Tagged};

use crate::rule_sets::{RuleSetOut, tagged};

/// A rule set of the catalogue or one's own.
#[utoipa::path(get, path = "/api/v1/cpd/rule-sets/{rule_set_id}", tag = "credit rules", security(("bearer" = [])),
    params(("rule_set_id" = RuleSetId, Path)),
    responses((status = 200, body = RuleSetOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_rule_set(
    On(org, mut conn): On<Org<ReadCredentials>>,
    Path(id): Path<RuleSetId>,
) -> web::Result<Tagged<RuleSetOut>> {
    Ok(tagged(rule_set::get(&mut conn, org.id, id).await?))
}
