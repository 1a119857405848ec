//! The behaviour of zoom-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod connect;
mod contract;
mod meetings;

use axum::Router;
use models::{Clock, EventId, ZoomMeetingId};
use sqlx::PgPool;
use testkit::{TestApp, env_with, now};
use zoom_api::{State, router};

const PATH: &str = "/api/v1/integrations/zoom";

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| State::new(env, db, clock).map(router))
}

/// The function with the sandbox's Zoom behind it, and the sandbox's address.
async fn connected(db: &PgPool, name: &str) -> (TestApp, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let folder =
        std::env::temp_dir().join(format!("accredit-zoom-api-{}-{name}", std::process::id()));
    let (zoom, environment): (Router, _) =
        sandbox::zoom::zoom(&origin, &folder, &Clock::system()).unwrap();
    #[expect(clippy::disallowed_methods, reason = "a vendor beside the function under test")]
    tokio::spawn(async move { axum::serve(listener, zoom).await });
    let env = env_with([]).with(environment);
    (TestApp::with(db, env, |env, db, clock| State::new(env, db, clock).map(router)), origin)
}

async fn meeting_of(db: &PgPool, event: EventId) -> ZoomMeetingId {
    let found = sqlx::query_scalar!(
        r#"select id as "id: ZoomMeetingId" from zoom_meetings where event_id = $1 and status <> 'gone' and created_at <= $2"#,
        event as _,
        now()
    );
    found.fetch_one(db).await.unwrap()
}
