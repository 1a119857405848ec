use axum::body::Body;
use axum::http::Request;
use axum::http::header::AUTHORIZATION;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use models::{EventId, Role};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgPool;
use testkit::{Answer, EventSpec, Member, TestApp, now, rows};

use crate::PATH;

const CLASSIC: &[u8] =
    include_bytes!("../../../../shared/events/fixtures/aki-webinar/participants_classic.csv");
const LOWER: &[u8] =
    include_bytes!("../../../../shared/events/fixtures/aki-webinar/participants_lower.csv");
const TRUTH: &str = include_str!("../../../../shared/events/fixtures/aki-webinar/truth.json");

#[derive(Deserialize)]
struct Truth {
    session: Times,
    #[serde(rename = "break")]
    pause: Times,
    registrations: Vec<Person>,
}

#[derive(Deserialize)]
struct Times {
    starts_at: NaiveDateTime,
    ends_at: NaiveDateTime,
}

#[derive(Deserialize)]
struct Person {
    email: String,
    name: String,
    seconds: i32,
}

fn london(local: NaiveDateTime) -> DateTime<Utc> {
    // British Summer Time on that day.
    (local - TimeDelta::hours(1)).and_utc()
}

async fn webinar(organizer: &Member<'_>, db: &PgPool, truth: &Truth) -> EventId {
    let (from, to) = (london(truth.session.starts_at), london(truth.session.ends_at));
    let spec = EventSpec { starts_in: from - now(), lasts: to - from, ..EventSpec::PUBLISHED };
    let event = organizer.event(spec).await;
    sqlx::query!(
        "insert into session_breaks (id, session_id, starts_at, ends_at) select gen_random_uuid(), id, $1, $2 from sessions",
        london(truth.pause.starts_at),
        london(truth.pause.ends_at)
    )
    .execute(db)
    .await
    .unwrap();
    for person in &truth.registrations {
        let id = rows::registration(db, event, &person.email, "confirmed").await;
        sqlx::query!("update registrations set full_name = $2 where id = $1", id as _, person.name)
            .execute(db)
            .await
            .unwrap();
    }
    event
}

async fn upload(app: &TestApp, organizer: &Member<'_>, query: &str, file: &[u8]) -> Answer {
    let request = Request::post(format!("{PATH}/imports?{query}"))
        .header(AUTHORIZATION, format!("Bearer {}", organizer.token))
        .body(Body::from(file.to_vec()));
    app.answer(request.unwrap()).await
}

/// The webinar of 120 people: for everybody whose rows all carry an address the seconds are equal,
/// every other row stands in triage, and a second export of the same meeting changes nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_real_report_reproduces_the_truth(db: PgPool) {
    let truth: Truth = serde_json::from_str(TRUTH).unwrap();
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = webinar(&organizer, &db, &truth).await;
    for file in [CLASSIC, LOWER] {
        let preview = upload(&app, &organizer, &format!("event_id={event}"), file).await;
        assert_eq!(preview.status, 201, "{}", preview.body);
        let id = preview.body["id"].as_str().unwrap().to_owned();
        let changes = preview.body["changes"].as_array().unwrap().len();
        assert_eq!(changes > 0, file == CLASSIC, "the second export holds nothing new");
        let committed = organizer.post(&format!("{PATH}/imports/{id}/commit"), json!({})).await;
        assert_eq!(committed.status, 200, "{}", committed.body);
        let again = organizer.post(&format!("{PATH}/imports/{id}/commit"), json!({})).await;
        assert_eq!(again.problem(), "409 already-imported");
        assert_eq!(
            upload(&app, &organizer, &format!("event_id={event}"), file).await.problem(),
            "409 already-imported"
        );
    }
    let counted = sqlx::query!(
        r#"select r.email as "email!", s.counted_seconds from registrations r join presence_summaries s on s.registration_id = r.id"#
    );
    let counted = counted.fetch_all(&db).await.unwrap();
    let of = |email: &str| counted.iter().find(|row| row.email == email).unwrap().counted_seconds;
    let exact =
        truth.registrations.iter().filter(|person| of(&person.email) == person.seconds).count();
    let short = truth.registrations.iter().all(|person| of(&person.email) <= person.seconds);
    assert!(exact > 80 && short, "{exact} people are exact, and nobody has more than the truth");
    let waiting = sqlx::query!(
        r#"select count(*) as "rows!", count(email) as "named!" from participants p
            where registration_id is null and exists (select from presence_segments s where s.participant_id = p.id)"#
    );
    let waiting = waiting.fetch_one(&db).await.unwrap();
    let blank = String::from_utf8_lossy(CLASSIC)
        .lines()
        .filter(|l| l.contains(",,10/14") && !l.ends_with("Yes"))
        .count();
    assert_eq!(
        usize::try_from(waiting.rows - waiting.named).unwrap(),
        blank,
        "each row without an address waits by itself"
    );
}

