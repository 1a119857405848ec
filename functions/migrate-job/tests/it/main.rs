//! The behaviour of migrate-job.

#![cfg(test)] // clippy then takes the helpers for tests too

use models::Clock;
use sqlx::{ConnectOptions as _, PgPool};

#[sqlx::test(migrations = false)]
async fn a_second_run_changes_nothing(db: PgPool) {
    let url = db.connect_options().to_url_lossy().to_string();
    let clock = Clock::fixed(testkit::now());
    let state = async || {
        migrate_job::migrate(&url, None, &clock).await.unwrap();
        let row = sqlx::query!(
            r#"select (select count(*) from _sqlx_migrations) as "migrations!",
                      (select count(*) from rule_sets) as "rules!",
                      (select count(*) from certificate_templates) as "designs!""#
        );
        let row = row.fetch_one(&db).await.unwrap();
        (row.migrations, row.rules, row.designs)
    };
    let first = state().await;
    assert!(first.0 > 0 && first.1 > 0 && first.2 == 2, "{first:?}");
    assert_eq!(state().await, first);
}

#[sqlx::test(migrations = false)]
async fn two_at_once_wait_for_each_other(db: PgPool) {
    let url = db.connect_options().to_url_lossy().to_string();
    let clock = Clock::fixed(testkit::now());
    let (one, other) = tokio::join!(
        migrate_job::migrate(&url, None, &clock),
        migrate_job::migrate(&url, None, &clock)
    );
    one.unwrap();
    other.unwrap();
}
