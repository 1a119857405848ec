use sqlx::PgPool;

use super::super::drain::{holder, slow_request, waiting};
use super::super::due::certificates_are_due;
use super::{Apart, kill_nine};

/// Whoever waited is told to come back, and finds a fresh process that does it once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_function_that_is_killed_while_it_answers_is_told_and_started_anew(db: PgPool) {
    let mut hold = holder(&db).await;
    let apart = Apart::start("killed", &db);
    let mut request = slow_request(&apart.process, &db, &mut hold).await;
    let killed = apart.pid("organizations-api").await;
    kill_nine(killed);
    let answer = request.join_next().await.unwrap().unwrap().to_lowercase();
    assert!(answer.starts_with("http/1.1 503"), "{answer}");
    assert!(answer.contains("content-type: application/problem+json"), "{answer}");
    assert!(answer.contains("retry-after: 1"), "{answer}");
    assert!(answer.contains(r#""code":"unavailable""#), "{answer}");
    sqlx::raw_sql("commit").execute(&mut hold).await.unwrap();
    assert_eq!(apart.get("/api/v1/organizations").await, 401, "it answers again");
    assert_eq!(apart.starts("organizations-api").await, 2);
    assert_ne!(apart.pid("organizations-api").await, killed);
    let count = sqlx::query_scalar!(r#"select count(*) as "count!" from organizations"#);
    assert_eq!(count.fetch_one(&db).await.unwrap(), 1, "what was cut off left nothing");
}

/// R6: the queue delivers again, and the unique key makes it one certificate.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_job_whose_function_is_killed_is_delivered_again_and_has_one_effect(db: PgPool) {
    let job = certificates_are_due(&db, 1).await.remove(0);
    let mut hold = holder(&db).await;
    sqlx::raw_sql("lock table certificates in exclusive mode").execute(&mut hold).await.unwrap();
    let apart = Apart::start("killed-job", &db);
    apart.task("issue-credentials", "once", &job).await;
    waiting(&db, 1).await;
    kill_nine(apart.pid("issue-credentials-job").await);
    sqlx::raw_sql("commit").execute(&mut hold).await.unwrap();
    let task = apart.folder.path().join("tasks/once.json");
    while task.exists() {
        tokio::task::yield_now().await;
    }
    assert_eq!(apart.starts("issue-credentials-job").await, 2);
    let rows = sqlx::query!(
        r#"select (select count(*) from certificates) as "certificates!",
                  (select count(*) from dead_jobs) as "dead!""#
    );
    let rows = rows.fetch_one(&db).await.unwrap();
    assert_eq!((rows.certificates, rows.dead), (1, 0));
}
