use chrono::TimeDelta;
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, now, rows};

use crate::{PATH, TWO_HOURS, app, body, designate, patch};

/// The creation sheet: one press gives "1 external CPD credit" of the RCP.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn credit_is_given_in_one_press_and_named_on_the_public_page(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let types = owner.get(&format!("{PATH}/credit-types")).await.body;
    let rcp = types["data"].as_array().unwrap().iter().find(|t| t["body"] == "RCP").unwrap();
    assert_eq!(
        (&rcp["name"], &rcp["rule_sets"][0]["code"]),
        (&json!("External CPD"), &json!("plain-hour"))
    );
    assert!(rcp["rule_sets"][0]["note"].as_str().unwrap().starts_with("To be confirmed"));
    let event = owner.event(TWO_HOURS).await;
    let made = designate(&owner, event, json!({})).await;
    assert_eq!((made.status, &made.body["status"]), (201, &json!("approved")), "{}", made.text());
    assert_eq!(
        (&made.body["unit"], &made.body["rule_set"]["code"]),
        (&json!("external CPD credit"), &json!("plain-hour"))
    );
    let public = app.send("GET", &format!("{PATH}/designations/public/{event}"), None).await.body;
    assert_eq!(
        public["data"][0]["sentence"],
        "This activity has been approved by Royal College of Physicians for 1 external CPD credit."
    );
    let job = sqlx::query_scalar!("select queue from outbox").fetch_all(&db).await.unwrap();
    assert_eq!(job, ["evaluate-offering"]);
}

/// CR-8
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn no_more_than_the_scheduled_time_gives_is_designated(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let event = owner.event(TWO_HOURS).await;
    let above = designate(&owner, event, json!({"max_credits": 2250})).await;
    assert_eq!(above.problem(), "422 above-scheduled-time");
    let mut whole = designate(&owner, event, json!({"max_credits": null})).await;
    assert_eq!(whole.body["max_credits"].take(), json!(2000));
    assert_eq!(designate(&owner, event, json!({})).await.problem(), "409 designation-exists");
}

/// CR-18
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_type_is_for_the_whole_or_for_sessions_never_both(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let event = owner.event(TWO_HOURS).await;
    let session = rows::session_of(&db, event).await;
    assert_eq!(designate(&owner, event, json!({"session_id": session})).await.status, 201);
    assert_eq!(designate(&owner, event, json!({})).await.problem(), "409 designation-overlaps");
}

/// CR-8, acceptance 16: a denied designation is gone from the public page.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_designation_goes_its_way_and_no_other(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let event = owner.event(TWO_HOURS).await;
    let made = designate(&owner, event, json!({"status": "applied"})).await;
    let public = format!("{PATH}/designations/public/{event}");
    let path = format!("{PATH}/designations/{}", made.body["id"].as_str().unwrap());
    let go = async |version, body| owner.patch(&path, version, body).await;
    let applied = app.send("GET", &public, None).await.body;
    assert_eq!(
        applied["data"][0]["sentence"],
        "Approval by Royal College of Physicians has been applied for."
    );
    assert_eq!(go(1, json!({"status": "draft"})).await.problem(), "409 illegal-transition");
    let approved = go(1, json!({"status": "approved", "approval_number": "RCP-7"})).await;
    assert_eq!(
        (&approved.body["status"], &approved.body["next"]),
        (&json!("approved"), &json!(["expired", "withdrawn"]))
    );
    assert_eq!(go(1, json!({"wording": "Mine"})).await.status, 412, "somebody else was faster");
    let blind = owner.send("PATCH", &path, Some(json!({"wording": "Mine"})), &[]).await;
    assert_eq!(blind.problem(), "428 if-match-required");
    assert_eq!(go(2, json!({"max_credits": 500})).await.problem(), "409 designation-approved");
    assert_eq!(go(2, json!({"status": "withdrawn"})).await.status, 200);
    assert_eq!(app.send("GET", &public, None).await.body["data"], json!([]));
    let listed = owner.get(&format!("{PATH}/designations?offering=event-{event}")).await.body;
    assert_eq!(listed["data"][0]["status"], "withdrawn");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_shares_of_lines_sum_to_the_whole(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let event = owner.event(TWO_HOURS).await;
    let lines = |a: i32, b: i32| json!({"lines": [{"category": "Clinical", "share": a}, {"category": "Ethics", "share": b}]});
    assert_eq!(designate(&owner, event, lines(700, 200)).await.problem(), "422 shares-do-not-sum");
    for odd in [lines(1000, 0), lines(2000, -1000), lines(i32::MAX, i32::MAX)] {
        let refused = designate(&owner, event, odd).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
    }
    let made = designate(&owner, event, lines(750, 250)).await;
    assert_eq!(made.body["lines"][1], json!({"category": "Ethics", "topic": null, "share": 250}));
}

/// CR-1: credit is computed by published rules of its own body.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_change_takes_no_draft_and_no_rules_of_another_body(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let event = owner.event(TWO_HOURS).await;
    let made = designate(&owner, event, json!({"status": "applied"})).await;
    let own = body(&owner).await;
    let draft = owner
        .post(
            &format!("{PATH}/rule-sets"),
            json!({"body_id": own, "code": "hours", "parameters": {"unit_seconds": 3600, "increment": 250}}),
        )
        .await;
    let all = owner.get(&format!("{PATH}/rule-sets?status=published")).await.body;
    let other = all["data"].as_array().unwrap().iter().find(|set| set["code"] == "eaccme").unwrap();
    for rules in [&draft.body["id"], &other["id"]] {
        let change = json!({"rule_set_id": rules, "status": "approved"});
        assert_eq!(patch(&owner, &made, change).await.problem(), "409 no-rule-in-force");
    }
    let same = json!({"rule_set_id": made.body["rule_set_id"], "status": "approved"});
    assert_eq!(patch(&owner, &made, same).await.status, 200);
}

/// CR-8: without words of one's own those of the rules stand.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_emptied_wording_is_none(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let event = owner.event(TWO_HOURS).await;
    let made = designate(&owner, event, json!({"wording": "Ours"})).await;
    let emptied = patch(&owner, &made, json!({"wording": ""})).await;
    assert_eq!(emptied.body["wording"], serde_json::Value::Null, "{}", emptied.text());
    let public = app.send("GET", &format!("{PATH}/designations/public/{event}"), None).await.body;
    let sentence = public["data"][0]["sentence"].as_str().unwrap();
    assert!(sentence.starts_with("This activity has been approved"), "{sentence}");
}

/// EV-4, CR-8: by the day of the event, and nothing of a private one.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_public_is_told_for_the_day_of_the_event_and_nothing_of_a_private_one(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let later = EventSpec { starts_in: TimeDelta::days(100), ..TWO_HOURS };
    let event = owner.event(later).await;
    let until = later.starts_in + TimeDelta::days(1);
    let days = json!({"valid_from": (now() + TimeDelta::days(90)).date_naive(), "valid_to": (now() + until).date_naive()});
    designate(&owner, event, days).await;
    let path = format!("{PATH}/designations/public/{event}");
    let named = async || app.send("GET", &path, None).await.body["data"].as_array().unwrap().len();
    assert_eq!(named().await, 1, "it does not hold today, and does then");
    sqlx::query!("update events set visibility = 'private'").execute(&db).await.unwrap();
    assert_eq!(named().await, 0);
}
