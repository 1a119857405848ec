use chrono::TimeDelta;
use models::{EventId, ParticipantId, Role, SegmentId};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, count_queries, now, rows};

use crate::PATH;

/// Somebody whom a file knows by a name, with stays in seconds after the present of the tests.
pub(crate) async fn participant(
    db: &PgPool,
    event: EventId,
    name: &str,
    stays: &[(i64, i64)],
) -> ParticipantId {
    let id = ParticipantId::new(now());
    sqlx::query!(
        "insert into participants (id, organization_id, event_id, source, identity_key, display_name, created_at, updated_at)
         select $1, organization_id, id, 'csv', $1::uuid::text, $2, $3, $3 from events where id = $4",
        id as _,
        name,
        now(),
        event as _
    )
    .execute(db)
    .await
    .unwrap();
    for (from, to) in stays {
        sqlx::query!(
            "insert into presence_segments (id, organization_id, event_id, participant_id, mode, started_at, ended_at, recorded_at)
             select $1, organization_id, event_id, id, 'online', $2, $3, $4 from participants where id = $5",
            SegmentId::new(now()) as _,
            now() + TimeDelta::seconds(*from),
            now() + TimeDelta::seconds(*to),
            now(),
            id as _
        )
        .execute(db)
        .await
        .unwrap();
    }
    id
}

pub(crate) const TODAY: EventSpec =
    EventSpec { starts_in: TimeDelta::zero(), ..EventSpec::PUBLISHED };

/// PR-15: matching links the participant with all its segments, and can be taken back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_match_gives_the_person_all_its_time_and_back(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(TODAY).await;
    let person = rows::registration(&db, event, "lukasz@example.org", "confirmed").await;
    let id = participant(&db, event, "ŻÓŁĆ lukasz", &[(0, 600), (1200, 1500)]).await;
    let triage = organizer.get(&format!("{PATH}/participants?event_id={event}")).await;
    let suggested = &triage.body["data"][0]["suggestions"][0];
    assert_eq!(suggested["registration_id"], json!(person));
    assert!(suggested["score"].as_i64().unwrap() >= 40, "{suggested}");

    let matched = organizer
        .post(&format!("{PATH}/participants/{id}/match"), json!({"registration_id": person}))
        .await;
    assert_eq!(matched.body["people"][0]["counted_seconds"], 900, "{}", matched.body);
    assert_eq!(matched.body["participant"]["matched_by"], "person");
    let summary = sqlx::query_scalar!("select counted_seconds from presence_summaries")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(summary, 900);

    let back = organizer
        .post(&format!("{PATH}/participants/{id}/unmatch"), json!({"reason": "Somebody else"}))
        .await;
    assert_eq!(back.body["people"][0]["counted_seconds"], 0);
    let again = organizer
        .post(&format!("{PATH}/participants/{id}/unmatch"), json!({"reason": "Somebody else"}))
        .await;
    assert_eq!(again.problem(), "409 not-matched");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_ignored_leaves_triage_and_can_come_back(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(TODAY).await;
    let id = participant(&db, event, "Notetaker", &[(0, 60)]).await;
    let waiting = async || {
        let page = organizer.get(&format!("{PATH}/participants?event_id={event}")).await;
        page.body["data"].as_array().unwrap().len()
    };
    assert_eq!(waiting().await, 1);
    assert_eq!(
        organizer.post(&format!("{PATH}/participants/{id}/ignore"), json!({})).await.status,
        200
    );
    assert_eq!(waiting().await, 0);
    assert_eq!(
        organizer.post(&format!("{PATH}/participants/{id}/restore"), json!({})).await.status,
        200
    );
    assert_eq!(waiting().await, 1);
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn people_of_another_event_or_without_a_seat_are_no_match(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let (event, other) = (organizer.event(TODAY).await, organizer.event(TODAY).await);
    let id = participant(&db, event, "Ana", &[(0, 60)]).await;
    let refused = async |status: &str, event| {
        let person = rows::registration(&db, event, &format!("{status}@example.org"), status).await;
        organizer
            .post(&format!("{PATH}/participants/{id}/match"), json!({"registration_id": person}))
            .await
            .problem()
    };
    assert_eq!(refused("confirmed", other).await, "422 other-event");
    assert_eq!(refused("waitlisted", event).await, "409 registration-not-confirmed");
    sqlx::query!("update events set status = 'closed' where id = $1", event as _)
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(refused("confirmed", event).await, "409 event-closed");
}

/// Acceptance 17: the same number of queries for one person and for many.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_list_takes_the_same_queries_however_long_it_is(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(TODAY).await;
    let path = format!("{PATH}?event_id={event}&limit=100");
    let mut counts = Vec::new();
    for many in [1, 20] {
        for n in 0..many {
            rows::registration(&db, event, &format!("p{many}-{n}@example.org"), "confirmed").await;
        }
        let (page, queries) = count_queries(organizer.get(&path)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        counts.push(queries);
    }
    assert_eq!(counts[0], counts[1]);
    let mut seen: Vec<Value> = Vec::new();
    let mut next = format!("{PATH}?event_id={event}&limit=8");
    loop {
        let page = organizer.get(&next).await;
        seen.extend(
            page.body["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|person| person["registration_id"].clone()),
        );
        let Some(cursor) = page.body["next_cursor"].as_str() else { break };
        next = format!("{PATH}?event_id={event}&limit=8&cursor={cursor}");
    }
    seen.dedup();
    assert_eq!(seen.len(), 21, "pages join without a gap");
}

/// §5, R10: what cannot be searched for is a problem of the caller, and every wildcard a letter.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn odd_searches_are_refused_or_find_nothing(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(TODAY).await;
    rows::registration(&db, event, "ana@example.org", "confirmed").await;
    participant(&db, event, "Ana", &[(0, 60)]).await;
    for list in [PATH.to_owned(), format!("{PATH}/participants")] {
        let search = async |q: &str| organizer.get(&format!("{list}?event_id={event}&{q}")).await;
        assert_eq!(search("q=%00").await.problem(), "422 validation-failed", "{list}");
        assert_eq!(search(&format!("q={}", "a".repeat(101))).await.status, 422, "{list}");
        assert_eq!(search("q=%25").await.body["data"], json!([]), "{list}");
        assert_eq!(search("q=ANA").await.body["data"].as_array().map(Vec::len), Some(1), "{list}");
    }
    let unknown = organizer.get(&format!("{PATH}?event_id={event}&status=gone")).await;
    assert_eq!(unknown.problem(), "422 validation-failed");
    let file = organizer.get(&format!("{PATH}/export.csv?event_id={event}&q=%00")).await;
    assert_eq!(file.problem(), "422 validation-failed");
}
