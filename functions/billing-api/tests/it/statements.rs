use models::Role;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::rows::statement;

const PATH: &str = "/api/v1/billing/fee-statements";

/// RF-12: the platform's fees by month, never added over currencies; nobody sees another's.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn fee_statements_come_in_pages_and_lead_to_their_files(db: PgPool) {
    let app = crate::shop(&db).await.app;
    let finance = app.member(Role::Finance).await;
    let mut all = Vec::new();
    for month in 7..10 {
        all.insert(0, statement(&db, finance.org(), month).await);
    }
    let first = finance.get(&format!("{PATH}?limit=2")).await.body;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = finance.get(&format!("{PATH}?limit=2&cursor={cursor}")).await.body;
    let months = |page: &Value| -> Vec<Value> {
        page["data"].as_array().unwrap().iter().map(|row| row["month"].clone()).collect()
    };
    assert_eq!(months(&first), [json!("2026-09-01"), json!("2026-08-01")]);
    assert_eq!(months(&second), [json!("2026-07-01")]);
    let totals = json!([{"amount": 190, "currency": "JPY"}, {"amount": 378, "currency": "USD"}]);
    assert_eq!((&first["data"][0]["totals"], &first["data"][0]["ready"]), (&totals, &json!(true)));
    let file = format!("{PATH}/{}/file", all[0]);
    assert_eq!(finance.get(&file).await.status, 303);
    let json = [("accept", "application/json")];
    let told = finance.send("GET", &file, None, &json).await;
    assert!(told.body["url"].as_str().unwrap().contains("abc.pdf"), "{}", told.body);
    let other = app.member(Role::Owner).await;
    assert_eq!(other.get(&file).await.problem(), "404 not-found");
    assert_eq!(other.get(PATH).await.body["data"], json!([]));
}
