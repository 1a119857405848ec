use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::now;

use crate::place::Place;

async fn row(place: &Place) -> (String, Option<String>) {
    let row = sqlx::query!(
        "select status, error_code from zoom_meetings where id = $1",
        place.meeting as _
    );
    let row = row.fetch_one(&place.db).await.unwrap();
    (row.status, row.error_code)
}

/// ZM-2, ZM-3: made once, changed when the event changes, deleted when it is given up.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_meeting_is_made_changed_and_deleted(db: PgPool) {
    let place = Place::new(&db, "life").await;
    place.person("ana@example.org").await;
    assert_eq!(place.sync().await, 200);
    assert_eq!(row(&place).await, ("ready".to_owned(), None));
    let made = place.at_zoom().await;
    assert_eq!(
        (&made["topic"], &made["timezone"]),
        (&json!("Wound care"), &json!("Europe/London"))
    );
    assert_eq!(made["settings"]["approval_type"], 0);
    assert_eq!(made["settings"]["registrants_email_notification"], false);
    assert_eq!(place.jobs().await, 1, "one person is to be registered");
    let stored =
        sqlx::query!("select join_url, passcode from zoom_meetings").fetch_one(&db).await.unwrap();
    assert!(stored.join_url.unwrap().starts_with(b"t:"), "addresses are kept sealed");

    place.sync().await;
    let writes = || async {
        sqlx::query_scalar!("select writes from zoom_calls").fetch_one(&db).await.unwrap()
    };
    assert_eq!(writes().await, 1, "what Zoom knows already is not told again");
    sqlx::query!("update events set title = 'Burns' where id = $1", place.event as _)
        .execute(&db)
        .await
        .unwrap();
    place.sync().await;
    assert_eq!((place.at_zoom().await["topic"].clone(), writes().await), (json!("Burns"), 2));

    sqlx::query!("update zoom_meetings set status = 'gone'").execute(&db).await.unwrap();
    for _ in 0..2 {
        assert_eq!(place.sync().await, 200);
    }
    assert_eq!(place.at_zoom().await, Value::Null);
}

/// ZM-2: nothing is made for a draft.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_draft_has_no_meeting_yet(db: PgPool) {
    let place = Place::new(&db, "draft").await;
    sqlx::query!("update events set status = 'draft'").execute(&db).await.unwrap();
    assert_eq!(place.sync().await, 200);
    assert_eq!(row(&place).await, ("pending".to_owned(), None));
}

/// ZM-2, R7: trouble is shown, tried again five times over six hours, then left to a person.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn trouble_is_tried_again_and_then_shown(db: PgPool) {
    let place = Place::new(&db, "trouble").await;
    place.fault(json!({"down": true})).await;
    let mut waits = Vec::new();
    for _ in 0..5 {
        assert_eq!(place.sync().await, 200, "the job itself is done");
        assert_eq!(row(&place).await.0, "pending");
        let at = sqlx::query_scalar!(
            "delete from outbox where queue = 'sync-zoom' returning available_at"
        );
        waits.push((at.fetch_one(&db).await.unwrap() - now()).num_minutes());
    }
    assert_eq!(waits.iter().sum::<i64>(), 360);
    assert_eq!(place.sync().await, 200);
    assert_eq!(row(&place).await, ("failed".to_owned(), Some("unavailable".to_owned())));
    assert_eq!(place.jobs().await, 0);
    place.fault(json!({})).await;
    assert_eq!(place.sync().await, 200);
    assert_eq!(row(&place).await, ("ready".to_owned(), None), "the button tries again");
}

/// ZM-3: a hundred writes per host and UTC day; beyond it the job waits and says so.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_hundred_and_first_write_of_a_day_waits_for_tomorrow(db: PgPool) {
    let place = Place::new(&db, "daily").await;
    sqlx::query!(
        "insert into zoom_calls (connection_id, day, writes) values ($1, $2, 99)",
        place.connection as _,
        now().date_naive()
    )
    .execute(&db)
    .await
    .unwrap();
    let second = place.another().await;
    assert_eq!(place.sync().await, 200);
    assert_eq!(place.run(json!({"kind": "meeting", "meeting": second})).await, 200);
    let waiting =
        sqlx::query_scalar!("select error_code from zoom_meetings where id = $1", second as _);
    assert_eq!(waiting.fetch_one(&db).await.unwrap().as_deref(), Some("daily-limit"));
    let at = sqlx::query_scalar!("select available_at from outbox where queue = 'sync-zoom'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(
        (at.date_naive(), at > now() + TimeDelta::hours(15)),
        (now().date_naive().succ_opt().unwrap(), true)
    );
}

/// Holds every write to Zoom back until so many tries wait, each of which has seen no meeting.
async fn held_back(place: &Place, tries: i64, meanwhile: &str) {
    let mut tx = place.db.begin().await.unwrap();
    sqlx::query!(
        "insert into zoom_calls (connection_id, day, writes) select connection_id, $2, 0 from zoom_meetings where id = $1",
        place.meeting as _,
        now().date_naive()
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    let all = async {
        loop {
            let waiting = sqlx::query_scalar!(
                r#"select count(*) as "n!" from pg_locks l join pg_stat_activity a on a.pid = l.pid
                    where not l.granted and a.datname = current_database()"#
            );
            if waiting.fetch_one(&place.db).await.unwrap() == tries {
                break;
            }
            tokio::task::yield_now().await;
        }
        sqlx::query!(
            "update zoom_meetings set status = $2 where id = $1",
            place.meeting as _,
            meanwhile
        )
        .execute(&place.db)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    };
    let sync = async |wanted: bool| if wanted { place.sync().await } else { 200 };
    let answers = tokio::join!(sync(true), sync(tries > 1), all);
    assert_eq!(answers, (200, 200, ()));
}

/// §4: two tries at once leave one meeting at Zoom.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_tries_at_once_leave_one_meeting(db: PgPool) {
    let place = Place::new(&db, "twice").await;
    held_back(&place, 2, "pending").await;
    assert_eq!(place.at_zoom().await["topic"], "Wound care");
    assert_eq!(place.rooms().await, 1);
}

/// EV-11: the meeting goes last, also one that was being made while the event was cancelled.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_meeting_made_for_an_event_that_was_cancelled_goes(db: PgPool) {
    let place = Place::new(&db, "late").await;
    place.person("ana@example.org").await;
    held_back(&place, 1, "gone").await;
    assert_eq!(place.rooms().await, 1);
    let asked = sqlx::query_scalar!(
        r#"select payload ->> 'kind' as "kind!" from outbox where queue = 'sync-zoom'"#
    );
    assert_eq!(asked.fetch_all(&db).await.unwrap(), ["meeting"], "and nobody is registered there");
    assert_eq!(place.sync().await, 200);
    assert_eq!(place.rooms().await, 0);
}
