//! How many events are in which state.

use auth::{Org, ReadEvents};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// How many events are in which state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventsByStatus {
    pub(crate) draft: i64,
    pub(crate) published: i64,
    pub(crate) live: i64,
    pub(crate) completed: i64,
    pub(crate) closed: i64,
    pub(crate) cancelled: i64,
}

/// How many events are in which state.
#[utoipa::path(get, path = "/api/v1/events/counts", tag = "events", security(("bearer" = [])),
    responses((status = 200, body = EventsByStatus), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn count_events(
    org: Org<ReadEvents>,
    State(app): State<crate::State>,
) -> web::Result<Json<EventsByStatus>> {
    let counts = sqlx::query_as!(
        EventsByStatus,
        r#"select count(*) filter (where status = 'draft') as "draft!", count(*) filter (where status = 'published') as "published!",
                  count(*) filter (where status = 'live') as "live!", count(*) filter (where status = 'completed') as "completed!",
                  count(*) filter (where status = 'closed') as "closed!", count(*) filter (where status = 'cancelled') as "cancelled!"
             from events where organization_id = $1 and course_id is null and ($2::uuid[] is null or id = any($2))"#,
        org.id as _,
        org.scope.as_deref() as _
    )
    .fetch_one(&app.db)
    .await?;
    Ok(Json(counts))
}
