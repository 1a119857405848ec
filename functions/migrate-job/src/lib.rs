//! Brings the database to the shape that this revision knows, before traffic moves.

use sqlx::{Connection as _, PgConnection};

/// Applies what is missing. Two at once wait for each other; a second run changes nothing.
pub async fn migrate(url: &str) -> anyhow::Result<()> {
    let mut conn = PgConnection::connect(url).await?;
    schema::MIGRATOR.run(&mut conn).await?;
    conn.close().await?;
    Ok(())
}
