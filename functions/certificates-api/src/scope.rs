//! Which events a member may act on (OR-3).

use auth::Org;
use credentials::certificate::{self, Asked, Certificate, Filter};
use models::{CertificateId, EventId};
use sqlx::PgConnection;
use web::Problem;

/// The member's scope holds this event. Whether it is the organization's, the query says.
pub(crate) fn covers<P>(org: &Org<P>, event: Option<EventId>) -> web::Result<()> {
    let within = org.scope.as_ref().is_none_or(|events| event.is_some_and(|e| events.contains(&e)));
    if within { Ok(()) } else { Err(Problem::not_found()) }
}

/// Whether the event is one of the organization, within the member's scope.
pub(crate) async fn visible<P>(
    conn: &mut PgConnection,
    org: &Org<P>,
    event: EventId,
) -> web::Result<()> {
    covers(org, Some(event))?;
    let known = sqlx::query_scalar!(
        r#"select exists (select from events where organization_id = $1 and id = $2) as "known!""#,
        org.id as _,
        event as _
    )
    .fetch_one(conn)
    .await?;
    if known { Ok(()) } else { Err(Problem::not_found()) }
}

/// A certificate of the organization, within the member's scope.
pub(crate) async fn certificate<P>(
    conn: &mut PgConnection,
    org: &Org<P>,
    id: CertificateId,
) -> web::Result<Certificate> {
    let asked = Asked::Organization(org.id, Filter::default());
    let found = certificate::get(conn, &asked, id).await?;
    covers(org, found.event_id)?;
    Ok(found)
}
