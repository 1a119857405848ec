use models::{CertificateId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, TestApp};

use crate::{PATH, app, attended, certified, code_of, over, privacy, rendered};

async fn check(app: &TestApp, code: &str) -> Answer {
    app.send("GET", &format!("{PATH}/verify/{code}"), None).await
}

async fn file(app: &TestApp, code: &str, byte: &str) -> Value {
    let body = json!({"sha256": byte.repeat(32)});
    app.send("POST", &format!("{PATH}/verify/{code}/file"), Some(body)).await.body
}

/// CE-14
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_check_tells_everything_that_is_printed(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 104).await;
    let id = certified(&db, owner.org(), event, person).await;
    let code = code_of(&db, id).await;
    let typed = credentials::code::in_fours(&code).to_lowercase();
    let answer = check(&app, &typed).await;
    assert_eq!((answer.status, answer.body["state"].as_str()), (200, Some("valid")));
    let body = &answer.body;
    assert_eq!(body["holder"]["name"], "Łukasz Żółć");
    assert_eq!(body["credits"][0]["credits"], 1500);
    assert_eq!(body["credits"][0]["unit"], "external CPD credits");
    assert_eq!(body["issuer"]["name"], "Clinic");
    assert_eq!(
        body["approval_sentence"],
        "This activity has been approved by Royal College of Physicians for 2 external CPD credits."
    );
    let printed = sqlx::query_scalar!("select snapshot -> 'printed' from certificates")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(Some(&body["fields"]), printed.as_ref());
    for secret in ["ana@example.org".to_owned(), id.to_string(), person.to_string()] {
        assert!(!answer.text().contains(&secret), "{secret} is nobody's business");
    }
}

/// CE-14: every state with its own word.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_state_is_told_for_what_it_is(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    let first = code_of(&db, id).await;
    let path = format!("{PATH}/{id}/reissue");
    let next = owner.post(&path, json!({"name": "Lucas Zolc", "reason": "Misspelt"})).await;
    assert_eq!(next.status, 201, "{}", next.text());
    let old = check(&app, &first).await.body;
    assert_eq!(
        (old["state"].as_str(), &old["replaced_by"]),
        (Some("superseded"), &next.body["code"])
    );
    assert_eq!(old["holder"]["name"], "Łukasz Żółć", "CE-7");
    let code = next.body["code"].as_str().unwrap();
    let fresh = check(&app, code).await.body;
    assert_eq!(
        (fresh["state"].as_str(), fresh["holder"]["name"].as_str()),
        (Some("valid"), Some("Lucas Zolc"))
    );
    let id = next.body["id"].as_str().unwrap();
    let gone = owner
        .post(&format!("{PATH}/{id}/revoke"), json!({"reason": "fraud", "note": "Proxy"}))
        .await;
    assert_eq!(gone.status, 200, "{}", gone.text());
    let gone = check(&app, code).await.body;
    assert_eq!((&gone["state"], &gone["reason"]), (&json!("revoked"), &json!("fraud")));
    assert_eq!(gone["state_on"], "2026-10-01");
    let twice = owner.post(&format!("{PATH}/{id}/revoke"), json!({"reason": "fraud"})).await;
    assert_eq!(twice.problem(), "409 already-revoked");
}

/// R9
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_last_day_in_the_past_is_expired_and_today_is_not(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    let code = code_of(&db, id).await;
    for (day, state) in
        [("2026-09-30", "expired"), ("2026-10-01", "valid"), ("2030-01-01", "valid")]
    {
        let day: chrono::NaiveDate = day.parse().unwrap();
        sqlx::query!("update certificates set expires_on = $1", day).execute(&db).await.unwrap();
        assert_eq!(check(&app, &code).await.body["state"], state);
    }
}

/// CE-6
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_slip_is_told_apart_from_a_code_that_does_not_exist(db: PgPool) {
    let app = app(&db);
    assert_eq!(check(&app, "7K2M-9QXW-T4HB-NR8F").await.problem(), "422 code-mistyped");
    let nobody = credentials::code::Code::random();
    assert_eq!(check(&app, nobody.as_str()).await.problem(), "404 certificate-unknown");
    assert_eq!(check(&app, "test").await.body["state"], "preview");
}

/// CE-15
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_hidden_name_is_withheld_everywhere_and_can_be_compared(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    let code = code_of(&db, id).await;
    let hidden = privacy(&app, person, id, 1, json!({"name_shown": "hidden"})).await;
    assert_eq!(
        (&hidden.body["name_shown"], &hidden.body["version"]),
        (&json!("hidden"), &json!(2))
    );
    let stale = privacy(&app, person, id, 1, json!({"name_shown": "full"})).await;
    assert_eq!(stale.status, 412, "another device decided meanwhile");
    let path = format!("{PATH}/{id}/privacy");
    let blind =
        app.send_as_holder(person, "PATCH", &path, Some(json!({"name_shown": "full"}))).await;
    assert_eq!(blind.problem(), "428 if-match-required");
    let answer = check(&app, &code).await;
    assert!(!answer.text().contains("Łukasz"), "{}", answer.text());
    let ask = async |name: &str| {
        let path = format!("{PATH}/verify/{code}/name");
        app.send("POST", &path, Some(json!({"name": name}))).await
    };
    assert_eq!(ask("lukasz  ZOLC").await.body["matches"], true);
    for _ in 0..4 {
        assert_eq!(ask("Jan Nowak").await.body["matches"], false);
    }
    assert_eq!(ask("Łukasz Żółć").await.problem(), "429 too-many-requests");
}

