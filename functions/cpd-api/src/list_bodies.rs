//! Bodies to choose from.

use auth::{On, Org, ReadCredentials};
use axum::Json;
use credentials::body;
use serde::Serialize;
use utoipa::ToSchema;

use crate::bodies::BodyOut;

/// All of them; there are few.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Bodies {
    data: Vec<BodyOut>,
}

/// Bodies of the catalogue and one's own.
#[utoipa::path(get, path = "/api/v1/cpd/bodies", tag = "credit rules", security(("bearer" = [])),
    responses((status = 200, body = Bodies), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_bodies(
    On(org, mut conn): On<Org<ReadCredentials>>,
) -> web::Result<Json<Bodies>> {
    let rows = body::list(&mut conn, org.id).await?;
    Ok(Json(Bodies { data: rows.into_iter().map(BodyOut::from).collect() }))
}
