use chrono::TimeDelta;
use models::{Currency, EventId, Money, RegistrationId, Role};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, now, rows};

use crate::PATH;

async fn offer_refunds(db: &PgPool, event: EventId) {
    sqlx::query!(
        "update events set refund_offered_at = $2 where id = $1",
        event as _,
        now() + TimeDelta::minutes(5)
    )
    .execute(db)
    .await
    .unwrap();
}

fn path(place: RegistrationId, what: &str) -> String {
    format!("{PATH}/{place}/{what}")
}

/// EV-12: until the new start everything goes back, fees included, whatever the policy says.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_does_not_follow_a_moved_event_gets_everything_back_until_the_new_start(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    testkit::sales::policy(&db, organizer.org(), 0, true).await;
    crate::set(&db, event, true, 10_000).await;
    let ana = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let late = rows::registration(&db, event, "late@example.org", "confirmed").await;
    for place in [ana, late] {
        testkit::sales::sold(&db, place, "acct_1", Money::new(5000, Currency::USD)).await;
    }
    let preview = async |place| {
        let seen = app.send_as_holder(place, "GET", &path(place, "cancel-preview"), None).await;
        (
            seen.body["can_cancel"].clone(),
            seen.body["refund"]["amount"].clone(),
            seen.body["because_moved"].clone(),
        )
    };
    assert_eq!(preview(ana).await, (json!(false), json!(0), json!(false)));
    offer_refunds(&db, event).await;
    let all = 5000 + testkit::sales::FEES;
    assert_eq!(preview(ana).await, (json!(true), json!(all), json!(true)));
    let expected = json!({"expected_refund": {"amount": all, "currency": "USD"}});
    let gone = app.send_as_holder(ana, "POST", &path(ana, "cancel"), Some(expected)).await;
    assert_eq!(gone.body["status"], "cancelled", "{}", gone.body);
    let refund = sqlx::query!(
        "select cause, amount_minor, platform_share_minor > 0 as \"platform!\" from refunds"
    );
    let refund = refund.fetch_one(&db).await.unwrap();
    assert_eq!(
        (refund.cause.as_str(), refund.amount_minor, refund.platform),
        ("rescheduled", all, true)
    );
    app.advance(TimeDelta::days(1));
    assert_eq!(preview(late).await, (json!(false), json!(0), json!(false)), "it has begun");
    let too_late = app.send_as_holder(late, "POST", &path(late, "cancel"), Some(json!({}))).await;
    assert_eq!(too_late.problem(), "409 cancellation-closed");
}

/// EV-12: who booked after the move knew the time.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_booked_after_the_move_is_held_to_the_policy(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    testkit::sales::policy(&db, organizer.org(), 0, true).await;
    let ana = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    testkit::sales::sold(&db, ana, "acct_1", Money::new(5000, Currency::USD)).await;
    sqlx::query!("update events set refund_offered_at = $2 where id = $1", event as _, now())
        .execute(&db)
        .await
        .unwrap();
    let seen = app.send_as_holder(ana, "GET", &path(ana, "cancel-preview"), None).await;
    assert_eq!(
        (&seen.body["because_moved"], &seen.body["refund"]["amount"]),
        (&json!(false), &json!(0))
    );
}
