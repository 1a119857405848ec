use models::{Email, Role};
use serde_json::json;
use sqlx::PgPool;
use testkit::now;

use crate::{PATH, app, attended, certified, code_of, over, privacy, rendered};

/// CR-13: earns as a guest, opens an account later; nothing is lost and nothing doubled.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_guest_who_opens_an_account_keeps_everything(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "guest@example.org", 120).await;
    certified(&db, owner.org(), event, person).await;
    let mine = app.send_as_holder(person, "GET", &format!("{PATH}/mine"), None).await.body;
    assert_eq!(mine["data"].as_array().unwrap().len(), 1);
    let account = app.person().await;
    assert_eq!(account.get(&format!("{PATH}/mine")).await.body["data"], json!([]));
    let key = Email::parse("guest@example.org").unwrap();
    for _ in 0..2 {
        let mut tx = db.begin().await.unwrap();
        credentials::learner::claim(&mut tx, account.user, key.key(), now()).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mine = account.get(&format!("{PATH}/mine")).await.body;
    assert_eq!(mine["data"].as_array().unwrap().len(), 1);
    assert_eq!(mine["data"][0]["credits"][0]["credits_text"], "2");
    sqlx::query!("update registrations set user_id = $1", account.user as _)
        .execute(&db)
        .await
        .unwrap();
    certified(&db, owner.org(), event, person).await;
    let all = sqlx::query_scalar!(r#"select count(*) as "n!" from certificates"#)
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(all, 1, "the account finds what the guest was given");
}

/// The file by an address that is good for five minutes.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_file_is_for_its_holder_and_its_issuer(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    let path = format!("{PATH}/{id}/file");
    let early = app.send_as_holder(person, "GET", &path, None).await;
    assert_eq!(early.problem(), "409 certificate-rendering");
    assert_eq!(early.headers["retry-after"], "5");
    rendered(&db, id, 1).await;
    let direct = app.send_as_holder(person, "GET", &path, None).await;
    assert_eq!(direct.status, 303);
    let told = owner.send("GET", &path, None, &[("accept", "application/json")]).await;
    assert!(told.body["url"].as_str().unwrap().contains(&format!("{id}.pdf")), "{}", told.text());
    assert_eq!(app.person().await.get(&path).await.status, 404);
    let viewer = app.member_of(owner.org(), Role::CheckIn).await;
    assert_eq!(viewer.get(&path).await.status, 404);
}

/// CE-15: the file is public only if the holder switched it on.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn strangers_see_the_file_only_if_its_holder_says_so(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    rendered(&db, id, 1).await;
    let check = format!("{PATH}/verify/{}", code_of(&db, id).await);
    assert_eq!(app.send("GET", &check, None).await.body["file"]["url"], json!(null));
    let open = privacy(&app, person, id, 1, json!({"pdf_public": true})).await;
    assert_eq!(open.status, 200, "{}", open.text());
    assert!(app.send("GET", &check, None).await.body["file"]["url"].is_string());
}
