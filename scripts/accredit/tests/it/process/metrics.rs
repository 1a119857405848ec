use sqlx::PgPool;
use testkit::request;

use super::{Folder, serve, url};

/// PL-41: what was asked, what is delivered and what waits is told on a port of its own.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn prometheus_is_told_of_requests_jobs_and_the_outbox_on_a_private_port(db: PgPool) {
    let folder = Folder::new("metrics");
    let server = serve(&folder, &url(&db), None);
    assert_eq!(request(server.address, "GET", "/api/v1/events", "").await.unwrap().0, 401);
    // Nobody can read it: it is delivered once and given up.
    crate::queue::push(&db, 1).await;
    while crate::queue::left(&db).await > 0 {
        tokio::task::yield_now().await;
    }
    let told = server.log().iter().find_map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["metrics"].as_str()?.parse().ok()
    });
    let (status, text) = request(told.unwrap(), "GET", "/metrics", "").await.unwrap();
    assert_eq!(status, 200, "{text}");
    for line in [
        r#"accredit_requests_total{method="GET",route="/api/v1/events",status="401"} 1"#,
        r#"accredit_request_seconds_count{route="/api/v1/events"} 1"#,
        r#"accredit_job_deliveries_total{queue="send-email",done="false"} 1"#,
        r#"accredit_job_age_seconds_count{queue="send-email"} 1"#,
        "accredit_outbox_due_jobs 0",
        "accredit_dead_jobs 1",
    ] {
        assert!(text.lines().any(|told| told == line), "{line} in\n{text}");
    }
    assert!(text.contains("accredit_pool_wait_seconds 0."), "{text}");
    let (_, page) = request(server.address, "GET", "/metrics", "").await.unwrap();
    assert!(!page.contains("accredit_requests_total"), "not for everybody: {page}");
}
