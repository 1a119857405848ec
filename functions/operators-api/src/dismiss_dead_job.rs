//! A job that was given up is let go.

use auth::{Act, Staff};
use axum::Json;
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use db::dead_jobs;
use models::JobId;
use serde_json::json;
use web::{Path, ValidJson};

use crate::list_dead_jobs::DeadJobOut;
use crate::replay_dead_job::{Because, settled};

/// Let a job go: what it should have done is not needed, or was done by hand.
#[utoipa::path(post, path = "/api/v1/operators/dead-jobs/{job_id}/dismiss", tag = "operators", security(("bearer" = [])),
    params(("job_id" = JobId, Path)), request_body = Because,
    responses((status = 200, body = DeadJobOut), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn dismiss_dead_job(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    Path(id): Path<JobId>,
    ValidJson(body): ValidJson<Because>,
) -> web::Result<Json<DeadJobOut>> {
    let reason = auth::reason(&body.reason)?;
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let done = dead_jobs::dismiss(&mut tx, id, now).await?;
    let job = settled(&mut tx, id, done).await?;
    let entry = Entry::new(None, Actor::Support(staff.user), "dead-job.dismissed", "dead_job", id);
    let after = json!({"queue": job.queue, "reason": reason});
    audit::write(&mut tx, Entry { after, ..entry }, now).await?;
    tx.commit().await?;
    Ok(Json(job.into()))
}
