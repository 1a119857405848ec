use mail_parser::MimeHeaders as _;
use models::{OrgId, Role};
use outreach::registrations::Told;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::post_office::{PostOffice, parsed};

/// R1, OU-6, OU-12, OU-47: one mail with everything that it promises.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_confirmation_reaches_the_person_once(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let owner = office.app.member(Role::Owner).await;
    let event = owner.event(EventSpec::PUBLISHED).await;
    let id = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    office.tell(id, &Told::Confirmed).await;
    office.tell(id, &Told::Confirmed).await;
    let sent = office.deliver().await;
    assert_eq!(sent.len(), 1, "told twice, written once");
    office.send(sent[0]).await;
    let mails = office.mails();
    assert_eq!((mails.len(), mails[0].deliveries), (1, 1), "delivered twice, sent once");
    assert_eq!(mails[0].to, ["ada@example.org"]);
    let mail = parsed(&mails[0]);
    assert_eq!(mail.subject(), Some("You are registered: Wound care"));
    assert_eq!(mail.message_id(), Some(&*format!("{}@mail.accredit.test", sent[0])));
    let from = mail.from().and_then(|from| from.first()).unwrap();
    assert_eq!(from.name(), Some("Clinic via Accredit"));
    assert_eq!(from.address(), Some("no-reply@mail.accredit.test"));
    let to = mail.to().and_then(|to| to.first()).unwrap();
    assert_eq!(to.name(), Some("Łukasz Żółć"));
    let (text, html) =
        (mail.body_text(0).unwrap(), mail.body_html(0).unwrap().replace("&#x2f;", "/"));
    for (kind, path) in [(models::SealKind::Join, "join"), (models::SealKind::Manage, "r")] {
        let link = format!("https://accredit.test/{path}/{}", office.app.seal(kind, id, 1));
        assert!(text.contains(&link) && html.contains(&link), "{link}");
    }
    let invite =
        mail.attachments().find(|part| part.attachment_name() == Some("invite.ics")).unwrap();
    let invite = String::from_utf8_lossy(invite.contents()).replace("\r\n ", "");
    assert!(
        invite.contains("METHOD:REQUEST") && invite.contains(&format!("UID:{event}@accredit.test"))
    );
    assert!(invite.contains("PARTSTAT=ACCEPTED") && invite.contains("mailto:ada@example.org"));
    let raw = String::from_utf8_lossy(&mails[0].raw);
    assert!(raw.contains("Content-Type: text/calendar; method=REQUEST; charset=utf-8"));
    assert!(!raw.contains("List-Unsubscribe"), "what was asked for cannot be stopped");
    assert_eq!(office.state(sent[0]).await, "sent");
}

/// OU-4, R4: whatever a name holds, the head of the mail stays ours.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn names_inject_no_header(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let event = event_of(&office, "Clinic\r\nBcc: evil@example.org <x@y.example>, \"z").await;
    let id = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    sqlx::query!(
        "update events set title = $2 where id = $1",
        uuid::Uuid::from(event),
        "T\r\nX-Evil: 1\u{7}"
    )
    .execute(&db)
    .await
    .unwrap();
    office.tell(id, &Told::Confirmed).await;
    office.deliver().await;
    let mails = office.mails();
    assert_eq!(mails[0].to, ["ada@example.org"]);
    let mail = parsed(&mails[0]);
    assert_eq!(mail.bcc().map(|bcc| bcc.iter().count()), None);
    assert!(mail.header_raw("X-Evil").is_none());
    assert_eq!(mail.from().map(|from| from.iter().count()), Some(1));
    assert_eq!(mail.subject(), Some("You are registered: T X-Evil: 1"));
}

/// OU-20: what can be stopped says how, for people and for programs.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_reminder_can_be_stopped_by_one_click(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let event = event_of(&office, "Clinic").await;
    let id = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    office.tell(id, &Told::Reminder { minutes: 1440 }).await;
    let sent = office.deliver().await;
    let mails = office.mails();
    let mail = parsed(&mails[0]);
    let token = office.app.seal(models::SealKind::Unsubscribe, sent[0], 1);
    let stop = mail.header_raw("List-Unsubscribe").unwrap().replace("\r\n", "").replace(' ', "");
    assert_eq!(stop, format!("<https://accredit.test/api/v1/notifications/subscriptions/{token}>"));
    assert_eq!(
        mail.header_raw("List-Unsubscribe-Post").map(str::trim),
        Some("List-Unsubscribe=One-Click")
    );
    assert!(
        mail.body_text(0).unwrap().contains(&format!("https://accredit.test/unsubscribe/{token}"))
    );
}

async fn event_of(office: &PostOffice, name: &str) -> models::EventId {
    let org: OrgId = rows::organization(&office.db).await;
    sqlx::query!("update organizations set name = $2 where id = $1", uuid::Uuid::from(org), name)
        .execute(&office.db)
        .await
        .unwrap();
    rows::event(&office.db, org, EventSpec::PUBLISHED).await
}

/// OU-7: nothing of a stranger's words reaches somebody who never asked for mail as a name or a link.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invitation_carries_no_message_of_its_own(db: PgPool) {
    let office = PostOffice::open(&db).await;
    let owner = office.app.member(Role::Owner).await;
    sqlx::query!(
        "update organizations set name = 'Your bank: call 0900 12345', contact_address = 'a@evil.example'"
    )
    .execute(&db)
    .await
    .unwrap();
    let id = models::InvitationId::new(testkit::now());
    sqlx::query!(
        "insert into member_invitations (id, organization_id, address, address_key, roles, message, state, expires_at,
                                         last_sent_at, invited_by, created_at)
         values ($1, $2, 'eve@example.org', 'eve@example.org', '{viewer}', 'Pay at https://evil.example/now', 'pending',
                 $3, $4, $5, $4)",
        id as _,
        owner.org() as _,
        testkit::now() + chrono::TimeDelta::days(7),
        testkit::now(),
        owner.user as _
    )
    .execute(&db)
    .await
    .unwrap();
    let mut conn = db.acquire().await.unwrap();
    outreach::organizations::invitation(&mut conn, id, testkit::now()).await.unwrap();
    drop(conn);
    office.deliver().await;
    let mails = office.mails();
    let mail = parsed(&mails[0]);
    let from = mail.from().and_then(|from| from.first()).unwrap();
    assert_eq!(from.name(), Some("Accredit"));
    assert!(mail.reply_to().is_none());
    let (text, html) = (mail.body_text(0).unwrap(), mail.body_html(0).unwrap());
    for part in [&text, &html] {
        assert!(part.contains("Pay at"), "{part}");
        assert!(!part.contains("12345") && !part.contains("evil.example"), "{part}");
    }
}
