//! The picture of an event (EV-15): which objects it is kept in. Decoding is the function's.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::Error;
use crate::event::{Event, Status, locked};

/// A picture in two sizes.
#[derive(Clone, Debug)]
pub struct Image {
    /// What it shows, 1 to 200 characters.
    pub alt: String,
    /// 1600 by 900.
    pub large_object: String,
    /// 800 by 450.
    pub small_object: String,
    /// Of the file that was uploaded.
    pub sha256: Vec<u8>,
}

/// Sets the event's picture.
pub async fn put(
    conn: &mut PgConnection,
    event: &Event,
    image: &Image,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    locked(event.status, Status::Live)?;
    sqlx::query!(
        "with touched as (update events set updated_at = $7, version = version + 1 where id = $1)
         insert into event_images (event_id, organization_id, alt, large_object, small_object, sha256, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (event_id) do update
            set alt = excluded.alt, large_object = excluded.large_object, small_object = excluded.small_object,
                sha256 = excluded.sha256, created_at = excluded.created_at",
        event.id as _,
        event.organization_id as _,
        image.alt,
        image.large_object,
        image.small_object,
        image.sha256,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes the event's picture away.
pub async fn remove(
    conn: &mut PgConnection,
    event: &Event,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    locked(event.status, Status::Live)?;
    let gone = sqlx::query!(
        "with touched as (update events set updated_at = $2, version = version + 1 where id = $1)
         delete from event_images where event_id = $1",
        event.id as _,
        now
    )
    .execute(conn)
    .await?;
    if gone.rows_affected() == 1 { Ok(()) } else { Err(Error::NotFound) }
}
