//! Call an event off. Everybody is told once, and who paid gets it back, by jobs (EV-11).

use auth::{ManageEvents, Org};
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use events::event::Cancellation;
use models::{EventId, Line, Lines, RefundRunId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use web::{Accepted, Path, ValidJson};

use crate::shown::{Shown, shown};

/// Why, and the title typed again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "The speaker is ill.", "typed_title": "Wound care"}))]
pub(crate) struct CancelEvent {
    reason: Line<3, 1000>,
    message: Option<Lines<2000>>,
    typed_title: String,
    #[serde(default)]
    refund: Refund,
}

/// What becomes of the money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CancellationRefund)]
enum Refund {
    /// Everybody who paid gets all of it back, fees included.
    #[default]
    All,
    /// Nobody does, for now; it can be started later.
    None,
}

/// The event, and how many people will hear of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CancelledEvent {
    event: Shown,
    people_to_tell: usize,
    /// Where one sees how far the refunds are; absent where nobody paid or none were asked for.
    refund_run: Option<RefundRunId>,
}

/// Call an event off. Everybody is told once, by a job.
#[utoipa::path(post, path = "/api/v1/events/{event_id}/cancel", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path)), request_body = CancelEvent,
    responses((status = 202, body = CancelledEvent), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn cancel_event(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    ValidJson(body): ValidJson<CancelEvent>,
) -> web::Result<Accepted<CancelledEvent>> {
    let now = app.clock.now();
    let message = body.message.as_deref().filter(|message| !message.is_empty());
    let cancellation =
        Cancellation { reason: &body.reason, message, typed_title: &body.typed_title };
    let mut tx = db::begin(&app.db).await?;
    let (event, people_to_tell) =
        events::event::cancel(&mut tx, org.id, id, org.user, cancellation, now).await?;
    let refund_run =
        sales::called_off(&mut tx, (org.id, id, org.user), body.refund == Refund::All, now).await?;
    if let Some(run) = refund_run {
        let action = "refund_run.started";
        let entry = Entry {
            after: json!({"event": id}),
            ..Entry::new(Some(org.id), Actor::User(org.user), action, "refund_run", run)
        };
        audit::write(&mut tx, entry, now).await?;
    }
    let event = shown(&mut tx, &app, event).await?.body;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(CancelledEvent { event, people_to_tell, refund_run }))
}
