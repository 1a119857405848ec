//! Rules to look at.

use auth::{On, Org, ReadCredentials};
use axum::Json;
use credentials::rule_set::{self, Status};
use models::BodyId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::Query;

use crate::rule_sets::RuleSetOut;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    body_id: Option<BodyId>,
    status: Option<Status>,
}

/// All of them; there are few.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleSets {
    data: Vec<RuleSetOut>,
}

/// Rule sets of the catalogue and one's own, newest version first.
#[utoipa::path(get, path = "/api/v1/cpd/rule-sets", tag = "credit rules", security(("bearer" = [])), params(Wanted),
    responses((status = 200, body = RuleSets), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_rule_sets(
    On(org, mut conn): On<Org<ReadCredentials>>,
    Query(wanted): Query<Wanted>,
) -> web::Result<Json<RuleSets>> {
    let rows = rule_set::list(&mut conn, org.id, wanted.body_id, wanted.status).await?;
    Ok(Json(RuleSets { data: rows.into_iter().map(RuleSetOut::from).collect() }))
}
