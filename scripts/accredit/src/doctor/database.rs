//! What the database has to say.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use sqlx::migrate::Migrate as _;

use super::Findings;
use crate::backlog::backlog;
use crate::manifest::{Manifest, Resource};

const STUCK: TimeDelta = TimeDelta::minutes(5);
const SKEW: TimeDelta = TimeDelta::seconds(5);

/// Looks at the database that was reached. `now` is the time of this machine.
pub(super) async fn look(
    found: &mut Findings,
    conn: &mut PgConnection,
    manifests: &[(String, Manifest)],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let server = sqlx::query!(
        r#"select now() as "now!", current_setting('server_version_num')::int as "version!",
                  current_setting('max_connections')::bigint as "connections!""#
    );
    let server = server.fetch_one(&mut *conn).await?;
    if server.version < 150_000 {
        found.fault("this Postgres is older than 15", "use 15 or later");
    }
    let skew = server.now - now;
    if skew.abs() > SKEW {
        found.fault(
            &format!(
                "the clocks of this machine and of the database are {} s apart",
                skew.num_seconds()
            ),
            "let both follow a time server",
        );
    } else {
        found.fine("the database answers, and its clock agrees");
    }
    budget(found, manifests, server.connections);
    migrations(found, conn).await?;
    if has_outbox(conn).await? {
        queue(found, conn, manifests, now).await?;
    }
    Ok(())
}

/// PL-3
fn budget(found: &mut Findings, manifests: &[(String, Manifest)], connections: i64) {
    let using = manifests.iter().filter(|(_, m)| m.uses.contains(&Resource::Database));
    let wanted: i64 = using.map(|(_, m)| i64::from(m.max_instances) * i64::from(m.pool)).sum();
    let most = connections * 8 / 10;
    if wanted > most {
        found.note(
            &format!("as functions of their own they may open {wanted} connections; {most} are 80 % of this database's"),
            "`accredit serve` opens 24; before deploying, lower max_instances or pool, or take a larger database",
        );
    } else {
        found.fine(&format!("{wanted} connections at most, {most} are allowed"));
    }
}

async fn migrations(found: &mut Findings, conn: &mut PgConnection) -> anyhow::Result<()> {
    let table = &schema::MIGRATOR.table_name;
    let there = sqlx::query_scalar!(r#"select to_regclass($1) is not null as "there!""#, &**table);
    if !there.fetch_one(&mut *conn).await? {
        found.fault("the database is empty", "accredit migrate");
        return Ok(());
    }
    if let Some(version) = conn.dirty_version(table).await? {
        found.fault(
            &format!("migration {version} began and did not end"),
            "look at what is there of it, put that right, and take its row out of _sqlx_migrations",
        );
    }
    let applied = conn.list_applied_migrations(table).await?;
    let is_applied = |version| applied.iter().any(|known| known.version == version);
    let behind = schema::MIGRATOR.iter().filter(|migration| !is_applied(migration.version)).count();
    let changed = schema::MIGRATOR.iter().find(|migration| {
        let known = applied.iter().find(|known| known.version == migration.version);
        known.is_some_and(|known| known.checksum != migration.checksum)
    });
    let ahead = applied.iter().filter(|known| !schema::MIGRATOR.version_exists(known.version));
    if let Some(migration) = changed {
        found.fault(
            &format!("migration {} was changed after it was applied", migration.version),
            "restore the file and write a new migration; for demo data `scripts/dev --fresh`",
        );
    } else if behind > 0 {
        found.fault(&format!("{behind} migrations are missing"), "accredit migrate");
    } else if ahead.count() > 0 {
        found.note(
            "the database is newer than this program",
            "fine while a release is rolled out, else update",
        );
    } else {
        found.fine("the schema is up to date");
    }
    Ok(())
}

async fn has_outbox(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select to_regclass('outbox') is not null as "there!""#)
        .fetch_one(conn)
        .await
}

async fn queue(
    found: &mut Findings,
    conn: &mut PgConnection,
    manifests: &[(String, Manifest)],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let known: Vec<String> =
        manifests.iter().filter_map(|(_, manifest)| manifest.queue.clone()).collect();
    let rows = backlog(conn, now - STUCK, &known).await?;
    match rows.late {
        0 => found.fine("no job waits longer than it should"),
        late => found.fault(
            &format!("{late} jobs are due for more than five minutes"),
            "does `accredit serve` run? Its log says what the job functions answer",
        ),
    }
    if let Some(lost) = rows.lost {
        found.fault(
            &format!("no function works off the queue {}", lost.join(", ")),
            "this program is older than the rows, or a function was renamed",
        );
    }
    match rows.dead {
        0 => found.fine("no job was given up"),
        dead => found.fault(
            &format!("{dead} jobs were given up"),
            "accredit jobs list, then accredit jobs replay ID",
        ),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use models::Clock;
    use sqlx::PgPool;

    use super::{Findings, look};

    async fn told(db: &PgPool, ahead: TimeDelta) -> String {
        let mut found = Findings::default();
        let now = Clock::system().now() + ahead;
        look(&mut found, &mut db.acquire().await.unwrap(), &[], now).await.unwrap();
        found.0.into_iter().map(|finding| finding.what + "\n").collect()
    }

    /// PL-42
    #[sqlx::test(migrator = "schema::MIGRATOR")]
    async fn clocks_that_disagree_are_told_with_the_distance(db: PgPool) {
        assert!(told(&db, TimeDelta::zero()).await.contains("its clock agrees"));
        let apart = told(&db, TimeDelta::seconds(-95)).await;
        assert!(apart.contains("the clocks of this machine and of the database are 9"), "{apart}");
    }
}
