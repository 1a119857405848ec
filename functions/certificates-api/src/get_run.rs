//! How far a run is.

use auth::{IssueCredentials, On, Org};
use axum::Json;
use credentials::run;
use models::RunId;
use web::Path;

use crate::runs::RunOut;
use crate::scope::covers;

/// A run with what became of each person.
#[utoipa::path(get, path = "/api/v1/certificates/runs/{run_id}", tag = "certificates", security(("bearer" = [])),
    params(("run_id" = RunId, Path)),
    responses((status = 200, body = RunOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_run(
    On(org, mut conn): On<Org<IssueCredentials>>,
    Path(id): Path<RunId>,
) -> web::Result<Json<RunOut>> {
    let run = run::get(&mut conn, org.id, id).await?;
    covers(&org, Some(run.event))?;
    Ok(Json(run.into()))
}
