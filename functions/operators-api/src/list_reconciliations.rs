//! The comparisons with Stripe so far.

use auth::{Look, Staff};
use axum::extract::State;
use billing::reconcile::{self, Run, Stage};
use chrono::{DateTime, NaiveDate, Utc};
use models::{ReconciliationId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{PageOf, Paged};

/// A comparison of everything with Stripe.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Reconciliation {
    id: ReconciliationId,
    /// The night that it belongs to; null, if somebody asked for it.
    night: Option<NaiveDate>,
    started_by: Option<UserId>,
    reason: Option<String>,
    /// What is compared now, or was last.
    stage: Stage,
    /// Objects compared so far.
    compared: i32,
    /// Objects that were wrong here and are right now.
    repaired: i32,
    /// Findings that were not known before.
    found: i32,
    started_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

impl From<Run> for Reconciliation {
    fn from(run: Run) -> Self {
        Self {
            id: run.id,
            night: run.night,
            started_by: run.started_by,
            reason: run.reason,
            stage: run.stage,
            compared: run.compared,
            repaired: run.repaired,
            found: run.found,
            started_at: run.started_at,
            finished_at: run.finished_at,
        }
    }
}

/// The comparisons with Stripe, newest first.
#[utoipa::path(get, path = "/api/v1/operators/reconciliations", tag = "operators", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<Reconciliation>), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn list_reconciliations(
    _: Staff<Look>,
    State(app): State<crate::State>,
    page: PageOf<(DateTime<Utc>, ReconciliationId)>,
) -> web::Result<Paged<Reconciliation>> {
    let rows = reconcile::list(&mut *app.db.acquire().await?, page.page).await?;
    Ok(page.of(rows, |row| (row.started_at, row.id), Reconciliation::from))
}
