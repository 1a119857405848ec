use chrono::TimeDelta;
use insta::assert_snapshot;
use models::{Currency, Money, Role};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::{PATH, set};

/// RG-16
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn people_cancel_in_time_and_organizers_until_the_event_is_closed(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    set(&db, event, true, 120).await;
    let id = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let (preview, cancel) = (format!("{PATH}/{id}/cancel-preview"), format!("{PATH}/{id}/cancel"));
    let before = app.send_as_holder(id, "GET", &preview, None).await;
    assert_eq!(before.body["can_cancel"], true);
    app.advance(TimeDelta::hours(22));
    assert_eq!(app.send_as_holder(id, "GET", &preview, None).await.body["can_cancel"], false);
    let late = app.send_as_holder(id, "POST", &cancel, Some(json!({}))).await;
    assert_snapshot!(late.problem(), @"409 cancellation-closed");
    // The token of the test lives ten minutes.
    let organizer = app.member_of(organizer.org(), Role::Organizer).await;
    let done = organizer.post(&cancel, json!({"reason": "Asked by phone"})).await;
    assert_eq!(
        (&done.body["status"], &done.body["cancel_reason"]),
        (&json!("cancelled"), &json!("Asked by phone"))
    );
    assert_eq!(done.body["changes"][0]["to_status"], "cancelled");
    let twice = organizer.post(&cancel, json!({})).await;
    assert_snapshot!(twice.problem(), @"409 illegal-transition");
    assert_eq!(crate::seats(&db, event).await, (0, 0, 0));
}

/// RG-25: an id alone opens nothing, and a link opens its own registration only.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_cancels_for_somebody_else(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(EventSpec::PUBLISHED).await;
    let ana = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let ben = rows::registration(&db, event, "ben@example.org", "confirmed").await;
    let cancel = format!("{PATH}/{ana}/cancel");
    assert_eq!(app.send("POST", &cancel, Some(json!({}))).await.status, 401);
    assert_eq!(app.send_as_holder(ben, "POST", &cancel, Some(json!({}))).await.status, 404);
    assert_eq!(app.person().await.post(&cancel, json!({})).await.status, 404);
    assert_eq!(app.member(Role::Admin).await.post(&cancel, json!({})).await.status, 404);
    let org = sqlx::query_scalar!(r#"select organization_id as "id: models::OrgId" from events"#)
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(app.member_of(org, Role::Viewer).await.post(&cancel, json!({})).await.status, 403);
}

/// RF-1: the policy of the purchase binds, and a later one applies where it is better for the buyer;
/// the preview says what is then paid back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_later_policy_applies_where_it_is_better_for_the_buyer(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    set(&db, event, true, 0).await;
    let ana = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    testkit::sales::sold(&db, ana, "acct_1", Money::new(5000, Currency::USD)).await;
    let (preview, cancel) =
        (format!("{PATH}/{ana}/cancel-preview"), format!("{PATH}/{ana}/cancel"));
    let seen = async || {
        let seen = app.send_as_holder(ana, "GET", &preview, None).await;
        (seen.body["can_cancel"].clone(), seen.body["refund"]["amount"].clone())
    };
    testkit::sales::policy(&db, organizer.org(), 0, true).await;
    assert_eq!(seen().await, (json!(true), json!(0)), "by both policies nothing");
    testkit::sales::policy(&db, organizer.org(), 10_000, true).await;
    assert_eq!(seen().await, (json!(true), json!(5000)));
    testkit::sales::policy(&db, organizer.org(), 2_500, true).await;
    assert_eq!(seen().await, (json!(true), json!(1250)), "the one that holds, not one between");
    sqlx::query!("update payments set policy = policy || '{\"self_cancel\": false}'")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(seen().await, (json!(true), json!(1250)));
    testkit::sales::policy(&db, organizer.org(), 10_000, false).await;
    assert_eq!(seen().await.0, json!(false), "neither lets people cancel");
    let closed = app.send_as_holder(ana, "POST", &cancel, Some(json!({}))).await;
    assert_eq!(closed.problem(), "409 cancellation-closed");
    testkit::sales::policy(&db, organizer.org(), 10_000, true).await;
    let unsaid = app.send_as_holder(ana, "POST", &cancel, Some(json!({}))).await;
    assert_eq!(unsaid.problem(), "422 expected-refund-needed");
    assert_eq!(unsaid.body["errors"][0]["pointer"], "/expected_refund");
    let other = json!({"expected_refund": {"amount": 1250, "currency": "USD"}});
    let other = app.send_as_holder(ana, "POST", &cancel, Some(other)).await;
    assert_eq!(other.problem(), "409 refund-changed");
    let expected = json!({"expected_refund": {"amount": 5000, "currency": "USD"}});
    let gone = app.send_as_holder(ana, "POST", &cancel, Some(expected.clone())).await;
    assert_eq!(gone.body["status"], "cancelled", "{}", gone.body);
    let again = app.send_as_holder(ana, "POST", &cancel, Some(expected)).await;
    assert_eq!(
        again.problem(),
        "409 illegal-transition",
        "whoever lost the answer is not told of another sum"
    );
    let back = sqlx::query_scalar!("select amount_minor from refunds").fetch_one(&db).await;
    assert_eq!(back.unwrap(), 5000);
}

/// RF-4: a place that brings nothing back can be given up while a bank looks into its payment; one
/// that brings something back cannot, and keeps its seat.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_bank_holds_up_a_refund_and_no_place_without_one(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    set(&db, event, true, 0).await;
    let ana = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    testkit::sales::sold(&db, ana, "acct_1", Money::new(5000, Currency::USD)).await;
    sqlx::query!("update payments set disputed_minor = total_minor").execute(&db).await.unwrap();
    let cancel = format!("{PATH}/{ana}/cancel");
    testkit::sales::policy(&db, organizer.org(), 10_000, true).await;
    let says = |amount: i64| json!({"expected_refund": {"amount": amount, "currency": "USD"}});
    let held = app.send_as_holder(ana, "POST", &cancel, Some(says(5000))).await;
    assert_eq!(held.problem(), "409 payment-disputed");
    let shown = app.send_as_holder(ana, "GET", &format!("{cancel}-preview"), None).await.body;
    assert_eq!((&shown["can_cancel"], &shown["disputed"]), (&json!(false), &json!(true)));
    assert_eq!(crate::seats(&db, event).await.0, 1);
    testkit::sales::policy(&db, organizer.org(), 0, true).await;
    let shown = app.send_as_holder(ana, "GET", &format!("{cancel}-preview"), None).await.body;
    assert_eq!((&shown["can_cancel"], &shown["disputed"]), (&json!(true), &json!(false)));
    let gone = app.send_as_holder(ana, "POST", &cancel, Some(says(0))).await;
    assert_eq!(gone.body["status"], "cancelled", "{}", gone.body);
    let asked = sqlx::query_scalar!(r#"select count(*) as "n!" from refunds"#).fetch_one(&db).await;
    assert_eq!((asked.unwrap(), crate::seats(&db, event).await.0), (0, 0));
}
