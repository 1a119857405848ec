//! The people of an event, read in a fixed number of queries.

use chrono::{DateTime, Utc};
use events::presence::load::{self, Room};
use events::presence::{Error, Mode};
use models::{EventId, OrgId, RegistrationId};
use sqlx::PgConnection;
use web::Problem;

use crate::person::{PersonPresence, PersonRow};

/// The room of an event that the caller may look at.
pub(crate) async fn room<P>(
    conn: &mut PgConnection,
    org: &auth::Org<P>,
    event: EventId,
) -> Result<Room, Error> {
    if org.scope.as_ref().is_some_and(|scope| !scope.contains(&event)) {
        return Err(Error::NotFound);
    }
    load::room(conn, event, Some(org.id)).await?.ok_or(Error::NotFound)
}

/// These people, in the order of `ids`.
pub(crate) async fn people(
    conn: &mut PgConnection,
    room: &Room,
    ids: &[RegistrationId],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<PersonPresence>> {
    let rows = rows(&mut *conn, room.organization, ids).await?;
    present(conn, room, rows, now).await
}

/// Rows with what is known of them.
pub(crate) async fn present(
    conn: &mut PgConnection,
    room: &Room,
    rows: Vec<PersonRow>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<PersonPresence>> {
    let ids: Vec<RegistrationId> = rows.iter().map(|row| row.id).collect();
    let known = load::people(conn, &ids).await?;
    let shown = rows.into_iter().filter_map(|row| {
        let presence = known.get(&row.id)?;
        Some(PersonPresence::of(room, row, presence, now))
    });
    Ok(shown.collect())
}

async fn rows(
    conn: &mut PgConnection,
    org: OrgId,
    ids: &[RegistrationId],
) -> sqlx::Result<Vec<PersonRow>> {
    sqlx::query_as!(
        PersonRow,
        r#"select r.id as "id: RegistrationId", r.full_name, r.email, r.mode as "mode: Mode",
                  s.settled_at as "settled_at?",
                  (select max(c.clicked_at) from join_clicks c where c.registration_id = r.id) as clicked_at
             from registrations r left join presence_summaries s on s.registration_id = r.id
            where r.organization_id = $1 and r.id = any ($2) order by array_position($2, r.id)"#,
        org as _,
        ids as _
    )
    .fetch_all(conn)
    .await
}

/// Refuses what no name or address can hold.
pub(crate) fn searchable(q: Option<&str>) -> web::Result<()> {
    if q.is_some_and(|q| q.chars().count() > 100 || q.contains('\0')) {
        return Err(Problem::field("/q", "out-of-range", "Search for at most 100 characters."));
    }
    Ok(())
}
