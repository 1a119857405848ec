use chrono::TimeDelta;
use mail_parser::MimeHeaders as _;
use models::{EventId, RegistrationId};
use outreach::Change;
use outreach::registrations::Told;
use sandbox::mail::Mail;
use sqlx::PgPool;
use testkit::{EventSpec, rows};
use uuid::Uuid;

use crate::post_office::{PostOffice, parsed};

fn entry(mail: &Mail, file: &str) -> Option<String> {
    let mail = parsed(mail);
    let part = mail.attachments().find(|part| part.attachment_name() == Some(file))?;
    Some(String::from_utf8_lossy(part.contents()).replace("\r\n ", ""))
}

async fn moved(office: &PostOffice, event: EventId, id: RegistrationId) {
    sqlx::query!(
        "update events set starts_at = starts_at + interval '1 hour', ends_at = ends_at + interval '1 hour', sequence = sequence + 1 where id = $1",
        Uuid::from(event)
    )
    .execute(&office.db)
    .await
    .unwrap();
    let change = [Change { field: "starts_at".into(), from: None, to: None }];
    let update = outreach::events::Update { changes: &change, message: None, refund_until: None };
    let mut tx = office.db.begin().await.unwrap();
    outreach::events::tell_updated(&mut tx, event, &[id], &update, office.now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// OU-46: register, move, cancel, register again: one entry all along.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_entry_follows_the_registration_through_everything(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let org = rows::organization(&db).await;
    let event = rows::event(&db, org, EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    office.tell(id, &Told::Confirmed).await;
    office.deliver().await;
    moved(&office, event, id).await;
    office.deliver().await;
    office.set(id, "cancelled").await;
    office.tell(id, &Told::Cancelled { reason: None }).await;
    office.deliver().await;
    office.set(id, "confirmed").await;
    office.app.advance(TimeDelta::minutes(1));
    office.tell(id, &Told::Confirmed).await;
    office.deliver().await;
    let mails = office.mails();
    let files = ["invite.ics", "invite.ics", "cancel.ics", "invite.ics"];
    assert_eq!(mails.len(), files.len());
    let uid = format!("UID:{event}@accredit.test\r\n");
    for (sequence, (mail, file)) in mails.iter().zip(files).enumerate() {
        let entry = entry(mail, file).unwrap();
        assert!(
            entry.contains(&uid) && entry.contains(&format!("SEQUENCE:{sequence}\r\n")),
            "{entry}"
        );
    }
    assert!(
        entry(&mails[1], "invite.ics").unwrap().contains("T100000"),
        "an hour later, in London"
    );
    let raw = String::from_utf8_lossy(&mails[2].raw);
    assert!(raw.contains("text/calendar; method=CANCEL"));
}

/// OU-46: a mail that comes twice, or says nothing new, changes no calendar.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn equal_content_is_not_sent_again(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let org = rows::organization(&db).await;
    let event = rows::event(&db, org, EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    office.tell(id, &Told::Confirmed).await;
    office.deliver().await;
    office.tell(id, &Told::Changed { changes: vec![] }).await;
    office.deliver().await;
    let mails = office.mails();
    assert!(entry(&mails[0], "invite.ics").is_some() && entry(&mails[1], "invite.ics").is_none());
}

/// OU-45: an event of two sessions is two entries, and one that was dropped is taken back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_dropped_session_leaves_the_calendar(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let org = rows::organization(&db).await;
    let event = rows::event(&db, org, EventSpec::PUBLISHED).await;
    let second = Uuid::from_u128(77);
    sqlx::query!(
        "insert into sessions (id, organization_id, event_id, title, starts_at, ends_at, mode, position, created_at, updated_at)
         select $2, organization_id, event_id, 'Burns', starts_at, ends_at, mode, 1, created_at, updated_at from sessions where event_id = $1",
        Uuid::from(event),
        second
    )
    .execute(&db)
    .await
    .unwrap();
    let id = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    office.tell(id, &Told::Confirmed).await;
    office.deliver().await;
    sqlx::query!("update sessions set cancelled_at = $2 where id = $1", second, testkit::now())
        .execute(&db)
        .await
        .unwrap();
    office.tell(id, &Told::Changed { changes: vec![] }).await;
    office.deliver().await;
    let mails = office.mails();
    let uid = format!("UID:{second}.{event}@accredit.test\r\n");
    let first = entry(&mails[0], "invite.ics").unwrap();
    assert_eq!(first.matches("BEGIN:VEVENT").count(), 2);
    assert!(first.contains(&uid));
    let gone = entry(&mails[1], "cancel.ics").unwrap();
    assert!(
        gone.contains(&uid) && gone.contains("STATUS:CANCELLED") && gone.contains("SEQUENCE:1\r\n")
    );
}
