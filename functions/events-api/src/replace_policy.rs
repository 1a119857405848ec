//! Decide when presence is enough.

use auth::{ManageEvents, Org};
use axum::extract::State;
use events::settings::{Criterion, Excused, MissingExit, Policy, Recompute};
use models::EventId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Path, Problem, Tagged, ValidJson};

use crate::get_policy::{ShownPolicy, policy};

/// The whole rule.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "criterion": "all_mandatory", "criterion_value": null, "min_percent": 80, "min_minutes": 0, "gap_grace_seconds": 60,
    "edge_grace_seconds": 0, "missing_exit": "window_end", "excused": "ignored"
}))]
pub(crate) struct ReplacePolicy {
    criterion: Criterion,
    criterion_value: Option<i32>,
    min_percent: i32,
    min_minutes: i32,
    gap_grace_seconds: i32,
    edge_grace_seconds: i32,
    missing_exit: MissingExit,
    excused: Excused,
    /// Results that exist are counted again.
    #[serde(default)]
    recompute: bool,
}

/// Decide when presence is enough.
#[utoipa::path(put, path = "/api/v1/events/{event_id}/policy", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path), ("If-Match" = String, Header, description = "The ETag that was seen")),
    request_body = ReplacePolicy,
    responses((status = 200, body = ShownPolicy), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn replace_policy(
    org: Org<ManageEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
    IfMatch(version): IfMatch,
    ValidJson(body): ValidJson<ReplacePolicy>,
) -> web::Result<Tagged<ShownPolicy>> {
    let recompute = if body.recompute { Recompute::Wanted } else { Recompute::Refused };
    let rule = Policy {
        criterion: body.criterion,
        criterion_value: body.criterion_value,
        min_percent: body.min_percent,
        min_minutes: body.min_minutes,
        gap_grace_seconds: body.gap_grace_seconds,
        edge_grace_seconds: body.edge_grace_seconds,
        missing_exit: body.missing_exit,
        excused: body.excused,
    };
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let event = events::event::lock(&mut tx, org.id, id).await?.ok_or_else(Problem::not_found)?;
    events::settings::replace_policy(&mut tx, &event, version, &rule, recompute, now).await?;
    let answer = policy(&mut tx, org.id, id).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(answer)
}
