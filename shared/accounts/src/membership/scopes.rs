//! Which events a scoped role may see (OR-3).

use models::{EventId, MembershipId, OrgId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Scopes;
use crate::Error;

/// Every event is one of the organization.
pub(crate) async fn check_scopes(
    conn: &mut PgConnection,
    org: OrgId,
    scopes: &Scopes,
) -> Result<(), Error> {
    if scopes.event_ids.is_empty() {
        return Ok(());
    }
    let foreign = sqlx::query_scalar!(
        r#"select exists (select from unnest($2::uuid[]) as wanted (id)
                           where not exists (select from events e where e.id = wanted.id and e.organization_id = $1)) as "foreign!""#,
        org as _,
        &scopes.event_ids as &[EventId] as _
    );
    if foreign.fetch_one(conn).await? { Err(Error::EventsUnknown) } else { Ok(()) }
}

/// Replaces the scopes. An event that is gone since it was chosen is left out.
pub(crate) async fn store_scopes(
    conn: &mut PgConnection,
    org: OrgId,
    id: MembershipId,
    scopes: &Scopes,
) -> Result<(), Error> {
    sqlx::query!("delete from membership_scopes where membership_id = $1", id as _)
        .execute(&mut *conn)
        .await?;
    let mut events = scopes.event_ids.clone();
    events.sort_unstable();
    events.dedup();
    let ids: Vec<Uuid> = events.iter().map(|_| Uuid::new_v4()).collect();
    sqlx::query!(
        "insert into membership_scopes (id, membership_id, event_id, all_events)
         select wanted.id, $2::uuid, e.id, null::boolean from unnest($3::uuid[], $4::uuid[]) as wanted (id, event_id)
           join events e on e.id = wanted.event_id and e.organization_id = $1
         union all select $5::uuid, $2::uuid, null, true where $6",
        org as _,
        id as _,
        &ids,
        &events as _,
        Uuid::new_v4(),
        scopes.all_events
    )
    .execute(conn)
    .await?;
    Ok(())
}
