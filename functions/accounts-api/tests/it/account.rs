use chrono::TimeDelta;
use models::{Role, SealKind};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

/// OR-4: what the app shows is what extractors enforce.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_sees_oneself_with_organizations_and_rights(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.member(Role::Finance).await;
    let me = ada.get("/api/v1/accounts/me").await;
    assert_eq!((me.status, me.version()), (200, 1), "{}", me.body);
    let membership = &me.body["memberships"][0];
    assert_eq!(
        (&membership["name"], &membership["roles"]),
        (&json!("Clinic"), &json!(["finance"]))
    );
    let rights = membership["permissions"].as_array().unwrap();
    assert!(rights.contains(&json!("view-finance")) && !rights.contains(&json!("manage-events")));
    assert_eq!(me.body["addresses"][0]["is_primary"], true);
    assert_eq!(me.body["platform_role"], json!(null), "a member is no staff of the platform");
    let promoted =
        sqlx::query!("update users set platform_role = 'support' where id = $1", ada.user as _);
    promoted.execute(&db).await.unwrap();
    assert_eq!(ada.get("/api/v1/accounts/me").await.body["platform_role"], "support");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_profile_is_changed_by_its_version(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let path = "/api/v1/accounts/me";
    let changed = ada
        .patch(
            path,
            1,
            json!({"full_name": "Ada  Park", "time_zone": "Asia/Tokyo", "employer": "Clinic"}),
        )
        .await;
    assert_eq!(
        (changed.status, &changed.body["time_zone"]),
        (200, &json!("Asia/Tokyo")),
        "{}",
        changed.body
    );
    assert_eq!(ada.patch(path, 1, json!({})).await.problem(), "412 precondition-failed");
    let cleared = ada.patch(path, 2, json!({"employer": null})).await;
    assert_eq!(cleared.body["employer"], json!(null));
    for (field, wrong) in [
        ("week_start", json!(7)),
        ("clock", json!(13)),
        ("full_name", json!("")),
        ("email", json!("x@y.z")),
    ] {
        let answer = ada.patch(path, 3, json!({ field: wrong })).await;
        assert_eq!(
            (answer.status, answer.body["errors"][0]["pointer"].as_str()),
            (422, Some(&*format!("/{field}")))
        );
    }
}

/// AC-6, AC-7, R18
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_second_address_brings_what_guests_did_under_it(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let org = rows::organization(&db).await;
    let event = rows::event(&db, org, EventSpec::PUBLISHED).await;
    rows::registration(&db, event, "ada@clinic.example", "confirmed").await;
    let asked = ada
        .send(
            "POST",
            "/api/v1/accounts/me/addresses",
            Some(json!({"email": "Ada@Clinic.example"})),
            &[],
        )
        .await;
    assert_eq!(asked.status, 202, "{}", asked.body);
    let challenge =
        sqlx::query_scalar!("select id from email_challenges").fetch_one(&db).await.unwrap();
    let link = json!({"token": app.seal(SealKind::AddAddress, challenge, 1)});
    let other = app.person().await;
    let verify = async |who: &testkit::Member<'_>| {
        who.send("POST", "/api/v1/accounts/me/addresses/verify", Some(link.clone()), &[]).await
    };
    assert_eq!(verify(&other).await.problem(), "404 link-invalid", "another's account");
    let answer = verify(&ada).await;
    assert_eq!(
        (answer.status, &answer.body["claimed"]["registrations"]),
        (200, &json!(1)),
        "{}",
        answer.body
    );
    assert_eq!(verify(&ada).await.problem(), "409 link-used");
    let me = ada.get("/api/v1/accounts/me").await;
    let second = me.body["addresses"][1]["id"].as_str().unwrap().to_owned();
    let first = me.body["addresses"][0]["id"].as_str().unwrap().to_owned();
    let primary = format!("/api/v1/accounts/me/addresses/{second}/primary");
    assert_eq!(ada.send("PUT", &primary, None, &[]).await.status, 204);
    let remove = async |id: &str| {
        ada.send("DELETE", &format!("/api/v1/accounts/me/addresses/{id}"), None, &[]).await
    };
    assert_eq!(remove(&second).await.problem(), "409 address-is-primary");
    assert_eq!(remove(&first).await.problem(), "409 address-held");
}

/// AC-2: whether the address has an account is told to nobody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn adding_the_address_of_another_account_mails_nothing(db: PgPool) {
    let app = crate::app(&db);
    let (ada, other) = (app.person().await, app.person().await);
    let asked = ada
        .send("POST", "/api/v1/accounts/me/addresses", Some(json!({"email": other.email})), &[])
        .await;
    assert_eq!(asked.status, 202);
    let mails = sqlx::query_scalar!("select count(*) from messages").fetch_one(&db).await.unwrap();
    assert_eq!(mails, Some(0));
}

/// AC-20
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn changing_addresses_takes_a_fresh_proof(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    app.advance(TimeDelta::seconds(602));
    let answer = ada
        .send("POST", "/api/v1/accounts/me/addresses", Some(json!({"email": "a@b.example"})), &[])
        .await;
    assert_eq!(answer.problem(), "401 reauthentication-required");
}

