//! The behaviour of reconcile-presence-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod report;
mod settling;
mod vendor;

use serde_json::Value;
use sqlx::PgPool;
use testkit::{TestApp, env_with, request_of};

use reconcile_presence_job::{State, router};

/// The job, with a vendor at this address.
fn app(db: &PgPool, vendor: &str) -> TestApp {
    let (api, oauth) = (format!("{vendor}/v2"), format!("{vendor}/oauth"));
    let env = env_with([("ZOOM_API_URL", api.as_str()), ("ZOOM_OAUTH_URL", oauth.as_str())]);
    TestApp::with(db, env, |env, db, clock| State::new(env, db, clock).map(router))
}

async fn run(app: &TestApp, job: Value) -> u16 {
    let mut request = request_of("POST", "/", Some(job));
    let name = uuid::Uuid::nil().to_string().parse().unwrap();
    request.headers_mut().insert("x-cloudtasks-taskname", name);
    app.answer(request).await.status
}
