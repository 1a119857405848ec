//! Notices about an organization's plan, to the members who manage its billing (BI-21).

use chrono::{DateTime, Utc};
use models::OrgId;
use sqlx::PgConnection;

use crate::members::{self, Notice};
use crate::message::{Message, PlanStep, TeamPlan};
use crate::write::About;

/// Something about the plan.
#[derive(Clone, Debug)]
pub struct Matter {
    /// What.
    pub what: PlanStep,
    /// Which trial, invoice or card, and how far that is; the same is told once.
    pub subject: String,
    /// The moment that is meant.
    pub at: Option<DateTime<Utc>>,
}

/// Tells everybody who manages the billing, in the app and by mail.
pub async fn tell(
    conn: &mut PgConnection,
    organization: OrgId,
    matter: Matter,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Matter { what, subject, at } = matter;
    let people = members::read(conn, organization, None, &members::BILLING).await?;
    let name =
        sqlx::query_scalar!("select name from organizations where id = $1", organization as _);
    let name = name.fetch_one(&mut *conn).await?;
    let facts = TeamPlan { organization_id: organization, organization: name, what, at };
    let notice = Notice {
        organization,
        message: Message::TeamPlan(facts),
        about: About::Organization(organization.into()),
        new_by: format!("{what:?}:{subject}"),
        path: format!("/org/{organization}/billing"),
    };
    members::tell(conn, &notice, people, now).await
}
