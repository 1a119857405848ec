use insta::assert_snapshot;
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

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
