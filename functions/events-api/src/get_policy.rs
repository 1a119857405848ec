//! When presence at an event is enough.

use auth::{Org, ReadEvents};
use axum::extract::State;
use events::settings::{Criterion, Excused, MissingExit, Policy};
use models::{EventId, OrgId};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem, Tagged};

use crate::get_event::in_scope;

/// The rule with its version.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShownPolicy {
    #[serde(flatten)]
    policy: Policy,
    version: i32,
}

/// The rule of an event of this organization.
pub(crate) async fn policy(
    conn: &mut PgConnection,
    org: OrgId,
    id: EventId,
) -> web::Result<Tagged<ShownPolicy>> {
    let row = sqlx::query!(
        r#"select criterion as "criterion: Criterion", criterion_value, min_percent, min_minutes, gap_grace_seconds, edge_grace_seconds,
                  missing_exit as "missing_exit: MissingExit", excused as "excused: Excused", version
             from attendance_policies where organization_id = $1 and event_id = $2"#,
        org as _,
        id as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(Problem::not_found)?;
    let policy = Policy {
        criterion: row.criterion,
        criterion_value: row.criterion_value,
        min_percent: row.min_percent,
        min_minutes: row.min_minutes,
        gap_grace_seconds: row.gap_grace_seconds,
        edge_grace_seconds: row.edge_grace_seconds,
        missing_exit: row.missing_exit,
        excused: row.excused,
    };
    Ok(Tagged { version: row.version, body: ShownPolicy { policy, version: row.version } })
}

/// When presence at an event is enough.
#[utoipa::path(get, path = "/api/v1/events/{event_id}/policy", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    responses((status = 200, body = ShownPolicy), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_policy(
    org: Org<ReadEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
) -> web::Result<Tagged<ShownPolicy>> {
    in_scope(&org, id)?;
    policy(&mut *app.db.acquire().await?, org.id, id).await
}
