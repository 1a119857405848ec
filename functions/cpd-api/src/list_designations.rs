//! The credit of an event.

use auth::{On, Org, ReadCredentials};
use axum::Json;
use credentials::designation;
use credentials::offering::Named;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::Query;

use crate::designations::{DesignationOut, covers};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    offering: Named,
}

/// All of them; an event has few.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Designations {
    data: Vec<DesignationOut>,
}

/// Every designation of an event.
#[utoipa::path(get, path = "/api/v1/cpd/designations", tag = "credit rules", security(("bearer" = [])), params(Wanted),
    responses((status = 200, body = Designations), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_designations(
    On(org, mut conn): On<Org<ReadCredentials>>,
    Query(wanted): Query<Wanted>,
) -> web::Result<Json<Designations>> {
    covers(&org, wanted.offering.0)?;
    let rows = designation::list(&mut conn, org.id, wanted.offering.0).await?;
    Ok(Json(Designations { data: rows.into_iter().map(DesignationOut::from).collect() }))
}
