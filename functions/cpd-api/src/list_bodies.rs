//! Bodies to choose from.

use auth::{Org, ReadCredentials};
use axum::Json;
use axum::extract::State;
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
    org: Org<ReadCredentials>,
    State(app): State<crate::State>,
) -> web::Result<Json<Bodies>> {
    let mut conn = app.db.acquire().await?;
    let rows = body::list(&mut conn, org.id).await?;
    Ok(Json(Bodies { data: rows.into_iter().map(BodyOut::from).collect() }))
}
