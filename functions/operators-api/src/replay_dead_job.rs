//! A job that was given up is tried once more.

use auth::{Act, Staff};
use axum::Json;
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use db::dead_jobs;
use models::{JobId, Kind};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem, ValidJson};

use crate::list_dead_jobs::DeadJobOut;

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OperatorReason, example = json!({"reason": "The mail server is back."}))]
pub(crate) struct Because {
    /// For the audit log.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    pub(crate) reason: String,
}

/// Put a job back into its queue, under a new name. Each is put back once; if it fails again, it
/// comes back here as another one.
#[utoipa::path(post, path = "/api/v1/operators/dead-jobs/{job_id}/replay", tag = "operators", security(("bearer" = [])),
    params(("job_id" = JobId, Path)), request_body = Because,
    responses((status = 200, body = DeadJobOut), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn replay_dead_job(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    Path(id): Path<JobId>,
    ValidJson(body): ValidJson<Because>,
) -> web::Result<Json<DeadJobOut>> {
    let reason = auth::reason(&body.reason)?;
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let done = dead_jobs::replay(&mut tx, id, now).await?;
    let job = settled(&mut tx, id, done).await?;
    let entry = Entry::new(None, Actor::Support(staff.user), "dead-job.replayed", "dead_job", id);
    let after = json!({"queue": job.queue, "reason": reason});
    audit::write(&mut tx, Entry { after, ..entry }, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(job.into()))
}

/// The job as it stands now, if this request settled it.
pub(crate) async fn settled(
    conn: &mut PgConnection,
    id: JobId,
    done: bool,
) -> web::Result<dead_jobs::DeadJobRow> {
    let job = dead_jobs::get(conn, id).await?.ok_or_else(Problem::not_found)?;
    if done {
        return Ok(job);
    }
    let detail = "Somebody has put this job back, or has let it go.";
    Err(Problem::of(Kind::Conflict, "dead-job-settled", detail))
}
