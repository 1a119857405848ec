//! The behaviour of migrate-job.

#![cfg(test)] // clippy then takes the helpers for tests too

use sqlx::{ConnectOptions as _, PgPool};

#[sqlx::test(migrations = false)]
async fn a_second_run_changes_nothing(db: PgPool) {
    let url = db.connect_options().to_url_lossy().to_string();
    migrate_job::migrate(&url).await.unwrap();
    let applied = || sqlx::query_scalar!("select count(*) from _sqlx_migrations").fetch_one(&db);
    let first = applied().await.unwrap();
    migrate_job::migrate(&url).await.unwrap();
    assert_eq!(applied().await.unwrap(), first);
    assert!(first > Some(0));
}
