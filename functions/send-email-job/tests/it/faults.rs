use std::fmt::Write as _;

use chrono::TimeDelta;
use models::{Clock, MessageId};
use outreach::registrations::Told;
use outreach::sending::{self, Claim};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::post_office::{PostOffice, job, queued};

async fn one_mail(office: &PostOffice) -> MessageId {
    let org = rows::organization(&office.db).await;
    let event = rows::event(&office.db, org, EventSpec::PUBLISHED).await;
    let id = rows::registration(&office.db, event, "ada@example.org", "confirmed").await;
    office.tell(id, &Told::Confirmed).await;
    queued(&office.db).await[0]
}

async fn next_try(db: &PgPool) -> TimeDelta {
    let at = sqlx::query_scalar!(
        "select max(available_at) from outbox where queue = 'send-email' and available_at > $1",
        testkit::now()
    );
    at.fetch_one(db).await.unwrap().unwrap() - testkit::now()
}

/// OU-12: a busy server is asked again, later each time.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_server_that_is_busy_is_asked_again(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let id = one_mail(&office).await;
    office.server.inbox.fail_next("451 4.7.1 Later");
    office.send(id).await;
    assert!(office.state(id).await.starts_with("queued"), "{}", office.state(id).await);
    assert_eq!(next_try(&db).await, TimeDelta::seconds(10));
    office.send(id).await;
    assert!(office.mails().is_empty(), "not before its time");
    office.app.advance(TimeDelta::seconds(10));
    office.server.inbox.fail_next("421 4.7.1 Later");
    office.send(id).await;
    assert_eq!(next_try(&db).await, TimeDelta::seconds(70));
    office.app.advance(TimeDelta::minutes(1));
    office.send(id).await;
    assert_eq!(office.state(id).await, "sent");
    assert_eq!(office.mails().len(), 1);
}

/// OU-12: the line breaks after the server took the mail and before it said so.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_line_that_breaks_in_the_middle_makes_one_mail(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let id = one_mail(&office).await;
    office.server.inbox.hang_up_next();
    office.send(id).await;
    assert!(office.state(id).await.starts_with("queued"), "{}", office.state(id).await);
    office.app.advance(TimeDelta::seconds(10));
    office.send(id).await;
    office.send(id).await;
    assert_eq!(office.state(id).await, "sent");
    let mails = office.mails();
    assert_eq!((mails.len(), mails[0].deliveries), (1, 2), "the same Message-ID, so the same mail");
}

/// OU-12
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_server_that_refuses_is_believed(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let id = one_mail(&office).await;
    office.server.inbox.fail_next("550 5.1.1 No such person");
    office.send(id).await;
    assert!(
        office.state(id).await.starts_with("failed")
            && office.state(id).await.contains("No such person")
    );
    office.send(id).await;
    assert!(office.mails().is_empty());
}

/// OU-12, R6: a server that is away for two days is too late.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_server_that_is_gone_is_waited_for_but_not_for_ever(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let id = one_mail(&office).await;
    let app = job(&db, "smtp://127.0.0.1:1");
    for _ in 0..60 {
        app.send("POST", "/", Some(json!({ "message": id }))).await;
        app.advance(TimeDelta::hours(1));
    }
    assert!(office.state(id).await.starts_with("expired"), "{}", office.state(id).await);
}

/// OU-13: killed between claim and result, a mail is sent again once, as the same message.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn whoever_dies_with_a_mail_gives_it_back(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let id = one_mail(&office).await;
    office.send(id).await;
    // As if the process had been killed after the server took the mail.
    sqlx::query!(
        "update messages set state = 'sending', lease_until = $1",
        testkit::now() + TimeDelta::minutes(10)
    )
    .execute(&db)
    .await
    .unwrap();
    office.send(id).await;
    assert_eq!(office.mails()[0].deliveries, 1, "the lease is minded");
    assert_eq!(next_try(&db).await, TimeDelta::minutes(10));
    office.app.advance(TimeDelta::minutes(10));
    office.send(id).await;
    let mails = office.mails();
    assert_eq!((mails.len(), mails[0].deliveries), (1, 2), "the same Message-ID, so the same mail");
    assert_eq!(office.state(id).await, "sent");
}

