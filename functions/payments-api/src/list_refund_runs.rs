//! The refunds of whole events, and how far they are.

use auth::{On, Org, RefundPayments};
use billing::refund::{self, RunStatus, ShownRun};
use chrono::{DateTime, Utc};
use models::{EventId, RefundRunId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Query};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedRuns {
    event_id: Option<EventId>,
}

/// The refunds of a cancelled event.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RefundRun)]
pub(crate) struct RunOut {
    id: RefundRunId,
    event_id: Option<EventId>,
    event_title: Option<String>,
    status: RunStatus,
    /// Payments to pay back.
    total: i32,
    started_by: Option<UserId>,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

impl From<ShownRun> for RunOut {
    fn from(row: ShownRun) -> Self {
        Self {
            id: row.id,
            event_id: row.event,
            event_title: row.event_title,
            status: row.status,
            total: row.total,
            started_by: row.started_by,
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

/// List refund runs, newest first.
#[utoipa::path(get, path = "/api/v1/payments/refund-runs", tag = "payments", security(("bearer" = [])),
    params(WantedRuns, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<RunOut>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_refund_runs(
    On(org, mut conn): On<Org<RefundPayments>>,
    Query(wanted): Query<WantedRuns>,
    page: PageOf<(DateTime<Utc>, RefundRunId)>,
) -> web::Result<Paged<RunOut>> {
    let of = (org.id, org.scope.as_deref());
    let rows = refund::runs(&mut conn, of, (None, wanted.event_id), page.page).await?;
    Ok(page.of(rows, |row| (row.created_at, row.id), RunOut::from))
}
