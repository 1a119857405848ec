//! The last two steps of the funnel, as numbers.

use auth::{On, Org, ReadCredentials};
use axum::Json;
use credentials::offering::Named;
use serde::Serialize;
use utoipa::ToSchema;
use web::Path;

use crate::scope::visible;

/// How many people stand where.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GateSummary {
    registered: i64,
    ready: i64,
    missing: i64,
    issued: i64,
    differs: i64,
    /// Certificates whose file is being prepared.
    rendering: i64,
}

/// Counts the people of an event by where they stand.
#[utoipa::path(get, path = "/api/v1/certificates/gates/{offering}/summary", tag = "certificates", security(("bearer" = [])),
    params(("offering" = Named, Path)),
    responses((status = 200, body = GateSummary), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn summarize_gates(
    On(org, mut conn): On<Org<ReadCredentials>>,
    Path(Named(event)): Path<Named>,
) -> web::Result<Json<GateSummary>> {
    visible(&mut conn, &org, event).await?;
    let summary = sqlx::query_as!(
        GateSummary,
        r#"select count(*) as "registered!",
                  count(*) filter (where g.all_met and not coalesce(c.live, false)) as "ready!",
                  count(*) filter (where not coalesce(g.all_met, false) and not coalesce(c.live, false)) as "missing!",
                  count(*) filter (where c.live) as "issued!",
                  count(*) filter (where g.difference is not null) as "differs!",
                  coalesce(sum(c.rendering), 0)::bigint as "rendering!"
             from registrations r
             left join gate_states g on g.registration_id = r.id and g.event_id = r.event_id
             left join lateral (select bool_or(c.status = 'active') as live,
                                       count(*) filter (where c.rendered_at is null and c.status = 'active') as rendering
                                  from certificates c where c.registration_id = r.id) c on true
            where r.organization_id = $1 and r.event_id = $2 and r.status = 'confirmed'"#,
        org.id as _,
        event as _
    )
    .fetch_one(&mut *conn)
    .await?;
    Ok(Json(summary))
}