/// OU-13
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_second_death_is_not_repeated(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let id = one_mail(&office).await;
    let mut later = testkit::now();
    for _ in 0..2 {
        let mut tx = db.begin().await.unwrap();
        assert!(matches!(sending::claim(&mut tx, id, later).await.unwrap(), Claim::Ours(_)));
        tx.commit().await.unwrap();
        later += TimeDelta::minutes(11);
    }
    office.app.advance(TimeDelta::minutes(22));
    office.send(id).await;
    assert_eq!(office.state(id).await, "unknown lease-ended");
    assert!(office.mails().is_empty());
}

/// The server that starts anew is alone: it need not wait for leases of the dead.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn after_a_restart_nobody_waits_for_the_dead(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let id = one_mail(&office).await;
    let mut tx = db.begin().await.unwrap();
    sending::claim(&mut tx, id, Clock::fixed(testkit::now()).now()).await.unwrap();
    tx.commit().await.unwrap();
    office.send(id).await;
    assert_eq!(office.mails().len(), 1);
}

/// OU-13, R6: ten deliveries at once are one mail.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn many_deliveries_at_once_are_one_mail(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let id = one_mail(&office).await;
    let body = || Some(json!({ "message": id }));
    tokio::join!(
        office.app.send("POST", "/", body()),
        office.app.send("POST", "/", body()),
        office.app.send("POST", "/", body()),
        office.app.send("POST", "/", body()),
    );
    assert_eq!((office.mails().len(), office.mails()[0].deliveries), (1, 1));
}

/// OU-12, OU-13: what fails before the server is spoken to is no try that may have been sent.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_database_that_hiccups_after_the_claim_takes_no_repeat(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let id = one_mail(&office).await;
    for seconds in [10, 60] {
        sqlx::query!("alter table calendar_entries rename to mislaid").execute(&db).await.unwrap();
        office.send(id).await;
        assert_eq!(office.state(id).await, "queued the calendar could not be read");
        sqlx::query!("alter table mislaid rename to calendar_entries").execute(&db).await.unwrap();
        office.app.advance(TimeDelta::seconds(seconds));
    }
    office.send(id).await;
    assert_eq!(office.state(id).await, "sent");
    assert_eq!(office.mails().len(), 1);
}

/// Writes down every event with its fields. Only as the subscriber of the whole process: with one that
/// is a thread's, a test beside this one can make `tracing` remember that nobody listens.
struct Log(std::sync::Arc<std::sync::Mutex<String>>);

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Log {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        let mut lines = self.0.lock().unwrap();
        event.record(&mut |field: &tracing::field::Field, value: &dyn std::fmt::Debug| {
            let _ = write!(lines, "{}={value:?} ", field.name());
        });
        lines.push('\n');
    }
}

/// PL-40: a mail server names addresses in its words; they stay in the row.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_a_mail_server_says_is_in_no_log(db: PgPool) {
    use tracing_subscriber::layer::SubscriberExt as _;
    let office = PostOffice::open(&db).await;
    let id = one_mail(&office).await;
    let lines = std::sync::Arc::default();
    let log = tracing_subscriber::registry().with(Log(std::sync::Arc::clone(&lines)));
    tracing::subscriber::set_global_default(log).expect("no other subscriber");
    office.server.inbox.fail_next("450 4.2.1 <canary@example.org>: mailbox busy");
    office.send(id).await;
    assert!(office.state(id).await.contains("canary@example.org"));
    let lines = lines.lock().unwrap().clone();
    assert!(
        lines.contains("the mail server did not take a mail") && lines.contains("450"),
        "{lines}"
    );
    assert!(!lines.contains("canary"), "{lines}");
}
