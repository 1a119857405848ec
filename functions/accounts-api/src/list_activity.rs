//! What happened to one's account in the last 180 days.

use auth::User;
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use models::{AuditId, OrgId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{PageOf, Paged};

const SHOWN: TimeDelta = TimeDelta::days(180);

/// Something that one did, or that somebody did in one's name.
#[derive(Serialize, ToSchema)]
pub(crate) struct Activity {
    id: AuditId,
    /// `noun.verb`.
    action: String,
    at: DateTime<Utc>,
    ip_prefix: Option<String>,
    organization_id: Option<OrgId>,
}

/// What happened to one's account in the last 180 days, newest first.
#[utoipa::path(get, path = "/api/v1/accounts/me/activity", tag = "accounts", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<Activity>)))]
pub(crate) async fn list_activity(
    caller: User,
    State(app): State<crate::State>,
    wanted: PageOf<(DateTime<Utc>, AuditId)>,
) -> web::Result<Paged<Activity>> {
    let (before, before_id) = wanted.page.after.unzip();
    let rows = sqlx::query_as!(
        Activity,
        r#"select id as "id: AuditId", action, at, ip_prefix, organization_id as "organization_id: OrgId"
             from audit_entries
            where actor_id = $1 and at > $2 and ($3::timestamptz is null or (at, id) < ($3, $4::uuid))
            order by at desc, id desc limit $5"#,
        caller.id as _,
        app.clock.now() - SHOWN,
        before,
        before_id as _,
        wanted.page.probe()
    )
    .fetch_all(&app.db)
    .await?;
    Ok(wanted.of(rows, |row| (row.at, row.id), |row| row))
}
