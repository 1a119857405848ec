use insta::assert_snapshot;
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::path;

/// EV-3: the event's times follow its sessions.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn sessions_stretch_and_shrink_their_event(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::DRAFT).await;
    let sessions = format!("{}/sessions", path(event));
    let second = json!({"title": "Practice", "local_start": "2026-10-02T13:00", "local_end": "2026-10-02T15:00", "room": "2",
        "breaks": [{"local_start": "2026-10-02T14:00", "local_end": "2026-10-02T14:10"}]});
    let added = organizer.post(&sessions, second.clone()).await;
    assert_eq!(added.status, 201, "{:?}", added.body);
    assert_eq!(organizer.get(&path(event)).await.body["ends_local"], "2026-10-02T15:00:00+01:00");
    let mut outside = second;
    outside["breaks"][0]["local_end"] = "2026-10-02T15:30".into();
    let refused = organizer.post(&sessions, outside).await;
    assert_snapshot!(refused.problem(), @"422 session-invalid");
    assert_eq!(refused.body["errors"][0]["pointer"], "/breaks");
    let one = format!("{sessions}/{}", added.body["id"].as_str().unwrap());
    let actual = json!({"actual": {"local_start": "2026-10-02T13:05", "local_end": "2026-10-02T15:05", "reason": "Began late"}});
    let changed = organizer.patch(&one, 1, actual).await;
    assert_eq!(changed.body["actual_starts_at"], "2026-10-02T12:05:00Z", "{:?}", changed.body);
    assert_eq!(changed.body["breaks"][0]["ends_local"], "2026-10-02T14:10:00+01:00");
    assert_snapshot!(organizer.patch(&one, 1, json!({"title": "x"})).await.problem(), @"412 precondition-failed");
    let first = rows_first(&db, event).await;
    let order = |ids: Vec<&str>| json!({"ids": ids});
    let incomplete =
        organizer.send("PUT", &format!("{sessions}/order"), Some(order(vec![&first])), &[]).await;
    assert_snapshot!(incomplete.problem(), @"422 order-incomplete");
    let ids = vec![added.body["id"].as_str().unwrap(), &first];
    let ordered = organizer.send("PUT", &format!("{sessions}/order"), Some(order(ids)), &[]).await;
    assert_eq!(ordered.body["data"][0]["title"], "Practice");
    assert_eq!(organizer.delete(&one, 2).await.status, 204);
    assert_eq!(organizer.get(&path(event)).await.body["ends_local"], "2026-10-02T10:00:00+01:00");
    let last = organizer.delete(&format!("{sessions}/{first}"), 1).await;
    assert_snapshot!(last.problem(), @"409 last-session");
}

async fn rows_first(db: &PgPool, event: models::EventId) -> String {
    let id = sqlx::query_scalar!(
        "select id from sessions where event_id = $1 order by created_at, position limit 1",
        event as _
    );
    id.fetch_one(db).await.unwrap().to_string()
}

/// Once answered, a question is archived instead of deleted, and its choices stay.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_answered_question_keeps_its_meaning(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let questions = format!("{}/questions", path(event));
    let asked = json!({"kind": "select", "label": "Diet", "options": [{"label": "Vegan"}, {"label": "Anything"}]});
    let made = organizer.post(&questions, asked).await;
    assert_eq!(made.status, 201, "{:?}", made.body);
    let other = organizer.post(&questions, json!({"kind": "date", "label": "Birthday"})).await;
    assert_snapshot!(other.problem(), @"422 validation-failed");
    let id: models::QuestionId = made.body["id"].as_str().unwrap().parse().unwrap();
    let ana = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    sqlx::query!(
        "insert into question_answers (registration_id, question_id, value) values ($1, $2, $3)",
        ana as _,
        id as _,
        json!("option-1")
    )
    .execute(&db)
    .await
    .unwrap();
    let one = format!("{questions}/{id}");
    let fewer = json!({"options": [{"key": "option-2", "label": "Anything"}, {"key": "new", "label": "Fish"}]});
    assert_snapshot!(organizer.patch(&one, 1, fewer).await.problem(), @"409 question-answered");
    let renamed = organizer.patch(&one, 1, json!({"label": "What do you eat?"})).await;
    assert_eq!(renamed.body["label"], "What do you eat?");
    assert_eq!(organizer.delete(&one, 2).await.status, 204);
    assert_eq!(organizer.get(&questions).await.body["data"], json!([]));
    let kept = sqlx::query_scalar!(r#"select count(*) as "count!" from question_answers"#)
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(kept, 1);
}