/// AC-12
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_token_ends_after_ten_minutes(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    assert_eq!(ada.get("/api/v1/accounts/me").await.status, 200);
    app.advance(TimeDelta::seconds(606));
    assert_eq!(ada.get("/api/v1/accounts/me").await.problem(), "401 token-expired");
}

/// OR-12
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_photo_is_drawn_anew_and_anything_else_refused(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let upload = async |bytes: &[u8]| {
        let mut body =
            b"--b\r\ncontent-disposition: form-data; name=\"image\"; filename=\"me.png\"\r\n\r\n"
                .to_vec();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let mut request = testkit::request_of("PUT", "/api/v1/accounts/me/photo", None);
        *request.body_mut() = body.into();
        request
            .headers_mut()
            .insert("content-type", "multipart/form-data; boundary=b".parse().unwrap());
        request
            .headers_mut()
            .insert("authorization", format!("Bearer {}", ada.token).parse().unwrap());
        app.answer(request).await
    };
    assert_eq!(
        upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>").await.problem(),
        "422 image-refused"
    );
    let pixel = include_bytes!("pixel.png");
    let answer = upload(pixel).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(ada.get("/api/v1/accounts/me").await.body["photo_url"], answer.body["photo_url"]);
    // OR-12: under a name that does not tell which picture it is, and gone when nobody shows it.
    let again = upload(pixel).await;
    assert_ne!(again.body["photo_url"], answer.body["photo_url"]);
    let kept = async |answer: &testkit::Answer| {
        let url = answer.body["photo_url"].as_str().unwrap();
        let env = testkit::env_with([]);
        let objects =
            cloud::Objects::from_env(|name| env.optional(name), app.clock.clone()).unwrap();
        let name = url.rsplit('/').next().unwrap();
        objects.get(cloud::Bucket::Media, name).await.unwrap().is_some()
    };
    assert_eq!((kept(&answer).await, kept(&again).await), (false, true));
    assert_eq!(ada.send("DELETE", "/api/v1/accounts/me/photo", None, &[]).await.status, 204);
    assert!(!kept(&again).await);
    assert_eq!(upload(&vec![0; (5 << 20) + 1]).await.problem(), "413 body-too-large");
}

/// AC-2: an older link of one's own must not tell by its end whether the newer address is known.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn neither_answers_nor_older_links_tell_whether_an_address_is_known(db: PgPool) {
    let app = crate::app(&db);
    let stranger = app.person().await;
    let mut ends = Vec::new();
    for email in [stranger.email.as_str(), "nobody@example.org"] {
        let ada = app.person().await;
        let ask = async |email: &str| {
            ada.send("POST", "/api/v1/accounts/me/addresses", Some(json!({"email": email})), &[])
                .await
        };
        let own = format!("second-{}@example.org", ada.user);
        ask(&own).await;
        let challenge =
            sqlx::query_scalar!("select id from email_challenges where address = $1", own);
        let challenge = challenge.fetch_one(&db).await.unwrap();
        let jobs = async || {
            let jobs = sqlx::query_scalar!(r#"select count(*) as "jobs!" from outbox"#);
            jobs.fetch_one(&db).await.unwrap()
        };
        let before = jobs().await;
        app.advance(TimeDelta::seconds(1));
        let answer = ask(email).await;
        let link = json!({"token": app.seal(SealKind::AddAddress, challenge, 1)});
        let older = ada.send("POST", "/api/v1/accounts/me/addresses/verify", Some(link), &[]).await;
        ends.push((answer.status, answer.body, jobs().await - before, older.problem()));
    }
    assert_eq!(ends[0], ends[1]);
    assert_eq!(ends[0].3, "409 link-expired");
}

/// The limits of mailed links: twenty an hour from one place, whatever the address.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_mails_strangers_by_adding_their_addresses(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let mut refused = None;
    for n in 0..21 {
        let claimed = format!("6.6.6.{n}, 203.0.113.77, 10.0.0.1");
        let body = json!({"email": format!("victim-{n}@example.org")});
        let answer = ada
            .send(
                "POST",
                "/api/v1/accounts/me/addresses",
                Some(body),
                &[("x-forwarded-for", &claimed)],
            )
            .await;
        refused = Some(answer.problem());
    }
    assert_eq!(refused.as_deref(), Some("429 too-many-requests"));
}

/// A mailbox that one gave up opens nothing any more, not even by a link that it was sent before.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_address_that_was_removed_takes_its_open_links_along(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let id = models::UserEmailId::new(testkit::now());
    let challenge = models::ChallengeId::new(testkit::now());
    sqlx::query!(
        "with address as (
            insert into user_emails (id, user_id, address, address_key, verified_at, created_at)
            values ($1, $2, 'lost@example.org', 'lost@example.org', $4, $4)
         )
         insert into email_challenges (id, purpose, address, address_key, user_id, expires_at, created_at)
         values ($3, 'password-reset', 'lost@example.org', 'lost@example.org', $2, $4 + interval '30 minutes', $4)",
        id as _,
        ada.user as _,
        challenge as _,
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let path = format!("/api/v1/accounts/me/addresses/{id}");
    assert_eq!(ada.send("DELETE", &path, None, &[]).await.status, 204);
    let open = sqlx::query_scalar!(
        r#"select count(*) as "open!" from email_challenges where expires_at > $1"#,
        testkit::now()
    );
    assert_eq!(open.fetch_one(&db).await.unwrap(), 0);
}
