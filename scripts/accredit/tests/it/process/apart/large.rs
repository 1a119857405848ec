use sqlx::PgPool;
use testkit::exchange;

use super::super::{Folder, serve, url};
use super::Apart;

/// PL-22: what a function refuses is refused in the same words, wherever it runs.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_body_over_the_limit_is_the_same_problem_in_both_modes(db: PgPool) {
    let (apart, folder) = (Apart::start("large", &db), Folder::new("large-together"));
    let together = serve(&folder, &url(&db), None);
    let body = format!("\"{}\"", "x".repeat(4 << 20));
    for path in ["/api/v1/registrations", "/webhooks/zoom", "/webhooks/stripe/account"] {
        for address in [apart.process.address, together.address] {
            let key = [("idempotency-key", "large")];
            let answer = exchange(address, "POST", path, &key, &body).await.unwrap().to_lowercase();
            assert!(answer.starts_with("http/1.1 413"), "{path}: {answer}");
            assert!(answer.contains("content-type: application/problem+json"), "{path}: {answer}");
            assert!(answer.contains(r#""code":"body-too-large""#), "{path}: {answer}");
        }
    }
}