/// Another tenant's speaker is not there; nobody stands twice in one place.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn speakers_come_from_the_own_directory(db: PgPool) {
    let app = crate::app(&db);
    let (organizer, foreigner) =
        (app.member(Role::Organizer).await, app.member(Role::Organizer).await);
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let maja = |by| async move {
        testkit::Member::post(
            by,
            "/api/v1/events/speakers",
            json!({"name": "Maja Lis", "email": "maja@example.org"}),
        )
        .await
    };
    let (own, other) = (maja(&organizer).await, maja(&foreigner).await);
    let stage = format!("{}/speakers", path(event));
    let on = |speaker: &testkit::Answer| json!({"speaker_id": speaker.body["id"]});
    assert_eq!(organizer.post(&stage, on(&other)).await.status, 404);
    assert_eq!(organizer.post(&stage, on(&own)).await.status, 201);
    assert_snapshot!(organizer.post(&stage, on(&own)).await.problem(), @"409 already-on-stage");
    let gone = organizer
        .delete(&format!("/api/v1/events/speakers/{}", own.body["id"].as_str().unwrap()), 1)
        .await;
    assert_snapshot!(gone.problem(), @"409 speaker-in-use");
}

/// EV-5: once people are there the plan is fixed; texts and true times are not.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_plan_of_a_live_event_is_fixed(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec { status: "live", ..EventSpec::PUBLISHED }).await;
    let sessions = format!("{}/sessions", path(event));
    let one = format!("{sessions}/{}", rows::session_of(&db, event).await);
    let later = json!({"local_start": "2026-10-02T09:30", "local_end": "2026-10-02T10:30"});
    let mut more = later.clone();
    more["title"] = "Another".into();
    assert_snapshot!(organizer.post(&sessions, more).await.problem(), @"409 event-locked");
    assert_snapshot!(organizer.delete(&one, 1).await.problem(), @"409 event-locked");
    assert_snapshot!(organizer.patch(&one, 1, later.clone()).await.problem(), @"409 event-locked");
    let mut disguised = later.clone();
    disguised["actual"] = later;
    disguised["actual"]["reason"] = "Began late".into();
    assert_snapshot!(organizer.patch(&one, 1, disguised.clone()).await.problem(), @"409 event-locked");
    let told = json!({"title": "Wounds", "actual": disguised["actual"]});
    assert_eq!(organizer.patch(&one, 1, told).await.status, 200);
    assert_eq!(organizer.get(&path(event)).await.body["ends_local"], "2026-10-02T10:00:00+01:00");
}

/// Every page and registration carries all questions, so there is an end to them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_event_asks_at_most_fifty_questions(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    sqlx::query!(
        "insert into questions (id, organization_id, event_id, kind, label, required, options, position, created_at, updated_at)
         select gen_random_uuid(), organization_id, id, 'text', 'Why?', false, '[]', n, created_at, created_at
           from events, generate_series(0, 49) n where id = $1",
        event as _
    )
    .execute(&db)
    .await
    .unwrap();
    let more = json!({"kind": "text", "label": "And?"});
    let refused = organizer.post(&format!("{}/questions", path(event)), more).await;
    assert_eq!(refused.problem(), "422 validation-failed");
}
