//! How far the refunds of an event are.

use auth::{Org, RefundPayments};
use axum::Json;
use axum::extract::State;
use billing::refund::{self, Run, Status, Tally};
use models::{Money, Page, RefundRunId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem};

use crate::list_refund_runs::RunOut;
use crate::list_refunds::{RefundOut, failures};

/// Failures that are shown with a run; the list of refunds has them all.
const SHOWN: i64 = 50;

/// A run with what became of its refunds.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RefundRunProgress {
    #[serde(flatten)]
    run: RunOut,
    /// By state and currency; payments that are not among them are still to come.
    refunds: Vec<RunTally>,
    /// The latest refunds that failed.
    failures: Vec<RefundOut>,
}

/// Refunds in one state and currency.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RunTally {
    status: Status,
    count: i64,
    amount: Money,
}

impl From<Tally> for RunTally {
    fn from(tally: Tally) -> Self {
        let amount = Money::new(tally.amount, tally.currency);
        Self { status: tally.status, count: tally.count, amount }
    }
}

/// The run with its progress, if the member reaches it.
pub(crate) async fn shown(
    conn: &mut PgConnection,
    org: &Org<RefundPayments>,
    id: RefundRunId,
) -> web::Result<RefundRunProgress> {
    let of = (org.id, org.scope.as_deref());
    let page = Page { after: None, limit: 1 };
    let run = refund::runs(conn, of, (Some(id), None), page).await?.pop();
    let run = run.ok_or_else(Problem::not_found)?.into();
    let refunds = refund::progress(conn, id).await?.into_iter().map(RunTally::from).collect();
    let failures = failures(conn, org, id, SHOWN).await?;
    Ok(RefundRunProgress { run, refunds, failures })
}

/// Locks a run that the member reaches.
pub(crate) async fn lock(
    conn: &mut PgConnection,
    org: &Org<RefundPayments>,
    id: RefundRunId,
) -> web::Result<Run> {
    let of = (org.id, org.scope.as_deref());
    let page = Page { after: None, limit: 1 };
    let reached = refund::runs(conn, of, (Some(id), None), page).await?;
    if reached.is_empty() {
        return Err(Problem::not_found());
    }
    refund::lock_run(conn, id).await?.ok_or_else(Problem::not_found)
}

/// Show a refund run.
#[utoipa::path(get, path = "/api/v1/payments/refund-runs/{run_id}", tag = "payments", security(("bearer" = [])),
    params(("run_id" = RefundRunId, Path)),
    responses((status = 200, body = RefundRunProgress), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_refund_run(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<RefundRunId>,
) -> web::Result<Json<RefundRunProgress>> {
    Ok(Json(shown(&mut *app.db.acquire().await?, &org, id).await?))
}
