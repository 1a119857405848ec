use models::Role;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::PATH;

fn rung(hours: i64, percent: i64) -> Value {
    json!({"min_hours_before": hours, "percent_bp": percent, "keep_minor": 0})
}

/// RF-1, RF-3: the standard holds until a version is saved; versions stay.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_policy_is_saved_as_a_new_version(db: PgPool) {
    let (app, path) = (crate::app(&db), format!("{PATH}/refund-policies"));
    let organizer = app.member(Role::Organizer).await;
    let before = organizer.get(&path).await;
    assert_eq!(before.headers["etag"], "\"0\"");
    assert_eq!(before.body["current"]["rungs"], json!([rung(168, 10_000), rung(24, 5_000)]));
    assert_eq!(before.body["data"], json!([]));

    let kind = json!({"name": "Kind", "rungs": [rung(48, 10_000), rung(0, 2_500)], "fees_refundable": true});
    let saved = organizer.put(&path, 0, kind.clone()).await;
    assert_eq!((saved.status, &saved.headers["etag"]), (200, &"\"1\"".parse().unwrap()));
    assert_eq!(organizer.put(&path, 0, kind.clone()).await.problem(), "412 precondition-failed");
    let strict = json!({"name": "Strict", "rungs": [], "self_cancel": false});
    let saved = organizer.put(&path, 1, strict).await;
    assert_eq!(saved.body["current"]["name"], "Strict");
    let names: Vec<&Value> =
        saved.body["data"].as_array().unwrap().iter().map(|v| &v["name"]).collect();
    assert_eq!(names, ["Strict", "Kind"]);

    let other = app.member(Role::Admin).await;
    assert_eq!(other.get(&path).await.body["data"], json!([]), "another tenant sees its own");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn steps_go_from_the_longest_notice_down(db: PgPool) {
    let (app, path) = (crate::app(&db), format!("{PATH}/refund-policies"));
    let organizer = app.member(Role::Organizer).await;
    let kept = |keep: i64| json!([{"min_hours_before": 24, "percent_bp": 100, "keep_minor": keep}]);
    let twice = json!([rung(24, 5_000), rung(168, 10_000)]);
    for (rungs, pointers) in [
        (twice, vec!["/rungs/1/min_hours_before", "/rungs/1/percent_bp"]),
        (json!([rung(24, 5_000), rung(24, 2_000)]), vec!["/rungs/1/min_hours_before"]),
        (json!([rung(168, 5_000), rung(24, 10_000)]), vec!["/rungs/1/percent_bp"]),
        (json!([rung(24, 10_001)]), vec!["/rungs/0/percent_bp"]),
        (json!([rung(-1, 5_000)]), vec!["/rungs/0/min_hours_before"]),
        (kept(-5), vec!["/rungs/0/keep_minor"]),
        (kept(i64::MAX), vec!["/rungs/0/keep_minor"]),
    ] {
        let body = json!({"name": "Odd", "rungs": rungs});
        let refused = organizer.put(&path, 0, body.clone()).await;
        assert_eq!(refused.problem(), "422 policy-invalid", "{body}");
        let errors = refused.body["errors"].as_array().unwrap().iter();
        let told: Vec<_> = errors.map(|error| error["pointer"].as_str().unwrap()).collect();
        assert_eq!(told, pointers, "{body}");
    }
}
