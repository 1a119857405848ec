//! The behaviour of certificates-api.

#![cfg(test)] // clippy then takes the helpers for tests too

mod check;
mod contract;
mod correct;
mod gates;
mod issue;
mod lists;
mod own;
mod several;

use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use credentials::catalogue;
use credentials::certificate::{self, Desk};
use credentials::code::Code;
use credentials::designation::{self, Status, Wanted};
use credentials::jobs::{EvaluateOffering, IssueCredentials};
use models::{CertificateId, Credits, EventId, OrgId, RegistrationId, SealKind};
use serde_json::Value;
use sqlx::PgPool;
use testkit::{Answer, EventSpec, PUBLIC_ORIGIN, TestApp, now, rows};

const PATH: &str = "/api/v1/certificates";
const OVER: EventSpec = EventSpec {
    starts_in: TimeDelta::hours(-24),
    lasts: TimeDelta::hours(2),
    status: "completed",
    ..EventSpec::PUBLISHED
};

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| {
        certificates_api::State::new(env, db, clock).map(certificates_api::router)
    })
}

/// An event of two hours with up to two credits of the RCP.
async fn over(db: &PgPool, org: OrgId) -> EventId {
    let mut conn = db.acquire().await.unwrap();
    catalogue::seed(&mut conn, now()).await.unwrap();
    let event = rows::event(db, org, OVER).await;
    let wanted = Wanted {
        event,
        session: None,
        credit_type: catalogue::credit_type_id(catalogue::RCP_EXTERNAL),
        rule_set: None,
        max_credits: Some(Credits::of_thousandths(2000)),
        status: Status::Approved,
        approval_number: Some("RCP-1".into()),
        valid_from: None,
        valid_to: None,
        wording: None,
        shares: Vec::new(),
    };
    designation::designate(&mut conn, org, wanted, now()).await.unwrap();
    event
}

async fn attended(db: &PgPool, event: EventId, email: &str, minutes: i32) -> RegistrationId {
    let id = rows::registration(db, event, email, "confirmed").await;
    rows::presence(db, id, minutes, if minutes == 0 { "not_met" } else { "met" }).await;
    id
}

async fn evaluate(db: &PgPool, organization: OrgId, event: EventId) {
    let mut tx = db.begin().await.unwrap();
    let job = EvaluateOffering { organization, event, registration: None };
    credentials::evaluation::evaluate_offering(&mut tx, &job, now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// A certificate of somebody who attended; its file is not there yet.
async fn certified(
    db: &PgPool,
    organization: OrgId,
    event: EventId,
    registration: RegistrationId,
) -> CertificateId {
    evaluate(db, organization, event).await;
    let job = IssueCredentials { organization, event, registration, run: None, actor: None };
    let desk = Desk { origin: PUBLIC_ORIGIN, code: Code::random, now: now() };
    let mut tx = db.begin().await.unwrap();
    let issued = certificate::issue_person(&mut tx, desk, &job).await.unwrap();
    tx.commit().await.unwrap();
    issued.certificate.unwrap()
}

/// Pretends that the file was rendered, with a hash of so many equal bytes.
async fn rendered(db: &PgPool, id: CertificateId, byte: u8) {
    let mut conn = db.acquire().await.unwrap();
    let object = format!("{id}.pdf");
    certificate::rendered(&mut conn, id, &object, &[byte; 32], now()).await.unwrap();
}

async fn code_of(db: &PgPool, id: CertificateId) -> String {
    sqlx::query_scalar!("select code from certificates where id = $1", id as _)
        .fetch_one(db)
        .await
        .unwrap()
}

/// What the holder of a personal link lets strangers see, as it was last seen.
async fn privacy(
    app: &TestApp,
    person: RegistrationId,
    id: CertificateId,
    version: i32,
    body: Value,
) -> Answer {
    let request = Request::patch(format!("{PATH}/{id}/privacy"))
        .header("authorization", format!("Seal {}", app.seal(SealKind::Manage, person, 1)))
        .header("content-type", "application/json")
        .header("if-match", format!("\"{version}\""))
        .body(Body::from(body.to_string()));
    app.answer(request.unwrap()).await
}
