use credentials::certificate::{IssueOutcome, Issued};
use credentials::run;
use models::{Role, RunId};
use serde_json::json;
use sqlx::PgPool;

use crate::{PATH, app, attended, certified, evaluate, over};

/// CE-12
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_run_answers_at_once_and_each_person_is_a_task(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    for n in 0..3 {
        attended(&db, event, &format!("p{n}@example.org"), 120).await;
    }
    attended(&db, event, "absent@example.org", 0).await;
    evaluate(&db, owner.org(), event).await;
    sqlx::query!("delete from outbox").execute(&db).await.unwrap();
    let body = json!({"offering": format!("event-{event}"), "all_eligible": true});
    let mut trial = body.clone();
    trial["dry_run"] = true.into();
    let trial = owner.post(&format!("{PATH}/issue"), trial).await;
    assert_eq!(
        (trial.status, &trial.body["id"], &trial.body["issued"]),
        (200, &json!(null), &json!(3))
    );
    let run = owner.post(&format!("{PATH}/issue"), body).await;
    assert_eq!((run.status, &run.body["wanted"], &run.body["open"]), (202, &json!(3), &json!(3)));
    let tasks = sqlx::query_scalar!(
        r#"select count(*) as "n!" from outbox where queue = 'issue-credentials'"#
    );
    assert_eq!(tasks.fetch_one(&db).await.unwrap(), 3, "the trial left none");
    let id = run.body["id"].as_str().unwrap();
    let job: serde_json::Value =
        sqlx::query_scalar!("select payload from outbox order by id limit 1")
            .fetch_one(&db)
            .await
            .unwrap();
    let job: credentials::jobs::IssueCredentials = serde_json::from_value(job).unwrap();
    for _ in 0..2 {
        let mut tx = db.begin().await.unwrap();
        let desk = credentials::certificate::Desk {
            origin: testkit::PUBLIC_ORIGIN,
            code: credentials::code::Code::random,
            now: testkit::now(),
        };
        let issued = credentials::certificate::issue_person(&mut tx, desk, &job).await.unwrap();
        let run = job.run.unwrap();
        credentials::run::settle(&mut tx, run, job.registration, &issued, testkit::now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    let run = owner.get(&format!("{PATH}/runs/{id}")).await.body;
    assert_eq!((&run["issued"], &run["open"], &run["exists"]), (&json!(1), &json!(2), &json!(0)));
}

/// CR-8
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nothing_is_issued_for_credit_that_nobody_approved(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    sqlx::query!("update designations set status = 'applied'").execute(&db).await.unwrap();
    let body = json!({"offering": format!("event-{event}"), "all_eligible": true});
    let refused = owner.post(&format!("{PATH}/issue"), body).await;
    assert_eq!(refused.problem(), "409 designation-not-approved");
    let neither = json!({"offering": format!("event-{event}")});
    assert_eq!(owner.post(&format!("{PATH}/issue"), neither).await.status, 422);
}

/// CE-11
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn revoking_takes_the_credit_with_it_and_reissuing_gives_it_back(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    let revoked = owner
        .post(&format!("{PATH}/{id}/revoke"), json!({"reason": "issued_in_error", "note": "Wrong"}))
        .await;
    assert_eq!(revoked.status, 200, "{}", revoked.text());
    let award = sqlx::query_scalar!("select status from awards").fetch_one(&db).await.unwrap();
    let note =
        sqlx::query_scalar!("select withdrawn_note from cpd_entries").fetch_one(&db).await.unwrap();
    assert_eq!((award.as_str(), note.as_deref()), ("revoked", Some("Wrong")));
    let again =
        owner.post(&format!("{PATH}/{id}/reissue"), json!({"reason": "It was right"})).await;
    assert_eq!((again.status, &again.body["revision"]), (201, &json!(2)), "{}", again.text());
    let live =
        sqlx::query_scalar!(r#"select count(*) as "n!" from awards where status = 'active'"#);
    assert_eq!(live.fetch_one(&db).await.unwrap(), 1);
    let counting = sqlx::query_scalar!(
        r#"select sum(credits) as "sum!" from cpd_entries where withdrawn_at is null"#
    );
    assert_eq!(counting.fetch_one(&db).await.unwrap(), 2000);
    let twice = owner.post(&format!("{PATH}/{id}/reissue"), json!({"reason": "Once more"})).await;
    assert_eq!(twice.problem(), "409 not-active");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_table_of_certificates_holds_no_formula(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    sqlx::query!("update registrations set full_name = '=1+1'").execute(&db).await.unwrap();
    certified(&db, owner.org(), event, person).await;
    let table = owner.get(&format!("{PATH}/export.csv?offering=event-{event}")).await;
    assert!(table.text().contains("'=1+1"), "{}", table.text());
    let found = owner.get(&format!("{PATH}?q=CPD-2026")).await.body;
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
    assert_eq!(owner.get(&format!("{PATH}?q=nobody")).await.body["data"], json!([]));
}

/// CE-12: of the two last people of a run each sees the other, and a person whose evaluation went
/// over to another registration is still found.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_run_ends_with_its_last_person_whoever_that_is(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let one = attended(&db, event, "one@example.org", 120).await;
    let two = attended(&db, event, "two@example.org", 120).await;
    evaluate(&db, owner.org(), event).await;
    let body = json!({"offering": format!("event-{event}"), "all_eligible": true});
    let run = owner.post(&format!("{PATH}/issue"), body).await;
    let id: RunId = run.body["id"].as_str().unwrap().parse().unwrap();
    let other = testkit::rows::registration(&db, event, "one+again@example.org", "cancelled").await;
    sqlx::query!(
        "update gate_states set registration_id = $1 where registration_id = $2",
        other as _,
        one as _
    )
    .execute(&db)
    .await
    .unwrap();
    let exists = Issued {
        outcome: IssueOutcome::Exists,
        code: None,
        certificate: None,
        learner: None,
        made: Vec::new(),
    };
    let (mut first, mut second) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    run::settle(&mut first, id, one, &exists, testkit::now()).await.unwrap();
    let both = async {
        run::settle(&mut second, id, two, &exists, testkit::now()).await.unwrap();
        second.commit().await.unwrap();
    };
    let ((), ended) = tokio::join!(both, first.commit());
    ended.unwrap();
    let done = owner.get(&format!("{PATH}/runs/{id}")).await.body;
    assert_eq!((&done["open"], &done["exists"]), (&json!(0), &json!(2)));
    assert!(done["finished_at"].is_string(), "{done}");
}
