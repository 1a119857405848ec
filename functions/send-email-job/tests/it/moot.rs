use chrono::TimeDelta;
use outreach::registrations::{Lapsed, Told};
use sqlx::PgPool;
use testkit::{EventSpec, rows};
use uuid::Uuid;

use crate::post_office::PostOffice;

/// OU-11: what is not so any more is not said.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_moot_is_withdrawn(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let org = rows::organization(&db).await;
    let event = rows::event(&db, org, EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    for told in [Told::Confirmed, Told::Reminder { minutes: 60 }, Told::Expired(Lapsed::Offer)] {
        office.tell(id, &told).await;
    }
    office.set(id, "cancelled").await;
    office.deliver().await;
    let states = sqlx::query!("select message_key, state from messages order by message_key");
    let states = states.fetch_all(&db).await.unwrap();
    let states: Vec<_> = states.iter().map(|row| (&*row.message_key, &*row.state)).collect();
    let expected = [
        ("event-reminder", "withdrawn"),
        ("registration-confirmed", "withdrawn"),
        ("registration-expired", "sent"),
    ];
    assert_eq!(states, expected, "the place is gone indeed");
    assert_eq!(office.mails().len(), 1);
}

/// OU-11: a reminder is good until the start.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_late_is_not_sent(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let org = rows::organization(&db).await;
    let event = rows::event(&db, org, EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    office.tell(id, &Told::Confirmed).await;
    office.app.advance(TimeDelta::days(3));
    let ids = office.deliver().await;
    assert_eq!(office.state(ids[0]).await, "expired too-late");
}

/// OU-11, OU-19, R7
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn opt_outs_and_bounces_are_read_at_sending(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let org = rows::organization(&db).await;
    let event = rows::event(&db, org, EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    office.tell(id, &Told::Reminder { minutes: 60 }).await;
    sqlx::query!(
        "insert into unsubscribes (id, address_key, category, via, at) values ($1, 'ada@example.org', 'reminders', 'page', $2)",
        Uuid::from(id),
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let ids = office.deliver().await;
    assert_eq!(office.state(ids[0]).await, "suppressed unsubscribed");
    office.tell(id, &Told::Confirmed).await;
    sqlx::query!(
        "insert into suppressions (id, address_key, reason, at) values ($1, 'ada@example.org', 'bounce', $2)",
        Uuid::from(id),
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let ids = office.deliver().await;
    assert_eq!(office.state(ids[0]).await, "suppressed address-blocked");
    assert!(office.mails().is_empty());
}
