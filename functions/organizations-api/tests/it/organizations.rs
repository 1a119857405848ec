use models::{OrgId, Role};
use serde_json::json;
use sqlx::PgPool;

/// OR-11, R20
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_name_gets_an_address_of_its_own(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let create = async |name: &str| {
        ada.post("/api/v1/organizations", json!({"kind": "team", "name": name})).await
    };
    assert_eq!(create("Łódź Medical Society").await.body["slug"], "lodz-medical-society");
    assert_eq!(create("Łódź Medical Society").await.body["slug"], "lodz-medical-society-2");
    let japanese = create("日本医師会").await;
    assert_eq!(japanese.status, 201, "{}", japanese.body);
    assert!(create("!!!").await.body["slug"].as_str().unwrap().starts_with("org-"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_person_has_one_personal_organization_and_ten_at_most(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let personal = json!({"kind": "personal", "name": "Ada Park"});
    assert_eq!(ada.post("/api/v1/organizations", personal.clone()).await.status, 201);
    assert_eq!(ada.post("/api/v1/organizations", personal).await.problem(), "409 personal-exists");
    for n in 0..9 {
        assert_eq!(
            ada.post("/api/v1/organizations", json!({"kind": "team", "name": format!("Team {n}")}))
                .await
                .status,
            201
        );
    }
    let eleventh =
        ada.post("/api/v1/organizations", json!({"kind": "team", "name": "One more"})).await;
    assert_eq!(eleventh.problem(), "409 organization-limit");
    let mine = ada.get("/api/v1/organizations").await;
    assert_eq!(mine.body["data"].as_array().unwrap().len(), 10);
    assert_eq!(mine.body["data"][0]["roles"], json!(["owner"]));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_change_is_of_the_version_that_was_seen_and_null_clears(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let path = "/api/v1/organizations/current";
    let seen = owner.get(path).await;
    assert_eq!(seen.version(), 1);
    let body = json!({"website": "https://clinic.example", "primary_color": "#0B5A6E", "slug": "the-clinic", "public": false});
    let changed = owner.patch(path, 1, body).await;
    assert_eq!((changed.status, changed.version()), (200, 2), "{}", changed.body);
    assert_eq!(
        (&changed.body["slug"], &changed.body["public"]),
        (&json!("the-clinic"), &json!(false))
    );
    assert_eq!(
        owner.patch(path, 1, json!({"name": "Lost"})).await.problem(),
        "412 precondition-failed"
    );
    let cleared = owner.patch(path, 2, json!({"website": null})).await;
    assert_eq!(
        (&cleared.body["website"], &cleared.body["primary_color"]),
        (&json!(null), &json!("#0B5A6E"))
    );
    let without = owner.send("PATCH", path, Some(json!({})), &[]).await;
    assert_eq!(without.problem(), "428 if-match-required");
}

/// OR-11: former addresses stay and are never given away.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_address_is_never_given_to_another_organization(db: PgPool) {
    let app = crate::app(&db);
    let (first, second) = (app.member(Role::Owner).await, app.member(Role::Owner).await);
    let path = "/api/v1/organizations/current";
    assert_eq!(first.patch(path, 1, json!({"slug": "wound-care"})).await.status, 200);
    assert_eq!(first.patch(path, 2, json!({"slug": "wound-care-society"})).await.status, 200);
    let taken = second.patch(path, 1, json!({"slug": "wound-care"})).await;
    assert_eq!(
        (taken.problem().as_str(), &taken.body["errors"][0]["pointer"]),
        ("409 slug-taken", &json!("/slug"))
    );
    assert_eq!(
        first.patch(path, 3, json!({"slug": "wound-care"})).await.status,
        200,
        "one's own may come back"
    );
    assert_eq!(
        second.patch(path, 1, json!({"slug": "verify"})).await.problem(),
        "422 slug-invalid"
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_wrong_field_is_pointed_at(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    for (field, wrong) in [
        ("website", json!("http://clinic.example")),
        ("primary_color", json!("teal")),
        ("country", json!("zz")),
        ("certificate_prefix", json!("a")),
        ("time_zone", json!("Mars/Olympus")),
        ("name", json!("x\u{202e}y")),
        ("owner", json!("me")),
    ] {
        let answer = owner.patch("/api/v1/organizations/current", 1, json!({ field: wrong })).await;
        assert_eq!(
            (answer.status, answer.body["errors"][0]["pointer"].as_str()),
            (422, Some(&*format!("/{field}")))
        );
    }
}

/// The same key is the same organization, whatever happens to the answer; and somebody who presses
/// twice is told that the first press is at work.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn creating_with_the_same_key_happens_once(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let create = async |key: &str, name: &str| {
        let body = json!({"kind": "team", "name": name});
        ada.send("POST", "/api/v1/organizations", Some(body), &[("idempotency-key", key)]).await
    };
    let first = create("a", "Wound Care Society").await;
    assert_eq!(first.status, 201, "{}", first.body);
    let again = create("a", "Wound Care Society").await;
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(create("a", "Another").await.problem(), "422 idempotency-key-reused");
    // The first of these two waits for the row of its founder, which is held here.
    let mut hold = db.begin().await.unwrap();
    sqlx::query!("select id from users where id = $1 for update", ada.user as _)
        .fetch_one(&mut *hold)
        .await
        .unwrap();
    let second = async {
        let waiting = || {
            sqlx::query_scalar!(
                r#"select count(*) as "count!" from pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock'"#
            )
        };
        while waiting().fetch_one(&db).await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
        let answer = create("b", "Surgery Society").await.problem();
        hold.commit().await.unwrap();
        answer
    };
    let (one, two) = tokio::join!(create("b", "Surgery Society"), second);
    assert_eq!((one.status, two.as_str()), (201, "409 request-in-flight"));
    let made =
        sqlx::query_scalar!("select count(*) from organizations").fetch_one(&db).await.unwrap();
    assert_eq!(made, Some(2));
}

/// BI-3
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_organization_begins_on_the_free_plan(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.person().await;
    let body = json!({"kind": "personal", "name": "Ada Park"});
    let made = ada.post("/api/v1/organizations", body).await;
    let id: OrgId = made.body["id"].as_str().unwrap().parse().unwrap();
    let row = sqlx::query!(
        "select plan, status, events_per_month, attendees_per_event, seats from org_limits where organization_id = $1",
        id as _
    );
    let row = row.fetch_one(&db).await.unwrap();
    assert_eq!((row.plan.as_deref(), row.status.as_deref()), (Some("attendee"), Some("free")));
    assert_eq!(
        (row.events_per_month, row.attendees_per_event, row.seats),
        (Some(0), Some(0), Some(1))
    );
}