/// After the rows without an address are matched, the same people are right too.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn matching_in_triage_makes_the_others_right(db: PgPool) {
    let truth: Truth = serde_json::from_str(TRUTH).unwrap();
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = webinar(&organizer, &db, &truth).await;
    let preview = upload(&app, &organizer, &format!("event_id={event}"), CLASSIC).await;
    let id = preview.body["id"].as_str().unwrap().to_owned();
    organizer.post(&format!("{PATH}/imports/{id}/commit"), json!({})).await;
    let page = organizer.get(&format!("{PATH}/participants?event_id={event}&limit=100")).await;
    for item in page.body["data"].as_array().unwrap() {
        let alike = item["suggestions"].as_array().unwrap();
        let same: Vec<_> = alike.iter().filter(|s| s["reasons"][0] == "same-name").collect();
        // Namesakes cannot be told apart without knowing them.
        if let [only] = same.as_slice() {
            let path = format!("{PATH}/participants/{}/match", item["id"].as_str().unwrap());
            let matched =
                organizer.post(&path, json!({"registration_id": only["registration_id"]})).await;
            assert_eq!(matched.status, 200);
        }
    }
    let counted = sqlx::query!(
        r#"select r.email as "email!", r.full_name as "name!", s.counted_seconds,
                  (select count(*) from registrations o where o.full_name = r.full_name) as "namesakes!"
             from registrations r join presence_summaries s on s.registration_id = r.id"#
    );
    let mut right = 0;
    for row in counted.fetch_all(&db).await.unwrap() {
        let person = truth.registrations.iter().find(|person| person.email == row.email).unwrap();
        let unlike = row.counted_seconds != person.seconds && row.namesakes == 1;
        right += usize::from(row.counted_seconds == person.seconds);
        assert!(
            !unlike || row.counted_seconds < person.seconds,
            "{}: {}",
            row.name,
            row.counted_seconds
        );
    }
    assert!(right >= 105, "{right} of 120 are right");
}

/// PR-22 to PR-24: a clear problem each, and nothing half-imported.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_no_report_is_a_clear_problem(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let query = format!("event_id={event}");
    let unique =
        b"Name (original name),Email,Total duration (minutes),Guest\nAna,a@example.org,60,No\n";
    let days = b"Name (original name),Email,Join time,Leave time\nAna,a@example.org,05/10/2026 10:00,05/10/2026 11:00\n";
    let mixed = b"Name (original name),Email,Join time,Leave time\nJos\xe9,j@example.org,2026-10-01 10:00,2026-10-01 11:00\n";
    let nuls = vec![0; 10 << 20];
    let huge = vec![b'a'; (10 << 20) + 1];
    let files: [(&[u8], &str); 7] = [
        (b"", "422 file-unreadable"),
        (b"PK\x03\x04 a workbook", "422 file-unreadable"),
        (&nuls, "422 file-unreadable"),
        (&huge, "413 file-too-large"),
        (unique, "422 report-has-no-times"),
        (days, "422 date-order-needed"),
        (mixed, "422 file-unreadable"),
    ];
    for (file, problem) in files {
        let answer = upload(&app, &organizer, &query, file).await;
        assert_eq!(answer.problem(), problem);
        assert!(answer.body["detail"].as_str().unwrap().len() > 20, "{}", answer.body);
    }
    let zone = upload(&app, &organizer, &format!("{query}&time_zone=Mars%2FBase"), days).await;
    assert_eq!(zone.problem(), "422 unknown-time-zone");
    let left = sqlx::query_scalar!(r#"select count(*) as "count!" from presence_imports"#);
    assert_eq!(left.fetch_one(&db).await.unwrap(), 0);
}

/// RG-22: a name that is a formula is harmless in the export.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_formula_is_text_in_the_export(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let person = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    sqlx::query!("update registrations set full_name = '=HYPERLINK(1)' where id = $1", person as _)
        .execute(&db)
        .await
        .unwrap();
    let request = Request::get(format!("{PATH}/export.csv?event_id={event}"))
        .header(AUTHORIZATION, format!("Bearer {}", organizer.token))
        .body(Body::empty());
    let answer = app.answer(request.unwrap()).await;
    assert_eq!(answer.status, 200);
    let text = String::from_utf8_lossy(&answer.bytes).into_owned();
    assert!(text.contains("'=HYPERLINK(1)") && text.starts_with('\u{feff}'), "{text}");
}
