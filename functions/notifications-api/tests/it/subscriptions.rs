use models::{MessageId, SealKind};
use outreach::registrations::{Told, tell};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, rows};

async fn reminder(app: &TestApp) -> MessageId {
    let org = rows::organization(&app.db).await;
    let event = rows::event(&app.db, org, EventSpec::PUBLISHED).await;
    let id = rows::registration(&app.db, event, "ada@example.org", "confirmed").await;
    let mut tx = app.db.begin().await.unwrap();
    for told in [Told::Confirmed, Told::Reminder { minutes: 60 }] {
        tell(&mut tx, &[id], &told, testkit::now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    message(app, "event-reminder").await
}

async fn message(app: &TestApp, key: &str) -> MessageId {
    sqlx::query_scalar!(r#"select id as "id: MessageId" from messages where message_key = $1"#, key)
        .fetch_one(&app.db)
        .await
        .unwrap()
}

fn path(app: &TestApp, message: MessageId) -> String {
    format!("/api/v1/notifications/subscriptions/{}", app.seal(SealKind::Unsubscribe, message, 1))
}

/// OU-20, OU-22: a guest stops reminders by the link alone; looking changes nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_click_stops_and_undo_lets_come_again(db: PgPool) {
    let app = crate::app(&db);
    let path = path(&app, reminder(&app).await);
    let looked = app.send("GET", &path, None).await;
    assert_eq!((looked.status, looked.body["unsubscribed"].as_bool()), (200, Some(false)));
    assert_eq!(
        (looked.body["address"].as_str(), looked.body["category"].as_str()),
        (Some("a•••@example.org"), Some("reminders"))
    );
    for _ in 0..2 {
        let stopped = app.send("POST", &path, None).await;
        assert_eq!((stopped.status, stopped.body["unsubscribed"].as_bool()), (200, Some(true)));
    }
    assert_eq!(
        sqlx::query_scalar!("select count(*) from unsubscribes").fetch_one(&db).await.unwrap(),
        Some(1)
    );
    let undone = app.send("POST", &format!("{path}/undo"), None).await;
    assert_eq!(undone.body["unsubscribed"], false);
    assert_eq!(app.send("POST", &path, None).await.body["unsubscribed"], true, "and again");
}

/// OU-20: an altered seal, and one of a mail that cannot be stopped, open nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn other_links_stop_nothing(db: PgPool) {
    let app = crate::app(&db);
    let reminder = reminder(&app).await;
    let other = app.seal(SealKind::Manage, reminder, 1);
    let confirmation = path(&app, message(&app, "registration-confirmed").await);
    for path in [format!("/api/v1/notifications/subscriptions/{other}"), confirmation] {
        assert_eq!(app.send("POST", &path, None).await.problem(), "404 link-invalid");
    }
}

/// OU-20: mail programs show the address of the header to people, too.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_browser_is_sent_on_to_the_page(db: PgPool) {
    let app = crate::app(&db);
    let path = path(&app, reminder(&app).await);
    let mut request = testkit::request_of("GET", &path, None);
    let accepted = "text/html,application/xhtml+xml,*/*;q=0.8".parse().unwrap();
    request.headers_mut().insert("accept", accepted);
    let sent_on = app.answer(request).await;
    assert_eq!(sent_on.status, 303);
    let seal = path.rsplit('/').next().unwrap();
    assert_eq!(sent_on.headers["location"], format!("/unsubscribe/{seal}"));
    let stopped = sqlx::query_scalar!("select count(*) from unsubscribes");
    assert_eq!(stopped.fetch_one(&db).await.unwrap(), Some(0), "looking changes nothing");
}
