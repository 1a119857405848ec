//! What the app has to tell a person.

use auth::{On, User};
use axum::Json;
use chrono::{DateTime, Utc};
use models::{NotificationId, OrgId};
use outreach::inbox::{self, Filter, Row};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Query};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Only those that were not read.
    #[serde(default)]
    unread: bool,
    /// Only those of one organization.
    organization_id: Option<OrgId>,
}

/// A notice.
#[derive(Serialize, ToSchema)]
pub(crate) struct Notification {
    id: NotificationId,
    /// The key of its message, as `registration-confirmed`.
    #[schema(example = "registration-confirmed")]
    kind: String,
    /// In the reader's language.
    title: String,
    body: Option<String>,
    /// A route of the app.
    #[schema(example = "/me/events")]
    path: String,
    organization: Option<NotificationOrganization>,
    read_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

/// Whose notice it is.
#[derive(Serialize, ToSchema)]
pub(crate) struct NotificationOrganization {
    id: OrgId,
    name: String,
}

/// A page of notices.
#[derive(Serialize, ToSchema)]
pub(crate) struct Notifications {
    #[serde(flatten)]
    page: Paged<Notification>,
    /// How many were not read, in all; 100 is 100 or more.
    unread: i64,
}

impl From<Row> for Notification {
    fn from(row: Row) -> Self {
        let notice = row.notice();
        let organization = row
            .organization_id
            .zip(row.organization)
            .map(|(id, name)| NotificationOrganization { id, name });
        Self {
            id: row.id,
            kind: row.kind,
            title: notice.title,
            body: notice.body,
            path: row.path,
            organization,
            read_at: row.read_at,
            created_at: row.created_at,
        }
    }
}

/// Notices of the app, newest first.
#[utoipa::path(get, path = "/api/v1/notifications", tag = "notifications", security(("bearer" = [])),
    params(Wanted, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Notifications)))]
pub(crate) async fn list_notifications(
    On(user, mut conn): On<User>,
    Query(wanted): Query<Wanted>,
    page: PageOf<(DateTime<Utc>, NotificationId)>,
) -> web::Result<Json<Notifications>> {
    let filter = Filter { unread: wanted.unread, organization: wanted.organization_id };
    let unread = inbox::unread(&mut conn, user.id).await?;
    let rows = inbox::list(&mut conn, user.id, filter, page.page).await?;
    let page = page.of(rows, |row| (row.created_at, row.id), Notification::from);
    Ok(Json(Notifications { page, unread }))
}
