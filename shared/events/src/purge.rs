//! What is old goes, and who never had a place here loses their name.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

const CLICKS: TimeDelta = TimeDelta::days(400);
const NAMES: TimeDelta = TimeDelta::days(90);
const UPLOADS: TimeDelta = TimeDelta::days(1);

/// Deletes up to `most` clicks of 400 days.
pub async fn join_clicks(
    conn: &mut PgConnection,
    most: i64,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from join_clicks where id in (
             select id from join_clicks where clicked_at < $1 order by clicked_at limit $2)",
        now - CLICKS,
        most
    );
    Ok(gone.execute(conn).await?.rows_affected())
}

/// Takes name and address from up to `most` people of a meeting who were matched with nobody, 90
/// days after the event was last closed or cancelled (PR-15). Their minutes stay.
pub async fn names(conn: &mut PgConnection, most: i64, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let blanked = sqlx::query!(
        "update participants set display_name = null, email = null, email_key = null, evidence = '{}',
                                 identity_key = 'forgotten:' || id, updated_at = $2
          where id in (
             select p.id from participants p
               join events e on e.id = p.event_id and e.status in ('closed', 'cancelled')
              where p.registration_id is null and p.identity_key not like 'forgotten:%'
                and (select max(c.at) from event_status_changes c where c.event_id = e.id and c.to_status = e.status) < $1
              limit $3)",
        now - NAMES,
        now,
        most
    );
    Ok(blanked.execute(conn).await?.rows_affected())
}

/// Takes the rows from up to `most` uploads that nobody committed within a day.
pub async fn uploads(conn: &mut PgConnection, most: i64, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let emptied = sqlx::query!(
        "update presence_imports set rows = null where id in (
             select id from presence_imports where rows is not null and created_at < $1 limit $2)",
        now - UPLOADS,
        most
    );
    Ok(emptied.execute(conn).await?.rows_affected())
}
