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
    assert_eq!(upload(&vec![0; (5 << 20) + 1]).await.problem(), "413 body-too-large");
}
