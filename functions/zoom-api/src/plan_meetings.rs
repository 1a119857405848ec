//! Which meetings an event should have: the whole plan at once.

use auth::{ManageEvents, Org};
use axum::Json;
use axum::extract::State;
use events::zoom::plan::{self, Plan};
use events::zoom::{Kind, Recording, Settings};
use models::{EventId, ZoomConnectionId};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Path, ValidJson};

use crate::meetings::{Meetings, meetings, require};

/// The plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ZoomPlan, example = json!({"kind": "meeting", "connection_id": "0199a0c6-0000-7000-8000-000000000001"}))]
pub(crate) struct Wanted {
    kind: Kind,
    connection_id: ZoomConnectionId,
    /// People wait outside until the host lets them in (true).
    waiting_room: Option<bool>,
    /// People come in without a voice (true).
    mute_on_entry: Option<bool>,
    /// Who keeps a recording (nobody).
    recording: Option<Recording>,
    /// A meeting for each online session (false).
    per_session: Option<bool>,
}

impl Wanted {
    fn plan(&self) -> Plan {
        let standard = Settings::default();
        let settings = Settings {
            waiting_room: self.waiting_room.unwrap_or(standard.waiting_room),
            mute_on_entry: self.mute_on_entry.unwrap_or(standard.mute_on_entry),
            recording: self.recording.unwrap_or(standard.recording),
            per_session: self.per_session.unwrap_or(standard.per_session),
        };
        Plan { kind: self.kind, connection: self.connection_id, settings }
    }
}

/// Plan the meetings of an event.
#[utoipa::path(put, path = "/api/v1/integrations/zoom/meetings/{event_id}", tag = "zoom", request_body = Wanted,
    params(("event_id" = uuid::Uuid, Path)), security(("bearer" = [])),
    responses((status = 200, body = Meetings), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn plan_meetings(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(event): Path<EventId>,
    ValidJson(wanted): ValidJson<Wanted>,
) -> web::Result<Json<Meetings>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    require(&mut tx, &org, event).await?;
    plan::set(&mut tx, org.id, event, wanted.plan(), now).await?;
    let data = meetings(&mut tx, org.id, event, None).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(Meetings { data }))
}
