//! Mails about the end of an organization, to all its members (OR-18).

use chrono::{DateTime, Utc};
use models::OrgId;
use sqlx::PgConnection;

use crate::members::{self, Notice};
use crate::message::{Closing, ClosingStep, Message};
use crate::write::About;

/// Tells every member. `at` is when the organization is gone, or what happened now. Of an end that
/// has come, before the memberships end.
pub async fn tell(
    conn: &mut PgConnection,
    organization: OrgId,
    step: ClosingStep,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let people = members::read(conn, organization, None, &members::EVERYBODY).await?;
    let name =
        sqlx::query_scalar!("select name from organizations where id = $1", organization as _);
    let name = name.fetch_one(&mut *conn).await?;
    let facts = Closing { organization: name, organization_id: organization, step, at };
    let path = match step {
        ClosingStep::Begun | ClosingStep::Reopened => format!("/org/{organization}"),
        ClosingStep::Closed => "/me/organizations".to_owned(),
    };
    let notice = Notice {
        organization,
        message: Message::OrganizationClosing(facts),
        about: About::Organization(organization.into()),
        new_by: format!("{step:?}:{}", now.timestamp()),
        path,
    };
    members::tell(conn, &notice, people, now).await
}