/// CE-16
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_changed_byte_is_another_file(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    let code = code_of(&db, id).await;
    assert_eq!(file(&app, &code, "aa").await["result"], "not_ready");
    rendered(&db, id, 0xaa).await;
    assert_eq!(file(&app, &code, "aa").await["result"], "issued");
    assert_eq!(file(&app, &code, "ab").await["result"], "different");
    let next = owner.post(&format!("{PATH}/{id}/reissue"), json!({"reason": "New design"})).await;
    let new: CertificateId = next.body["id"].as_str().unwrap().parse().unwrap();
    rendered(&db, new, 0xbb).await;
    let code = next.body["code"].as_str().unwrap();
    assert_eq!(file(&app, code, "bb").await["result"], "issued");
    assert_eq!(file(&app, code, "aa").await, json!({"result": "superseded", "code": code}));
    let any = async |byte: &str| {
        let body = json!({"sha256": byte.repeat(32)});
        app.send("POST", &format!("{PATH}/verify-file"), Some(body)).await.body
    };
    assert_eq!(any("aa").await, json!({"result": "superseded", "code": code}));
    assert_eq!(any("cc").await["result"], "unknown");
    let third = owner.post(&format!("{PATH}/{new}/reissue"), json!({"reason": "Once more"})).await;
    let last = third.body["code"].as_str().unwrap();
    assert_eq!(any("aa").await["code"], last, "the one that stands");
    let third: CertificateId = third.body["id"].as_str().unwrap().parse().unwrap();
    rendered(&db, third, 0xdd).await;
    owner.post(&format!("{PATH}/{third}/revoke"), json!({"reason": "fraud"})).await;
    let fourth = owner.post(&format!("{PATH}/{third}/reissue"), json!({"reason": "Cleared"})).await;
    let standing = fourth.body["code"].as_str().unwrap();
    rendered(&db, fourth.body["id"].as_str().unwrap().parse().unwrap(), 0xee).await;
    assert_eq!(any("dd").await["result"], "revoked");
    let said = file(&app, standing, "dd").await;
    assert_eq!(said["result"], "revoked", "with a code as without");
    for odd in ["+f", "-0", " c", "zz", "ccc"] {
        assert_eq!(any(odd).await["errors"][0]["pointer"], "/sha256", "{odd}");
    }
}

/// 30 checks per IP and minute.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn codes_cannot_be_tried_out(db: PgPool) {
    let app = app(&db);
    for _ in 0..30 {
        check(&app, "7K2M").await;
    }
    assert_eq!(check(&app, "7K2M").await.problem(), "429 too-many-requests");
}

/// CE-7: what happens to the event and the organization afterwards changes nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn later_edits_change_no_issued_certificate(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    let code = code_of(&db, id).await;
    let before = check(&app, &code).await.body;
    for change in [
        sqlx::query!("update events set title = 'Another'").execute(&db).await,
        sqlx::query!("update organizations set name = 'Another'").execute(&db).await,
        sqlx::query!("update registrations set full_name = 'Another'").execute(&db).await,
    ] {
        change.unwrap();
    }
    assert_eq!(check(&app, &code).await.body, before);
    let refused = sqlx::query!("update certificates set number = 'X-1'").execute(&db).await;
    assert!(refused.is_err(), "the trigger refuses too");
}

/// CE-11, CR-12: another name makes nothing valid again that has expired.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_reissued_certificate_ends_when_the_first_one_ended(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    sqlx::query!(
        "insert into certificate_settings (id, organization_id, event_id, validity_months, created_at, updated_at)
         values (gen_random_uuid(), $1, $2, 1, $3, $3)",
        owner.org() as _,
        event as _,
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    let before = check(&app, &code_of(&db, id).await).await.body;
    app.advance(chrono::TimeDelta::days(40));
    let owner = app.member_of(owner.org(), Role::Organizer).await;
    let path = format!("{PATH}/{id}/reissue");
    let next = owner.post(&path, json!({"name": "Lucas Zolc", "reason": "Misspelt"})).await;
    assert_eq!((next.status, &next.body["expired"]), (201, &json!(true)), "{}", next.text());
    let after = check(&app, next.body["code"].as_str().unwrap()).await.body;
    assert_eq!((&after["state"], &after["expires_on"]), (&json!("expired"), &before["expires_on"]));
}

/// §1.4: the list and the check say the same, by the day of the organization.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_list_calls_expired_what_the_check_does(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 120).await;
    let id = certified(&db, owner.org(), event, person).await;
    let last = testkit::now().date_naive().pred_opt();
    sqlx::query!("update certificates set expires_on = $1", last).execute(&db).await.unwrap();
    // It is that day there still.
    sqlx::query!("update organizations set time_zone = 'Pacific/Honolulu'")
        .execute(&db)
        .await
        .unwrap();
    let checked = check(&app, &code_of(&db, id).await).await.body;
    let listed = owner.get(&format!("{PATH}?offering=event-{event}")).await.body;
    assert_eq!(
        (&checked["state"], &listed["data"][0]["expired"]),
        (&json!("valid"), &json!(false))
    );
}

/// OR-18: what an organization issued stays true when it is gone.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_certificate_of_a_closed_organization_is_checked_as_before(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let event = over(&db, owner.org()).await;
    let person = attended(&db, event, "ana@example.org", 104).await;
    let id = certified(&db, owner.org(), event, person).await;
    let code = code_of(&db, id).await;
    let before = check(&app, &code).await.body;
    sqlx::query!(
        "with ended as (update memberships set ended_at = $1, ended_reason = 'closed')
         update organizations set closing_at = $1, closed_at = $1",
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let after = check(&app, &code).await;
    assert_eq!((after.status, &after.body["state"]), (200, &json!("valid")));
    assert_eq!(after.body, before);
}
