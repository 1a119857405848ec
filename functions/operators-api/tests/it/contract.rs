use auth::PlatformRole;
use chrono::TimeDelta;
use models::Role;
use operators_api::openapi;
use serde_json::json;
use sqlx::PgPool;
use testkit::contract::{self, STAFF_ONLY, example, operations};

use crate::app;

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

/// accounts, section operators-api: staff only, whatever somebody is in an organization; support
/// looks and does not act.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_staff_gets_in_and_only_operators_act(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let support = app.staff(PlatformRole::Support).await;
    let document = serde_json::to_value(openapi()).unwrap();
    let mut walked = 0;
    for (template, method, operation) in operations(&document) {
        let path = template.replace("{job_id}", &uuid::Uuid::nil().to_string());
        let (body, headers) = (example(&document, operation), [("idempotency-key", "walk")]);
        let nobody = app.send(&method, &path, body.clone()).await;
        assert_eq!(nobody.problem(), "401 unauthenticated", "{method} {template}");
        let refused = owner.send(&method, &path, body.clone(), &headers).await;
        assert_eq!(refused.problem(), STAFF_ONLY, "{method} {template}");
        let looked = support.send(&method, &path, body, &headers).await;
        if method == "GET" {
            assert_eq!(looked.status, 200, "{method} {template}: {}", looked.body);
        } else {
            assert_eq!(looked.problem(), "403 forbidden", "{method} {template}");
        }
        walked += 1;
    }
    assert_eq!(walked, 5);
}

/// A login of another day does not do, and a role that was taken away is gone at once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn staff_has_signed_in_today_and_is_still_staff(db: PgPool) {
    let app = app(&db);
    let path = "/api/v1/operators/dead-jobs";
    let early = app.staff(PlatformRole::Operator).await;
    assert_eq!(early.get(path).await.status, 200);
    sqlx::query!("update users set platform_role = null where id = $1", early.user as _)
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(early.get(path).await.problem(), STAFF_ONLY);
    let proven = app.clock.now();
    app.advance(TimeDelta::hours(12));
    let late = app.staff_since(PlatformRole::Operator, proven).await;
    assert_eq!(late.get(path).await.status, 200, "twelve hours");
    app.advance(TimeDelta::seconds(1));
    let late = app.staff_since(PlatformRole::Operator, proven).await;
    assert_eq!(late.get(path).await.problem(), "401 reauthentication-required");
}

/// Each act says why.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_act_without_a_reason_is_refused(db: PgPool) {
    let app = app(&db);
    let noor = app.staff(PlatformRole::Operator).await;
    let path = "/api/v1/operators/reconciliations";
    for (body, problem) in [
        (json!({}), "422 reason-required"),
        (json!({"reason": "  "}), "422 reason-required"),
        (json!({"reason": "x".repeat(501)}), "422 validation-failed"),
        (json!({"reason": "a\u{0}b"}), "422 validation-failed"),
    ] {
        assert_eq!(noor.post(path, body).await.problem(), problem);
    }
    assert!(crate::audited(&db).await.is_empty());
}
