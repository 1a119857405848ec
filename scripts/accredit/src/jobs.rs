//! `accredit jobs`: what was given up, and the way back.

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use db::dead_jobs::{self, DeadJobRow, Filter};
use models::{Clock, JobId, Page};
use serde_json::json;
use sqlx::Connection as _;

use crate::database::Database;
use crate::terminal::{line, table};

/// Which jobs.
#[derive(clap::Args)]
pub struct Jobs {
    #[command(flatten)]
    database: Database,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// The jobs that were given up, newest first
    List {
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// Everything about one of them
    Show {
        /// Its id, from the list
        id: JobId,
    },
    /// Put one back into its queue, or all that were not yet put back
    Replay {
        /// Its id, from the list
        #[arg(required_unless_present = "all")]
        id: Option<JobId>,
        /// All of them
        #[arg(long, conflicts_with = "id")]
        all: bool,
    },
}

impl Jobs {
    /// Does what was asked.
    pub async fn run(self) -> anyhow::Result<()> {
        let opened = self.database.open().await?;
        let mut conn = opened.connect().await?;
        match self.verb {
            Verb::List { limit } => {
                let page = Page { after: None, limit };
                let mut rows = dead_jobs::list(&mut conn, Filter::default(), page).await?;
                rows.truncate(usize::try_from(limit).unwrap_or_default());
                list(&rows);
            }
            Verb::Show { id } => {
                let row = dead_jobs::get(&mut conn, id).await?;
                let row = row.ok_or_else(|| anyhow::anyhow!("no dead job {id}"))?;
                line(&serde_json::to_string_pretty(&row)?);
            }
            Verb::Replay { id: Some(id), .. } => {
                let replayed = replay(&mut conn, id, Clock::system().now()).await?;
                anyhow::ensure!(replayed, "no dead job {id}, or it was put back before");
                line(&format!("{id} is in its queue again."));
            }
            Verb::Replay { id: None, .. } => {
                let count = replay_all(&mut conn, Clock::system().now()).await?;
                line(&format!("{count} jobs are in their queues again."));
            }
        }
        Ok(())
    }
}

fn list(rows: &[DeadJobRow]) {
    if rows.is_empty() {
        return line("No job was given up.");
    }
    let head = ["id", "queue", "died", "attempts", "put back", "why"].map(str::to_owned);
    let body = rows.iter().map(|row| {
        let back = match (row.replayed_at, row.dismissed_at) {
            (Some(at), _) => minute(at),
            (None, Some(at)) => format!("let go {}", minute(at)),
            (None, None) => "-".to_owned(),
        };
        let why = row.error.chars().take(80).collect();
        vec![
            row.id.to_string(),
            row.queue.clone(),
            minute(row.died_at),
            row.attempts.to_string(),
            back,
            why,
        ]
    });
    table(&std::iter::once(head.to_vec()).chain(body).collect::<Vec<_>>());
}

fn minute(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// As an operator does it in the app, and written down like that: whoever holds the database is
/// nobody in it.
async fn replay(
    conn: &mut sqlx::PgConnection,
    id: JobId,
    now: DateTime<Utc>,
) -> anyhow::Result<bool> {
    let mut tx = conn.begin().await?;
    let replayed = dead_jobs::replay(&mut tx, id, now).await?;
    if replayed {
        let entry = Entry::new(None, Actor::System, "dead-job.replayed", "dead_job", id);
        audit::write(&mut tx, Entry { after: json!({"by": "accredit jobs"}), ..entry }, now)
            .await?;
    }
    tx.commit().await?;
    Ok(replayed)
}

async fn replay_all(conn: &mut sqlx::PgConnection, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let (mut after, mut count) = (None, 0);
    loop {
        let page = Page { after, limit: 100 };
        let open = Filter { settled: Some(false), queue: None };
        let rows = dead_jobs::list(conn, open, page).await?;
        for row in &rows {
            count += usize::from(replay(conn, row.id, now).await?);
        }
        match rows.last() {
            Some(last) if rows.len() > 100 => after = Some((last.died_at, last.id)),
            _ => return Ok(count),
        }
    }
}
