//! Kinds of credit to choose from.

use auth::{On, Org, ReadCredentials};
use axum::Json;
use credentials::body;
use models::BodyId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::Query;

use crate::credit_types::CreditTypeOut;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    body_id: Option<BodyId>,
}

/// All of them; there are few.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreditTypes {
    data: Vec<CreditTypeOut>,
}

/// Kinds of credit with the published rules of their bodies.
#[utoipa::path(get, path = "/api/v1/cpd/credit-types", tag = "credit rules", security(("bearer" = [])), params(Wanted),
    responses((status = 200, body = CreditTypes), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_credit_types(
    On(org, mut conn): On<Org<ReadCredentials>>,
    Query(wanted): Query<Wanted>,
) -> web::Result<Json<CreditTypes>> {
    let rows = body::credit_types(&mut conn, org.id, wanted.body_id).await?;
    Ok(Json(CreditTypes { data: rows.into_iter().map(CreditTypeOut::from).collect() }))
}
