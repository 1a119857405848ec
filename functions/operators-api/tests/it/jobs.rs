use auth::PlatformRole;
use chrono::TimeDelta;
use models::{DeadJob, JobId};
use serde_json::json;
use sqlx::PgPool;
use testkit::now;

use crate::{app, audited};

async fn dead(db: &PgPool, queue: &str, after: TimeDelta) -> JobId {
    let at = now() + after;
    let job = DeadJob {
        id: JobId::new(at),
        queue: queue.to_owned(),
        payload: json!({"message": 7}),
        attempts: 10,
        error: "the mail server does not answer".to_owned(),
    };
    db::outbox::bury(&mut db.acquire().await.unwrap(), &job, at).await.unwrap();
    job.id
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_given_up_is_listed_until_somebody_decides(db: PgPool) {
    let app = app(&db);
    let noor = app.staff(PlatformRole::Operator).await;
    let mail = dead(&db, "send-email", TimeDelta::zero()).await;
    let zoom = dead(&db, "sync-zoom", TimeDelta::minutes(1)).await;
    let path = "/api/v1/operators/dead-jobs";
    let listed = noor.get(&format!("{path}?limit=1")).await;
    assert_eq!(listed.body["data"][0]["id"], json!(zoom), "the newest first: {}", listed.body);
    let cursor = listed.body["next_cursor"].as_str().unwrap();
    let rest = noor.get(&format!("{path}?limit=1&cursor={cursor}")).await;
    assert_eq!(rest.body["data"][0]["payload"], json!({"message": 7}));
    assert_eq!(rest.body["next_cursor"], json!(null));
    let of_queue = noor.get(&format!("{path}?queue=send-email")).await;
    assert_eq!(of_queue.body["data"].as_array().unwrap().len(), 1);
    assert_eq!(of_queue.body["data"][0]["id"], json!(mail));
    let gone = noor
        .post(&format!("{path}/{zoom}/dismiss"), json!({"reason": "The event was deleted."}))
        .await;
    assert_eq!(gone.status, 200, "{}", gone.body);
    let open = noor.get(path).await;
    assert_eq!(open.body["data"].as_array().unwrap().len(), 1);
    let settled = noor.get(&format!("{path}?state=settled")).await;
    assert_eq!(settled.body["data"][0]["id"], json!(zoom));
    assert_eq!(audited(&db).await, ["support dead-job.dismissed: The event was deleted."]);
}

/// Four at once put a job back once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_job_is_put_back_once(db: PgPool) {
    let app = app(&db);
    let noor = app.staff(PlatformRole::Operator).await;
    let job = dead(&db, "send-email", TimeDelta::zero()).await;
    let path = format!("/api/v1/operators/dead-jobs/{job}");
    let (replay, why) = (format!("{path}/replay"), json!({"reason": "It is back."}));
    let again = || async { noor.post(&replay, why.clone()).await.status };
    let (a, b, c, d) = tokio::join!(again(), again(), again(), again());
    let mut answers = [a, b, c, d];
    answers.sort_unstable();
    assert_eq!(answers, [200, 409, 409, 409]);
    assert_eq!(
        noor.post(&format!("{path}/dismiss"), why.clone()).await.problem(),
        "409 dead-job-settled"
    );
    let queued = sqlx::query!(r#"select id as "id: JobId", queue, payload, attempts from outbox"#);
    let queued = queued.fetch_all(&db).await.unwrap();
    assert_eq!(queued.len(), 1);
    assert_eq!(
        (queued[0].queue.as_str(), &queued[0].payload),
        ("send-email", &json!({"message": 7}))
    );
    assert_eq!(queued[0].attempts, 0);
    assert_ne!(queued[0].id, job, "its old name is taken at the queue");
    assert_eq!(audited(&db).await, ["support dead-job.replayed: It is back."]);
    let nothing = format!("/api/v1/operators/dead-jobs/{}/replay", uuid::Uuid::nil());
    assert_eq!(noor.post(&nothing, why).await.status, 404);
}
