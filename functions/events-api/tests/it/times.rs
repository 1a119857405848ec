use chrono::TimeDelta;
use models::{EventId, Role, SessionId};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, Member, now, rows};

use crate::{jobs, path};

/// Another session of a day after the first. Its version is 1.
async fn second_day(db: &PgPool, event: EventId) -> SessionId {
    let id = SessionId::new(now());
    sqlx::query!(
        "with session as (
            insert into sessions (id, organization_id, event_id, title, starts_at, ends_at, mode, position, created_at, updated_at)
            select $2, organization_id, event_id, 'Day 2', starts_at + interval '1 day', ends_at + interval '1 day', mode, 1, created_at, updated_at
              from sessions where event_id = $1 returning ends_at
         )
         update events e set ends_at = session.ends_at from session where e.id = $1",
        event as _,
        id as _
    )
    .execute(db)
    .await
    .unwrap();
    id
}

async fn sequence(db: &PgPool, event: EventId) -> i32 {
    let sequence = sqlx::query_scalar!("select sequence from events where id = $1", event as _);
    sequence.fetch_one(db).await.unwrap()
}

async fn ends(by: &Member<'_>, event: EventId) -> Value {
    by.get(&path(event)).await.body["ends_local"].clone()
}

/// EV-6, EV-21: an event that moves with its session is told like one that moves by itself.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_event_that_moves_with_its_session_tells_its_people_once(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let one = format!("{}/sessions/{}", path(event), rows::session_of(&db, event).await);
    let titled = organizer.patch(&one, 1, json!({"title": "Theory"})).await;
    assert_eq!(titled.status, 200, "{}", titled.body);
    assert_eq!(sequence(&db, event).await, 0, "a title is nothing to be told");
    for (version, hour) in [(2, 11), (3, 12)] {
        let times = json!({"local_start": format!("2026-10-02T{hour}:00"), "local_end": format!("2026-10-02T{}:00", hour + 1)});
        let moved = organizer.patch(&one, version, times).await;
        assert_eq!(moved.status, 200, "{}", moved.body);
    }
    assert_eq!(sequence(&db, event).await, 2);
    let told = jobs(&db, "announce-event").await;
    assert_eq!(told.len(), 1);
    let before = &told[0]["news"]["before"];
    assert_eq!(before["starts_at"], "2026-10-02T08:00:00Z", "what people knew first");
}

/// EV-6: a day that is called off, or added, is another end; a draft tells nobody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_day_called_off_is_told_and_a_draft_tells_nobody(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    for (spec, told) in [(EventSpec::DRAFT, 0), (EventSpec::PUBLISHED, 1)] {
        let event = organizer.event(spec).await;
        let second = second_day(&db, event).await;
        rows::registration(&db, event, "ana@example.org", "confirmed").await;
        let one = format!("{}/sessions/{second}", path(event));
        let off = organizer.patch(&one, 1, json!({"cancelled": true})).await;
        assert_eq!(off.status, 200, "{}", off.body);
        assert_eq!(sequence(&db, event).await, told);
        assert_eq!(jobs(&db, "announce-event").await.len(), usize::try_from(told).unwrap());
    }
}

/// EV-12, §1.1: sessions that were called off move along, and are no part of when the event is.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_moved_event_does_not_end_with_a_session_that_was_called_off(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let second = second_day(&db, event).await;
    let one = format!("{}/sessions/{second}", path(event));
    assert_eq!(organizer.patch(&one, 1, json!({"cancelled": true})).await.status, 200);
    let version = organizer.get(&path(event)).await.body["version"].as_i64().unwrap();
    let version = i32::try_from(version).unwrap();
    let later = json!({"local_start": "2026-10-02T11:00"});
    let moved = organizer.patch(&path(event), version, later).await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    assert_eq!(ends(&organizer, event).await, "2026-10-02T12:00:00+01:00");
    let longer = json!({"local_end": "2026-10-02T12:30"});
    let stretched = organizer.patch(&path(event), version + 1, longer).await;
    assert_eq!(stretched.status, 200, "the other session takes place no more: {}", stretched.body);
    assert_eq!(ends(&organizer, event).await, "2026-10-02T12:30:00+01:00");
    let kept = sqlx::query_scalar!("select ends_at from sessions where id = $1", second as _);
    assert_eq!(
        kept.fetch_one(&db).await.unwrap(),
        now() + TimeDelta::hours(51),
        "it keeps its length"
    );
}

/// EV-3: an event of one session is not cut off within a break.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_end_leaves_no_break_outside_its_session(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let one = format!("{}/sessions/{}", path(event), rows::session_of(&db, event).await);
    let pause =
        json!({"breaks": [{"local_start": "2026-10-02T09:40", "local_end": "2026-10-02T09:50"}]});
    assert_eq!(organizer.patch(&one, 1, pause).await.status, 200);
    let short = json!({"local_end": "2026-10-02T09:45"});
    let refused = organizer.patch(&path(event), 1, short).await;
    assert_eq!(refused.problem(), "422 validation-failed");
    assert_eq!(refused.body["errors"][0]["pointer"], "/breaks");
    let fits = organizer.patch(&path(event), 1, json!({"local_end": "2026-10-02T09:55"})).await;
    assert_eq!(fits.status, 200, "{}", fits.body);
}

/// EV-5: what presence is judged by is fixed once people are there. Texts and true times are not,
/// and true times can be taken back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_presence_is_judged_by_is_fixed_once_people_are_there(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    for status in ["live", "completed"] {
        let event = organizer.event(EventSpec { status, ..EventSpec::PUBLISHED }).await;
        let one = format!("{}/sessions/{}", path(event), rows::session_of(&db, event).await);
        let actual = json!({"local_start": "2026-10-02T09:05", "local_end": "2026-10-02T10:05", "reason": "Began late"});
        let told = organizer.patch(&one, 1, json!({"actual": actual})).await;
        assert_eq!(told.status, 200, "{status}: {}", told.body);
        for wish in [
            json!({"min_percent": 0}),
            json!({"min_minutes": 1}),
            json!({"mandatory": false}),
            json!({"creditable": false}),
            json!({"mode": "hybrid"}),
            json!({"own_meeting": true}),
            json!({"breaks": [{"local_start": "2026-10-02T09:40", "local_end": "2026-10-02T09:50"}]}),
        ] {
            let refused = organizer.patch(&one, 2, wish.clone()).await;
            assert_eq!(refused.problem(), "409 event-locked", "{status}: {wish}");
        }
        let same = json!({"title": "Wounds", "mandatory": true, "breaks": [], "actual": null});
        let texts = organizer.patch(&one, 2, same).await;
        assert_eq!(texts.status, 200, "{status}: {}", texts.body);
        assert_eq!(texts.body["actual_starts_at"], Value::Null);
    }
}

/// A session that presence names is called off, never deleted.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_session_that_presence_names_is_not_deleted(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let second = second_day(&db, event).await;
    let person = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    sqlx::query!(
        "insert into presence_adjustments (id, organization_id, event_id, registration_id, session_id, kind, reason, actor, at)
         values ($1, $2, $3, $4, $5, 'excuse', 'Was ill', $6, $7)",
        models::AdjustmentId::new(now()) as _,
        organizer.org() as _,
        event as _,
        person as _,
        second as _,
        organizer.user as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    let refused = organizer.delete(&format!("{}/sessions/{second}", path(event)), 1).await;
    assert_eq!(refused.problem(), "409 session-has-presence");
}
