//! Jobs that were given up.

use auth::{Look, Staff};
use axum::extract::State;
use chrono::{DateTime, Utc};
use db::dead_jobs::{self, DeadJobRow, Filter};
use models::JobId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Query};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedJobs {
    /// Open ones, unless the settled ones are asked for.
    #[serde(default)]
    #[param(inline)]
    state: JobState,
    /// Of one queue.
    queue: Option<String>,
}

/// Whether somebody still has to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeadJobState)]
pub(crate) enum JobState {
    /// Nobody has decided yet.
    #[default]
    Open,
    /// Put back, or let go.
    Settled,
}

/// A job that was given up.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeadJob)]
pub(crate) struct DeadJobOut {
    id: JobId,
    /// Of which function: its name without `-job`.
    queue: String,
    /// What it should have done.
    payload: Value,
    /// How often it was tried.
    attempts: i32,
    /// Why it was given up.
    error: String,
    died_at: DateTime<Utc>,
    /// When it was put back into its queue.
    replayed_at: Option<DateTime<Utc>>,
    /// When it was let go.
    dismissed_at: Option<DateTime<Utc>>,
}

impl From<DeadJobRow> for DeadJobOut {
    fn from(row: DeadJobRow) -> Self {
        let DeadJobRow { id, queue, payload, attempts, error, died_at, replayed_at, dismissed_at } =
            row;
        Self { id, queue, payload, attempts, error, died_at, replayed_at, dismissed_at }
    }
}

/// Jobs that were given up, newest first.
#[utoipa::path(get, path = "/api/v1/operators/dead-jobs", tag = "operators", security(("bearer" = [])),
    params(WantedJobs, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<DeadJobOut>), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn list_dead_jobs(
    _: Staff<Look>,
    State(app): State<crate::State>,
    Query(wanted): Query<WantedJobs>,
    page: PageOf<(DateTime<Utc>, JobId)>,
) -> web::Result<Paged<DeadJobOut>> {
    let settled = Some(wanted.state == JobState::Settled);
    let filter = Filter { settled, queue: wanted.queue.as_deref() };
    let rows = dead_jobs::list(&mut *app.db.acquire().await?, filter, page.page).await?;
    Ok(page.of(rows, |row| (row.died_at, row.id), DeadJobOut::from))
}
