//! Brings the database to the shape that this revision knows, before traffic moves: migrations,
//! and the catalogue of bodies, rules and designs that the platform brings along.

use models::Clock;
use sqlx::{Connection as _, PgConnection};

/// Brings a database up to date. Two at once wait for each other; a second run changes nothing.
pub async fn migrate(url: &str, clock: &Clock) -> anyhow::Result<()> {
    let mut conn = PgConnection::connect(url).await?;
    prepare(&mut conn, clock).await?;
    conn.close().await?;
    Ok(())
}

/// The same over a connection that is there.
pub async fn prepare(conn: &mut PgConnection, clock: &Clock) -> anyhow::Result<()> {
    schema::MIGRATOR.run(&mut *conn).await?;
    let mut tx = conn.begin().await?;
    credentials::catalogue::seed(&mut tx, clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
