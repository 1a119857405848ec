//! The behaviour of reconcile-payments-job.

#![cfg(test)] // clippy then takes the helpers for tests too

use sqlx::PgPool;
use testkit::TestApp;

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn it_is_ready_when_its_database_is(db: PgPool) {
    let app = TestApp::new(&db, |env, db, clock| {
        reconcile_payments_job::State::new(env, db, clock).map(reconcile_payments_job::router)
    });
    assert_eq!(app.send("GET", "/readyz", None).await.status, 200);
}
