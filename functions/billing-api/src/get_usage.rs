//! What the organization used of its plan this month (BI-8).

use auth::{On, Org, ViewBilling};
use axum::Json;
use axum::extract::State;
use billing::usage::{self, Metric};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// What was used of each limit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Usage {
    data: Vec<Used>,
}

/// One of them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UsedOfPlan)]
#[expect(clippy::struct_field_names, reason = "the word on the wire")]
pub(crate) struct Used {
    metric: Metric,
    used: i32,
    /// Null: no limit.
    limit: Option<i32>,
    /// When counting begins anew.
    resets_at: DateTime<Utc>,
}

/// What was used in this calendar month (UTC).
#[utoipa::path(get, path = "/api/v1/billing/usage", tag = "billing", security(("bearer" = [])),
    responses((status = 200, body = Usage), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn get_usage(
    On(org, mut conn): On<Org<ViewBilling>>,
    State(app): State<crate::State>,
) -> web::Result<Json<Usage>> {
    let now = app.clock.now();
    let limits = billing::access::of(&mut conn, org.id, now).await?;
    let mut data = Vec::new();
    for metric in Metric::ALL {
        let limit = match metric {
            Metric::Events => limits.events_per_month,
            Metric::Courses => limits.courses_per_month,
            Metric::Certificates => limits.certificates_per_month,
        };
        let used = usage::used(&mut conn, org.id, metric, now).await?;
        data.push(Used { metric, used, limit, resets_at: usage::resets_at(now) });
    }
    Ok(Json(Usage { data }))
}
