use auth::PlatformRole;
use serde_json::json;
use sqlx::PgPool;

use crate::{app, audited};

/// One comparison at a time: who asks meanwhile is told of the one that is under way.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_comparison_begins_when_somebody_asks_and_there_is_one(db: PgPool) {
    let app = app(&db);
    let noor = app.staff(PlatformRole::Operator).await;
    let path = "/api/v1/operators/reconciliations";
    let first = noor.post(path, json!({"reason": "A buyer has called."})).await;
    assert_eq!(first.status, 201, "{}", first.body);
    assert_eq!(first.body["stage"], "sessions");
    assert_eq!(first.body["started_by"], json!(noor.user));
    let second = noor.post(path, json!({"reason": "Another one."})).await;
    assert_eq!(second.body["id"], first.body["id"]);
    let jobs = sqlx::query!("select queue, payload from outbox").fetch_all(&db).await.unwrap();
    assert_eq!(jobs[0].queue, "reconcile-payments");
    assert_eq!(jobs[0].payload, json!({"run": first.body["id"], "step": 0}));
    let listed = noor.get(path).await;
    assert_eq!(listed.body["data"].as_array().unwrap().len(), 1);
    assert_eq!(audited(&db).await, ["support reconciliation.started: A buyer has called."]);
}
