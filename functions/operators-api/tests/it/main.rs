//! The behaviour of operators-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod contract;
mod jobs;
mod runs;

use sqlx::PgPool;
use testkit::TestApp;

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| {
        operators_api::State::new(env, db, clock).map(operators_api::router)
    })
}

/// The words of the audit log, the newest last, with who did it and why.
async fn audited(db: &PgPool) -> Vec<String> {
    sqlx::query_scalar!(
        r#"select actor_kind || ' ' || action || ': ' || coalesce(after->>'reason', '') as "line!" from audit_entries order by 1"#
    )
    .fetch_all(db)
    .await
    .unwrap()
}
