//! The behaviour of invitations-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod again;
mod contract;
mod invitations;
mod own_seat;

use invitations_api::{State, router};
use sqlx::PgPool;
use testkit::TestApp;

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}

/// A pending invitation of `kwame@example.org` as a viewer.
async fn invitation(db: &PgPool, inviter: &testkit::Member<'_>) -> models::InvitationId {
    let id = models::InvitationId::new(testkit::now());
    sqlx::query!(
        "insert into member_invitations (id, organization_id, address, address_key, roles, state, expires_at, last_sent_at,
                                         invited_by, created_at)
         values ($1, $2, 'kwame@example.org', 'kwame@example.org', '{viewer}', 'pending', $3, $4, $5, $4)",
        id as _,
        inviter.org() as _,
        testkit::now() + chrono::TimeDelta::days(7),
        testkit::now(),
        inviter.user as _
    )
    .execute(db)
    .await
    .unwrap();
    id
}
