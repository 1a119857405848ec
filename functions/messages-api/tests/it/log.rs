use chrono::TimeDelta;
use models::{OrgId, Role};
use outreach::registrations::{Told, tell};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, rows};
use uuid::Uuid;

/// A mail of this organization that was sent; its id.
pub(crate) async fn confirmation(app: &TestApp, org: OrgId) -> String {
    let event = rows::event(&app.db, org, EventSpec::PUBLISHED).await;
    let id = rows::registration(&app.db, event, "ada@example.org", "confirmed").await;
    let mut tx = app.db.begin().await.unwrap();
    tell(&mut tx, &[id], &Told::Confirmed, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let sent = sqlx::query_scalar!(
        "update messages set state = 'sent' where about_id = $1 returning id",
        Uuid::from(id)
    );
    sent.fetch_one(&app.db).await.unwrap().to_string()
}

/// OU-16, R8
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_log_shows_what_was_said_and_no_link(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let id = confirmation(&app, owner.org()).await;
    confirmation(&app, rows::organization(&db).await).await;
    let list = owner.get("/api/v1/messages?address=ADA@example.org&state=sent,failed").await.body;
    let found = list["data"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{list}");
    assert_eq!(
        (found[0]["id"].as_str(), found[0]["about"]["kind"].as_str()),
        (Some(&*id), Some("registration"))
    );
    assert_eq!(found[0]["recipient"]["address"], "ada@example.org");
    let event = sqlx::query_scalar!(
        "select event_id from registrations where organization_id = $1",
        Uuid::from(owner.org())
    );
    let event = event.fetch_one(&db).await.unwrap();
    let about = async |event: Uuid| {
        owner.get(&format!("/api/v1/messages?event_id={event}")).await.body["data"]
            .as_array()
            .map(Vec::len)
    };
    assert_eq!((about(event).await, about(Uuid::from_u128(1)).await), (Some(1), Some(0)));
    let detail = owner.get(&format!("/api/v1/messages/{id}")).await.body;
    assert_eq!(detail["subject"], "You are registered: Wound care");
    assert!(detail["text"].as_str().unwrap().contains("You have a place at Wound care."));
    assert!(
        !detail["html"].as_str().unwrap().contains("accredit.test"),
        "links are the recipient's"
    );
    assert_eq!(detail["attachments"][0], "invite.ics");
}

/// OU-16
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_mail_is_sent_again_after_ten_minutes_as_a_line_of_its_own(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let path = format!("/api/v1/messages/{}/resend", confirmation(&app, owner.org()).await);
    assert_eq!(owner.send("POST", &path, None, &[]).await.problem(), "409 resend-too-soon");
    app.advance(TimeDelta::minutes(10));
    let again = owner.send("POST", &path, None, &[]).await;
    assert_eq!(again.status, 202, "{}", again.body);
    assert_eq!(owner.send("POST", &path, None, &[]).await.problem(), "409 resend-too-soon");
    let waiting = format!("/api/v1/messages/{}/resend", again.body["id"].as_str().unwrap());
    assert_eq!(owner.send("POST", &waiting, None, &[]).await.problem(), "409 not-resendable");
    let jobs = sqlx::query_scalar!("select count(*) from outbox where queue = 'send-email'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(jobs, Some(2));
}

/// Two presses at once are one mail.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_two_at_once_one_is_sent_again(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let path = format!("/api/v1/messages/{}/resend", confirmation(&app, owner.org()).await);
    app.advance(TimeDelta::minutes(10));
    let press = || owner.send("POST", &path, None, &[]);
    let (a, b, c) = tokio::join!(press(), press(), press());
    let mut answers = [a, b, c].map(|answer| answer.status);
    answers.sort_unstable();
    assert_eq!(answers, [202, 409, 409]);
}

/// OR-5: an invitation has limits of its own, so it is sent again where invitations are.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_invitation_is_not_sent_again_from_the_log(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let id = models::InvitationId::new(testkit::now());
    sqlx::query!(
        "insert into member_invitations (id, organization_id, address, address_key, roles, state, expires_at, last_sent_at,
                                         invited_by, created_at)
         values ($1, $2, 'kwame@example.org', 'kwame@example.org', '{viewer}', 'pending', $3, $4, $5, $4)",
        id as _,
        owner.org() as _,
        testkit::now() + TimeDelta::days(7),
        testkit::now(),
        owner.user as _
    )
    .execute(&db)
    .await
    .unwrap();
    let mut conn = db.acquire().await.unwrap();
    outreach::organizations::invitation(&mut conn, id, testkit::now()).await.unwrap();
    sqlx::query!("update messages set state = 'sent'").execute(&db).await.unwrap();
    app.advance(TimeDelta::minutes(10));
    let listed = owner.get("/api/v1/messages").await;
    let line = &listed.body["data"][0];
    assert_eq!(line["resendable"], false, "{}", listed.body);
    let path = format!("/api/v1/messages/{}/resend", line["id"].as_str().unwrap());
    assert_eq!(owner.send("POST", &path, None, &[]).await.problem(), "409 not-resendable");
}
