//! Messages about accounts instead of meetings.

use chrono::{DateTime, Utc};
use models::{OrgId, ZoomConnectionId};
use sqlx::PgConnection;

use super::{Applied, Message, Notice};
use crate::zoom::connection;

/// The app was taken away: tokens, addresses and the host's profile go at once (ZM-11).
pub(super) async fn of_host(
    conn: &mut PgConnection,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<Applied, crate::Error> {
    let payload = &message.payload;
    let rows = sqlx::query!(
        r#"select id as "id: ZoomConnectionId", organization_id as "organization: OrgId" from zoom_connections
            where zoom_account_id = $1 and zoom_user_id = $2 and status <> 'revoked' for no key update"#,
        payload.account_id,
        payload.user_id
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut notices = Vec::new();
    for row in rows {
        connection::revoke(&mut *conn, row.id, now).await?;
        notices.push(Notice::Revoked(row.organization, row.id));
    }
    Ok(if notices.is_empty() { Applied::Ignored } else { Applied::Done(notices) })
}

/// The host's account is shut.
pub(super) async fn of_account(
    conn: &mut PgConnection,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<Applied, crate::Error> {
    let rows = sqlx::query!(
        r#"update zoom_connections set status = 'degraded', last_error = $3, version = version + 1, updated_at = $4
            where zoom_account_id = $1 and zoom_user_id = $2 and status = 'active'
           returning id as "id: ZoomConnectionId", organization_id as "organization: OrgId""#,
        message.payload.account_id,
        message.payload.object.id.0,
        message.event,
        now
    )
    .fetch_all(conn)
    .await?;
    let notices: Vec<Notice> =
        rows.into_iter().map(|row| Notice::Degraded(row.organization, row.id)).collect();
    Ok(if notices.is_empty() { Applied::Ignored } else { Applied::Done(notices) })
}
