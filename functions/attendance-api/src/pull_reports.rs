//! Read the reports of the meetings that are over, now.

use auth::{ManageAttendance, Org};
use axum::extract::State;
use db::outbox;
use events::presence::Error;
use events::presence::jobs::ReconcilePresence;
use events::zoom::report;
use web::{Accepted, ValidJson};

use crate::people::room;
use crate::recompute_presence::{Of, Queued};

/// Pull the reports of an event's meetings.
#[utoipa::path(post, path = "/api/v1/attendance/reports/pull", tag = "attendance", request_body = Of,
    security(("bearer" = [])), responses((status = 202, body = Queued), (status = 404), (status = 409)))]
pub(crate) async fn pull_reports(
    org: Org<ManageAttendance>,
    State(app): State<crate::State>,
    ValidJson(of): ValidJson<Of>,
) -> web::Result<Accepted<Queued>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    if !room(&mut tx, &org, of.event_id).await?.is_open() {
        return Err(Error::EventClosed.into());
    }
    let runs = report::ended(&mut tx, org.id, of.event_id).await?;
    if runs.is_empty() {
        return Err(Error::ReportNotReady.into());
    }
    for instance in &runs {
        // Asked for by a person, an empty answer does not yet mean that there will be none.
        let job = ReconcilePresence::Report { instance: *instance, attempt: 1 };
        outbox::push_once(&mut tx, &job, &format!("zoom-report-now:{instance}"), now, now).await?;
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(Queued { jobs: runs.len() }))
}
