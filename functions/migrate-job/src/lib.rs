//! Brings the database to the shape that this revision knows, before traffic moves: migrations,
//! the rights of functions, and the catalogue of bodies, rules and designs that the platform brings along.

mod rights;

use models::Clock;
use sqlx::{Connection as _, PgConnection};

pub use rights::role;

/// Brings a database up to date. Two at once wait for each other; a second run changes nothing.
/// `members` says which account acts for a function, with `{function}` in it.
pub async fn migrate(url: &str, members: Option<&str>, clock: &Clock) -> anyhow::Result<()> {
    let mut conn = PgConnection::connect(url).await?;
    prepare(&mut conn, members, clock).await?;
    conn.close().await?;
    Ok(())
}

/// The same over a connection that is there.
pub async fn prepare(
    conn: &mut PgConnection,
    members: Option<&str>,
    clock: &Clock,
) -> anyhow::Result<()> {
    schema::MIGRATOR.run(&mut *conn).await?;
    let mut tx = conn.begin().await?;
    rights::give(&mut tx, members, clock.now()).await?;
    credentials::catalogue::seed(&mut tx, clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
