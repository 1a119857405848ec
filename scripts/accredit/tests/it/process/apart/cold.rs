use serde_json::Value;
use sqlx::PgPool;
use testkit::request;
use tokio::task::JoinSet;

use super::Apart;

/// What no job can read: it is given up at once, which is an answer.
const UNREADABLE: Value = Value::Null;

/// PL-22: a morning's first visitors, three for each function, and jobs beside them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn twenty_cold_functions_asked_at_once_all_answer_and_start_once(db: PgPool) {
    let apart = Apart::start("cold", &db);
    let manifests = accredit::manifests().unwrap();
    let mut asked = Vec::new();
    let mut visitors = JoinSet::new();
    for (name, manifest) in &manifests {
        if let Some(route) = manifest.routes.first().cloned() {
            asked.push(*name);
            for _ in 0..3 {
                let (address, route) = (apart.process.address, route.clone());
                visitors.spawn(async move {
                    let (status, body) = request(address, "GET", &route, "").await.unwrap();
                    (route, status, body)
                });
            }
        } else if let Some(queue) = &manifest.queue {
            asked.push(*name);
            apart.task(queue, "first", &UNREADABLE).await;
        }
    }
    assert!(asked.len() >= 20, "{} functions are not twenty", asked.len());
    for (route, status, body) in visitors.join_all().await {
        assert!((200..500).contains(&status), "{route}: {status} {body}");
    }
    for name in asked {
        while apart.told(name).await["pid"].is_null() {
            tokio::task::yield_now().await;
        }
        assert_eq!(apart.starts(name).await, 1, "{name}");
    }
}
