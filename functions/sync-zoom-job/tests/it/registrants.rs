use models::RegistrationId;
use serde_json::json;
use sqlx::PgPool;

use crate::place::Place;

async fn row(place: &Place, registration: RegistrationId) -> (String, bool) {
    let row = sqlx::query!(
        "select status, join_url from zoom_registrants where registration_id = $1",
        registration as _
    );
    let row = row.fetch_one(&place.db).await.unwrap();
    (row.status, row.join_url.is_some())
}

/// ZM-5: each confirmed person becomes one registrant, however often the job runs.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_confirmed_person_is_registered_once_and_cancelled(db: PgPool) {
    let place = Place::new(&db, "registrant").await;
    place.sync().await;
    let ana = place.person("ana@example.org").await;
    for _ in 0..2 {
        assert_eq!(place.sync_person(ana).await, 200);
    }
    assert_eq!(row(&place, ana).await, ("added".to_owned(), true));
    let known = place.at_zoom().await["registrants"].clone();
    assert_eq!(known.as_array().unwrap().len(), 1);
    assert_eq!(
        (&known[0]["first_name"], &known[0]["last_name"]),
        (&json!("Łukasz"), &json!("Żółć"))
    );

    let mut tx = db.begin().await.unwrap();
    sqlx::query!("delete from seat_claims where registration_id = $1", ana as _)
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query!(
        "update registrations set status = 'cancelled', cancelled_at = created_at where id = $1",
        ana as _
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(place.sync_person(ana).await, 200);
    assert_eq!(row(&place, ana).await, ("cancelled".to_owned(), false));
    assert_eq!(place.at_zoom().await["registrants"][0]["approved"], false);
}

/// ZM-5: a try that died on the way may have gone through, so the next one looks first; Zoom takes
/// three tries a day.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_second_try_looks_first_and_the_fourth_waits(db: PgPool) {
    let place = Place::new(&db, "tries").await;
    place.sync().await;
    let ana = place.person("ana@example.org").await;
    place.sync_person(ana).await;
    let first = place.at_zoom().await["registrants"][0]["id"].clone();
    sqlx::query!(
        "update zoom_registrants set status = 'pending', registrant_id = null, join_url = null"
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(place.sync_person(ana).await, 200);
    let found = sqlx::query_scalar!("select registrant_id from zoom_registrants")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(json!(found), first);
    sqlx::query!("update zoom_registrants set status = 'pending', adds_today = 3")
        .execute(&db)
        .await
        .unwrap();
    sqlx::query!("delete from outbox").execute(&db).await.unwrap();
    assert_eq!(place.sync_person(ana).await, 200);
    assert_eq!(place.jobs().await, 1, "tomorrow");
    assert_eq!(row(&place, ana).await.0, "pending");
}

/// ZM-5: an unlicensed host has no registration; everybody uses the common address.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn without_registration_the_common_address_is_used(db: PgPool) {
    let place = Place::new(&db, "unlicensed").await;
    place.sync().await;
    let ana = place.person("ana@example.org").await;
    place.fault(json!({"unlicensed": true})).await;
    assert_eq!(place.sync_person(ana).await, 200);
    let meeting = sqlx::query!("select registration_enabled, error_code from zoom_meetings")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(
        (meeting.registration_enabled, meeting.error_code.as_deref()),
        (false, Some("no-registration"))
    );
    assert_eq!(row(&place, ana).await.0, "failed");
}

/// ZM-9: 429 obeys Retry-After, here too.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn too_often_is_tried_again_later(db: PgPool) {
    let place = Place::new(&db, "limited").await;
    place.sync().await;
    let ana = place.person("ana@example.org").await;
    place.fault(json!({"limited": 1})).await;
    assert_eq!(place.sync_person(ana).await, 200);
    assert_eq!((row(&place, ana).await.0.as_str(), place.jobs().await), ("pending", 1));
    assert_eq!(place.sync_person(ana).await, 200);
    assert_eq!(row(&place, ana).await.0, "added");
}
