use chrono::TimeDelta;
use models::Role;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{now, rows};

use crate::PATH;
use crate::triage::TODAY;

/// PR-13: a correction has a reason and an author, and is shown before it is made.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_correction_is_previewed_made_once_and_told(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(TODAY).await;
    let session = rows::session_of(&db, event).await;
    let person = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let body = json!({"registration_id": person, "session_id": session, "kind": "add", "from": now(),
                      "to": now() + TimeDelta::minutes(50), "reason": "Sat beside a colleague"});
    let preview = organizer.post(&format!("{PATH}/adjustments/preview"), body.clone()).await;
    let seconds = |side: &str| preview.body[side]["counted_seconds"].as_i64().unwrap();
    assert_eq!((seconds("before"), seconds("after")), (0, 3000), "{}", preview.body);

    let key = [("idempotency-key", "k1")];
    for _ in 0..2 {
        let made =
            organizer.send("POST", &format!("{PATH}/adjustments"), Some(body.clone()), &key).await;
        assert_eq!((made.status, &made.body["counted_seconds"]), (201, &json!(3000)));
    }
    let rows = sqlx::query_scalar!(r#"select count(*) as "count!" from presence_adjustments"#);
    assert_eq!(rows.fetch_one(&db).await.unwrap(), 1);
    let told = sqlx::query_scalar!(
        "select payload ->> 'registration' from outbox where queue = 'evaluate-offering'"
    );
    assert_eq!(told.fetch_one(&db).await.unwrap(), Some(person.to_string()));

    let own =
        app.send_as_holder(person, "GET", &format!("{PATH}/registrations/{person}"), None).await;
    assert_eq!(own.body["adjustments"][0]["reason"], "Sat beside a colleague");
    assert_eq!(
        own.body["adjustments"][0]["actor_name"],
        Value::Null,
        "the author is told to organizers only"
    );
    let theirs = organizer.get(&format!("{PATH}/registrations/{person}")).await;
    assert_eq!(theirs.body["adjustments"][0]["actor_name"], "Ada Park");
    let steps = theirs.body["reading"][0]["steps"].as_array().unwrap();
    assert_eq!(steps.last().unwrap()["seconds"], 3000);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_correction_that_cannot_be_meant_is_refused(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let (event, other) = (organizer.event(TODAY).await, organizer.event(TODAY).await);
    let session = rows::session_of(&db, event).await;
    let person = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let send = async |change: Value| {
        let mut body = json!({"registration_id": person, "reason": "Because"});
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        organizer.post(&format!("{PATH}/adjustments"), body).await.problem()
    };
    let (from, to) = (now() - TimeDelta::hours(2), now() - TimeDelta::hours(1));
    assert_eq!(
        send(json!({"kind": "add", "session_id": session, "from": from, "to": to})).await,
        "422 outside-window"
    );
    assert_eq!(send(json!({"kind": "add", "session_id": session})).await, "422 outside-window");
    assert_eq!(send(json!({"kind": "excuse"})).await, "422 session-needed");
    let foreign = rows::session_of(&db, other).await;
    assert_eq!(send(json!({"kind": "excuse", "session_id": foreign})).await, "422 other-event");
    assert_eq!(
        send(json!({"kind": "void_segment", "segment_id": person})).await,
        "422 other-event"
    );
    assert_eq!(send(json!({"kind": "override_met", "reason": "x"})).await, "422 validation-failed");
    sqlx::query!("update events set status = 'closed'").execute(&db).await.unwrap();
    assert_eq!(send(json!({"kind": "override_met"})).await, "409 event-closed");
    let left = sqlx::query_scalar!(r#"select count(*) as "count!" from presence_adjustments"#);
    assert_eq!(left.fetch_one(&db).await.unwrap(), 0, "a refused command leaves nothing");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_roll_is_called_and_a_mark_is_taken_back(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(TODAY).await;
    let session = rows::session_of(&db, event).await;
    let person = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let call = async |mark: &str| {
        let body =
            json!({"session_id": session, "marks": [{"registration_id": person, "mark": mark}]});
        let answer = organizer.post(&format!("{PATH}/roll-call"), body).await;
        (
            answer.body["people"][0]["counted_seconds"].clone(),
            answer.body["people"][0]["sessions"][0]["status"].clone(),
        )
    };
    assert_eq!(call("present").await, (json!(3600), json!("pending")));
    app.advance(TimeDelta::minutes(1));
    assert_eq!(call("absent").await.0, json!(0));
    app.advance(TimeDelta::minutes(1));
    assert_eq!(call("present").await.0, json!(3600));
    app.advance(TimeDelta::minutes(1));
    assert_eq!(call("absent").await.0, json!(0));
    assert_eq!(call("excused").await.1, json!("excused"));
}

/// PR-4, §5: whoever says too long a time is taken for the session's.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_roll_of_years_counts_the_session(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(TODAY).await;
    let session = rows::session_of(&db, event).await;
    let person = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let marks = json!([{"registration_id": person, "mark": "present"}]);
    let roll = json!({"session_id": session, "marks": marks, "from": "2020-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z"});
    let called = organizer.post(&format!("{PATH}/roll-call"), roll).await;
    assert_eq!(called.status, 200, "{}", called.body);
    assert_eq!(called.body["people"][0]["counted_seconds"], 3600);
}

/// PR-13: what a closed event's presence came to is not counted again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn presence_of_a_closed_event_is_not_counted_again(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(TODAY).await;
    sqlx::query!("update events set status = 'closed'").execute(&db).await.unwrap();
    for what in ["recompute", "reports/pull"] {
        let refused = organizer.post(&format!("{PATH}/{what}"), json!({"event_id": event})).await;
        assert_eq!(refused.problem(), "409 event-closed", "{what}");
    }
}
