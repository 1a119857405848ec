//! Match and count everybody again.

use auth::{ManageAttendance, Org};
use axum::extract::State;
use db::outbox;
use events::presence::Error;
use events::presence::jobs::ReconcilePresence;
use models::EventId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Accepted, ValidJson};

use crate::people::room;

/// Of which event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PresenceOf, example = json!({"event_id": "0199a0c6-0000-7000-8000-000000000001"}))]
pub(crate) struct Of {
    pub(crate) event_id: EventId,
}

/// How many jobs were asked for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PresenceQueued)]
pub(crate) struct Queued {
    pub(crate) jobs: usize,
}

/// Recompute presence.
#[utoipa::path(post, path = "/api/v1/attendance/recompute", tag = "attendance", request_body = Of,
    security(("bearer" = [])), responses((status = 202, body = Queued), (status = 404), (status = 409)))]
pub(crate) async fn recompute_presence(
    org: Org<ManageAttendance>,
    State(app): State<crate::State>,
    ValidJson(of): ValidJson<Of>,
) -> web::Result<Accepted<Queued>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    if !room(&mut tx, &org, of.event_id).await?.is_open() {
        return Err(Error::EventClosed.into());
    }
    let job = ReconcilePresence::Event { event: of.event_id };
    outbox::push_once(&mut tx, &job, &format!("presence-now:{}", of.event_id), now, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(Queued { jobs: 1 }))
}
