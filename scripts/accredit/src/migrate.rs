//! `accredit migrate`.

use models::Clock;
use sqlx::migrate::Migrate as _;

use crate::database::Database;
use crate::terminal::line;

/// Which database to bring up to date.
#[derive(clap::Args)]
pub struct MigrateArgs {
    #[command(flatten)]
    database: Database,
}

impl MigrateArgs {
    /// Applies the migrations that are missing, and says which.
    pub async fn run(self) -> anyhow::Result<()> {
        let opened = self.database.open().await?;
        let mut conn = opened.connect().await?;
        let table = &schema::MIGRATOR.table_name;
        // Of two at once one waits here, and then says truly that nothing was missing.
        conn.lock().await?;
        conn.ensure_migrations_table(table).await?;
        let before = conn.list_applied_migrations(table).await?;
        migrate_job::prepare(&mut conn, None, &Clock::system()).await?;
        conn.unlock().await?;
        let new = schema::MIGRATOR
            .iter()
            .filter(|migration| !before.iter().any(|known| known.version == migration.version));
        let mut count = 0;
        for migration in new {
            line(&format!("applied {} {}", migration.version, migration.description));
            count += 1;
        }
        if count == 0 {
            line("The database is up to date.");
        }
        Ok(())
    }
}
