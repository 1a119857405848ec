use insta::assert_snapshot;
use models::{Money, Role};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows, sales};

use crate::{jobs, path};

/// EV-11: one transaction, then everybody once, 200 to a task; nobody is promoted.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn cancelling_ends_every_place_and_tells_everybody(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer
        .event(EventSpec { capacity: Some(200), waitlist_max: 50, ..EventSpec::PUBLISHED })
        .await;
    for n in 0..205 {
        let status = if n < 200 { "confirmed" } else { "waitlisted" };
        rows::registration(&db, event, &format!("p{n}@example.org"), status).await;
    }
    let cancel = format!("{}/cancel", path(event));
    let mistyped = organizer
        .post(&cancel, json!({"reason": "The speaker is ill.", "typed_title": "wound care"}))
        .await;
    assert_snapshot!(mistyped.problem(), @"422 title-mismatch");
    let done = organizer
        .post(&cancel, json!({"reason": "The speaker is ill.", "typed_title": "Wound care"}))
        .await;
    assert_eq!((done.status, &done.body["people_to_tell"]), (202, &json!(205)), "{:?}", done.body);
    assert_eq!(done.body["event"]["status"], "cancelled");
    let row = sqlx::query!(
        r#"select (select taken from seat_pools) as "taken!", (select count(*) from seat_claims) as "claims!",
                  (select count(*) from registrations where status = 'cancelled' and cancel_reason is not null) as "cancelled!",
                  (select count(*) from registration_changes where to_status = 'cancelled') as "lines!""#
    );
    let row = row.fetch_one(&db).await.unwrap();
    assert_eq!((row.taken, row.claims, row.cancelled, row.lines), (0, 0, 205, 205));
    assert_eq!(jobs(&db, "announce-event").await.len(), 2);
    let again =
        organizer.post(&cancel, json!({"reason": "Again", "typed_title": "Wound care"})).await;
    assert_snapshot!(again.problem(), @"409 illegal-transition");
    assert_eq!(jobs(&db, "announce-event").await.len(), 2);
}

/// EV-11: whoever paid gets it back by a run that starts in the same transaction, unless the
/// organizer says otherwise; what was not paid yet is owed no more.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_paid_for_a_cancelled_event_is_paid_back(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let price = Money::new(5_000, "USD".parse().unwrap());
    for (refund, runs) in [("all", 1), ("none", 0)] {
        let event = organizer.event(EventSpec::PUBLISHED).await;
        let paid = rows::registration(&db, event, "paid@example.org", "confirmed").await;
        sales::sold(&db, paid, "acct_1", price).await;
        let unpaid = rows::registration(&db, event, "unpaid@example.org", "confirmed").await;
        let unpaid = sales::sold(&db, unpaid, "acct_1", price).await;
        sqlx::query!(
            "update payments set status = 'draft', method = 'outside', paid_at = null where id = $1",
            unpaid as _
        )
        .execute(&db)
        .await
        .unwrap();
        let off =
            json!({"reason": "The speaker is ill.", "typed_title": "Wound care", "refund": refund});
        let done = organizer.post(&format!("{}/cancel", path(event)), off).await;
        assert_eq!(done.status, 202, "{}", done.body);
        assert_eq!(done.body["refund_run"].is_string(), runs == 1);
        let row = sqlx::query!(
            r#"select (select count(*) from refund_runs where event_id = $1 and status = 'running' and total = 1) as "runs!",
                      (select status from payments where id = $2) as "unpaid!""#,
            event as _,
            unpaid as _
        );
        let row = row.fetch_one(&db).await.unwrap();
        assert_eq!((row.runs, row.unpaid.as_str()), (runs, "canceled"));
    }
    assert_eq!(jobs(&db, "refund-run").await.len(), 1);
}
