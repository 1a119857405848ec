use std::collections::BTreeSet;

use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::EventSpec;

use crate::PATH;

fn wanted(count: i64) -> serde_json::Value {
    json!({"prefix": "spring-", "count": count, "rules": {"kind": "percent", "percent_bp": 10000}})
}

/// PC-1, table 4.1
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn ten_thousand_codes_are_made_at_once_each_for_one_use(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let made = owner.post(&format!("{PATH}/batches"), wanted(10_000)).await;
    assert_eq!((made.status, &made.body["count"]), (202, &json!(10_000)), "{}", made.body);
    let file = owner.get(made.body["file"].as_str().unwrap()).await;
    let text = file.text().strip_prefix('\u{feff}').unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("code,state"));
    let codes: BTreeSet<&str> = lines.map(|line| line.strip_suffix(",free").unwrap()).collect();
    assert_eq!(codes.len(), 10_000);
    assert!(codes.iter().all(|code| code.len() == 18 && code.starts_with("SPRING-")));

    let listed = owner.get(PATH).await;
    assert_eq!(listed.body["data"], json!([]), "codes of a batch are listed with it");
    let id = made.body["id"].as_str().unwrap();
    let listed = owner.get(&format!("{PATH}?batch_id={id}&limit=1")).await;
    assert_eq!(listed.body["data"][0]["rules"]["max_uses"], 1);
    let batches = owner.get(&format!("{PATH}/batches")).await;
    assert_eq!(batches.body["data"][0], made.body);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_batch_too_large_or_of_nothing_is_refused(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let path = format!("{PATH}/batches");
    let large = owner.post(&path, wanted(10_001)).await;
    assert_eq!(large.problem(), "422 batch-too-large");
    assert_eq!(large.body["errors"][0]["pointer"], "/count");
    assert_eq!(owner.post(&path, wanted(0)).await.problem(), "422 validation-failed");
    let long = json!({"prefix": "THIRTEEN-LONG", "count": 1, "rules": {"kind": "percent", "percent_bp": 100}});
    assert_eq!(owner.post(&path, long).await.problem(), "422 validation-failed");
    let seven = json!({"count": 1, "rules": {"kind": "percent", "percent_bp": 100, "max_uses": 7}});
    let seven = owner.post(&path, seven).await;
    assert_eq!(seven.body["errors"][0]["pointer"], "/rules/max_uses", "never made one silently");
    let kept = sqlx::query_scalar!(r#"select count(*) as "count!" from promo_code_batches"#);
    assert_eq!(kept.fetch_one(&db).await.unwrap(), 0);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_code_of_a_batch_has_its_targets(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let event = owner.event(EventSpec::PUBLISHED).await;
    let body =
        json!({"count": 3, "rules": {"kind": "unlock", "scope": "listed", "event_ids": [event]}});
    let made = owner.post(&format!("{PATH}/batches"), body).await;
    let id = made.body["id"].as_str().unwrap();
    let listed = owner.get(&format!("{PATH}?batch_id={id}")).await;
    let codes = listed.body["data"].as_array().unwrap();
    assert_eq!(codes.len(), 3);
    assert!(codes.iter().all(|code| code["rules"]["event_ids"] == json!([event])));
}
