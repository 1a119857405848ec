//! The behaviour of auth-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod password_reset;
mod sign_in;
mod sign_up;

use auth_api::{State, openapi, router};
use models::SealKind;
use sqlx::PgPool;
use testkit::{TestApp, contract};
use uuid::Uuid;

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}

/// The secret of the newest mailed link of this kind, as it would stand in the mail.
async fn mailed(app: &TestApp, purpose: &str, kind: SealKind) -> String {
    let id: Uuid = sqlx::query_scalar!(
        "select id from email_challenges where purpose = $1 order by created_at desc, id desc limit 1",
        purpose
    )
    .fetch_one(&app.db)
    .await
    .unwrap();
    app.seal(kind, id, 1)
}

/// The keys of the mails that were queued, in the order of the alphabet.
async fn mails(app: &TestApp) -> Vec<String> {
    sqlx::query_scalar!("select message_key from messages order by message_key")
        .fetch_all(&app.db)
        .await
        .unwrap()
}

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}
