use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use accredit::queue::{Queue, Worker};
use axum::Router;
use axum::extract::Request;
use chrono::TimeDelta;
use models::Clock;
use sqlx::PgPool;
use testkit::{env, now};
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use super::drain::{holder, waiting};
use super::due::certificates_are_due;

/// A function whose runs go on when the caller has given up, as an instance's do.
#[derive(Clone, Default)]
struct Instance(Arc<Mutex<JoinSet<u16>>>);

impl Instance {
    fn of(&self, job: Router) -> Router {
        let runs = Arc::clone(&self.0);
        Router::new().fallback(async move |request: Request| {
            let job = job.clone();
            runs.lock()
                .await
                .spawn(async move { job.oneshot(request).await.unwrap().status().as_u16() });
            std::future::pending::<()>().await;
        })
    }
}

/// R6: the queue takes a slow delivery for lost and makes another while the first still runs.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_job_slower_than_its_deadline_runs_twice_and_has_one_effect(db: PgPool) {
    let jobs = certificates_are_due(&db, 1).await;
    db::outbox::push_all(&mut db.acquire().await.unwrap(), &jobs, now(), now()).await.unwrap();
    let mut hold = holder(&db).await;
    sqlx::raw_sql("lock table certificates in exclusive mode").execute(&mut hold).await.unwrap();
    let clock = Clock::fixed(now());
    let state = issue_credentials_job::State::new(&env(), db.clone(), clock).unwrap();
    let instance = Instance::default();
    let router = instance.of(issue_credentials_job::router(state));
    for run in 1..=2 {
        let later = Clock::fixed(now() + TimeDelta::minutes(run));
        let timeout = Duration::from_millis(50);
        let worker = Worker { router: router.clone(), at_once: 1, timeout };
        let workers = HashMap::from([("issue-credentials".to_owned(), worker)]);
        assert_eq!(Queue::new(db.clone(), later, workers).step().await.unwrap(), 1);
        waiting(&db, run).await;
    }
    sqlx::raw_sql("commit").execute(&mut hold).await.unwrap();
    let runs = std::mem::take(&mut *instance.0.lock().await).join_all().await;
    assert_eq!(runs, [200, 200], "both ran, and neither failed");
    let rows = sqlx::query!(
        r#"select (select count(*) from certificates) as "certificates!",
                  (select count(*) from awards) as "awards!",
                  (select count(*) from outbox where queue = 'render-certificate') as "files!""#
    );
    let rows = rows.fetch_one(&db).await.unwrap();
    assert_eq!((rows.certificates, rows.awards, rows.files), (1, 1, 1));
}
