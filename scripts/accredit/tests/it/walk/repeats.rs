use axum::body::Body;
use axum::http::Request;
use models::Role;
use serde_json::Value;
use sqlx::PgPool;
use testkit::contract::{STAFF_ONLY, example, operations};
use testkit::{Answer, Member, TestApp};

use super::{Tenant, app};

/// Whether the document asks for this header.
fn wants(operation: &Value, name: &str) -> bool {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    parameters
        .filter(|p| p["in"] == "header")
        .any(|p| p["name"].as_str().is_some_and(|found| found.eq_ignore_ascii_case(name)))
}

async fn create(app: &TestApp, member: &Member<'_>, path: &str, key: &str, body: String) -> Answer {
    let request = Request::post(path)
        .header("authorization", format!("Bearer {}", member.token))
        .header("content-type", "application/json")
        .header("idempotency-key", key);
    app.answer(request.body(Body::from(body)).unwrap()).await
}

/// Every creating operation takes an `Idempotency-Key`: without one it is refused, with the same
/// one the stored answer comes back, and with the same one and another body it is refused.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_creates_happens_once_for_each_key(db: PgPool) {
    let app = app(&db);
    let document = accredit::openapi().unwrap();
    let mut repeated = Vec::new();
    for (template, method, operation) in operations(&document) {
        if !wants(operation, "idempotency-key") {
            continue;
        }
        let tenant = Tenant::with(&db, "ana@example.org").await;
        let owner = app.member_of(tenant.org, Role::Owner).await;
        let path = tenant.address(template, operation);
        if operation.pointer("/requestBody/content/multipart~1form-data").is_some() {
            continue; // a form with files: the tests of its function send it again
        }
        let mut body = tenant.body(example(&document, operation).unwrap());
        if let Some(dry_run) = body.get_mut("dry_run") {
            *dry_run = false.into(); // or nothing is created
        }
        let without = owner.send(&method, &path, Some(body.clone()), &[]).await;
        if without.problem() == STAFF_ONLY {
            continue; // the tests of its function create as staff
        }
        assert_eq!(without.problem(), "422 idempotency-key-required", "{method} {template}");
        let first = create(&app, &owner, &path, "once", body.to_string()).await;
        let again = create(&app, &owner, &path, "once", body.to_string()).await;
        // Nor is a vendor here, and an operation that needs one says so.
        assert!(again.status < 500 || again.status == 503, "{method} {template}: {}", again.body);
        if first.status >= 300 {
            continue; // its example names what is not here; the tests of its function create
        }
        assert_eq!((again.status, &again.body), (first.status, &first.body), "{method} {template}");
        let other = create(&app, &owner, &path, "once", format!("{body} ")).await;
        assert_eq!(other.problem(), "422 idempotency-key-reused", "{method} {template}");
        repeated.push(operation["operationId"].as_str().unwrap());
    }
    assert!(repeated.len() >= 8, "only {repeated:?}");
}

/// Every edit wants the version that was seen.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_edits_wants_the_version_that_was_seen(db: PgPool) {
    let app = app(&db);
    let document = accredit::openapi().unwrap();
    let mut stale = Vec::new();
    for (template, method, operation) in operations(&document) {
        if !wants(operation, "if-match") {
            continue;
        }
        let tenant = Tenant::with(&db, "ana@example.org").await;
        let owner = app.member_of(tenant.org, Role::Owner).await;
        let path = tenant.address(template, operation);
        let body = example(&document, operation).map(|body| tenant.body(body));
        let without = owner.send(&method, &path, body.clone(), &[]).await;
        assert_eq!(without.problem(), "428 if-match-required", "{method} {template}");
        for old in ["\"999\"", "\"no version of ours\""] {
            let answer = owner.send(&method, &path, body.clone(), &[("if-match", old)]).await;
            if operation["operationId"] == "put_certificate_settings" && old.len() == 5 {
                continue; // nobody saved them yet, so there is no version to miss
            }
            assert!(
                answer.status >= 400 && answer.status < 500,
                "{method} {template}: {}",
                answer.body
            );
            if answer.problem() == "412 precondition-failed" && old.len() == 5 {
                stale.push(operation["operationId"].as_str().unwrap());
            }
        }
    }
    assert!(stale.len() >= 8, "only {stale:?}");
}
