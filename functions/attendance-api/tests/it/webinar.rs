//! A real webinar of 120 people, whose counted seconds were computed independently.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use models::{EventId, ParticipantId, Role};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, Member, TestApp, now, rows};

use crate::PATH;
use crate::imports::upload;

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
        "insert into session_breaks (id, session_id, starts_at, ends_at) select gen_random_uuid(), id, $1, $2 from sessions where event_id = $3",
        london(truth.pause.starts_at),
        london(truth.pause.ends_at),
        event as _
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

/// Uploads and commits a file. Gives how many results the preview said would change.
async fn import(app: &TestApp, organizer: &Member<'_>, event: EventId, file: &[u8]) -> usize {
    let preview = upload(app, organizer, &format!("event_id={event}"), file).await;
    assert_eq!(preview.status, 201, "{}", preview.body);
    let id = preview.body["id"].as_str().unwrap().to_owned();
    let commit = format!("{PATH}/imports/{id}/commit");
    let committed = organizer.post(&commit, json!({})).await;
    assert_eq!(committed.status, 200, "{}", committed.body);
    assert_eq!(organizer.post(&commit, json!({})).await.problem(), "409 already-imported");
    let again = upload(app, organizer, &format!("event_id={event}"), file).await;
    assert_eq!(again.problem(), "409 already-imported");
    preview.body["changes"].as_array().unwrap().len()
}

/// The people whose seconds differ from the truth.
async fn wrong<'t>(db: &PgPool, event: EventId, truth: &'t Truth) -> Vec<&'t Person> {
    let counted = sqlx::query!(
        r#"select r.email as "email!", s.counted_seconds from registrations r
             join presence_summaries s on s.registration_id = r.id where r.event_id = $1"#,
        event as _
    );
    let counted = counted.fetch_all(db).await.unwrap();
    let of = |email: &str| counted.iter().find(|row| row.email == email).unwrap().counted_seconds;
    truth.registrations.iter().filter(|person| of(&person.email) != person.seconds).collect()
}

type Stay = (DateTime<Utc>, DateTime<Utc>);

/// What stays amount to by the rule of the truth: united, gaps of a minute bridged, within the
/// session, without its break.
fn seconds(truth: &Truth, mut stays: Vec<Stay>) -> i32 {
    stays.sort();
    let mut united: Vec<Stay> = Vec::new();
    for (from, to) in stays {
        match united.last_mut() {
            Some(last) if from <= last.1 + TimeDelta::seconds(60) => last.1 = last.1.max(to),
            _ => united.push((from, to)),
        }
    }
    let within = |of: &Times, (from, to): Stay| {
        (to.min(london(of.ends_at)) - from.max(london(of.starts_at))).num_seconds().max(0)
    };
    let counted =
        united.iter().map(|stay| within(&truth.session, *stay) - within(&truth.pause, *stay));
    i32::try_from(counted.sum::<i64>()).unwrap()
}

/// Somebody without an address, who waits in triage.
struct Waiting {
    id: ParticipantId,
    name: String,
    stay: Stay,
}

async fn waiting(db: &PgPool, event: EventId) -> Vec<Waiting> {
    let rows = sqlx::query!(
        r#"select p.id as "id: ParticipantId", p.display_name as "name!", s.started_at as "from!", s.ended_at as "to!"
             from participants p join presence_segments s on s.participant_id = p.id
            where p.event_id = $1 and p.registration_id is null and p.email is null order by p.id"#,
        event as _
    );
    let rows = rows.fetch_all(db).await.unwrap();
    rows.into_iter()
        .map(|row| Waiting { id: row.id, name: row.name, stay: (row.from, row.to) })
        .collect()
}

async fn known(db: &PgPool, event: EventId, email: &str) -> Vec<Stay> {
    let rows = sqlx::query!(
        r#"select s.started_at as "from!", s.ended_at as "to!" from presence_segments s
             join participants p on p.id = s.participant_id where p.event_id = $1 and p.email = $2"#,
        event as _,
        email
    );
    rows.fetch_all(db).await.unwrap().into_iter().map(|row| (row.from, row.to)).collect()
}

/// Which waiting rows are the person's: those of the same name that amount to the truth, else one
/// by somebody who called himself quite differently.
fn theirs(truth: &Truth, person: &Person, known: &[Stay], free: &[Waiting]) -> Vec<ParticipantId> {
    let right = |chosen: &[&Waiting]| {
        let stays = known.iter().copied().chain(chosen.iter().map(|row| row.stay)).collect();
        seconds(truth, stays) == person.seconds
    };
    let alike = |row: &&Waiting| events::matching::similarity(&row.name, &person.name) > 0.999;
    let named: Vec<&Waiting> = free.iter().filter(alike).collect();
    let subsets = (1_usize..1 << named.len()).map(|bits| {
        let chosen = named.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1);
        chosen.map(|(_, row)| *row).collect::<Vec<_>>()
    });
    let others = free.iter().map(|row| vec![row]);
    let found = subsets.chain(others).find(|chosen| right(chosen));
    found.unwrap_or_default().iter().map(|row| row.id).collect()
}

/// For everybody whose rows all carry an address the seconds are equal; each other row waits in
/// triage by itself; a second export of the same meeting changes nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_real_report_reproduces_the_truth(db: PgPool) {
    let truth: Truth = serde_json::from_str(TRUTH).unwrap();
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    for (first, second) in [(CLASSIC, LOWER), (LOWER, CLASSIC)] {
        let event = webinar(&organizer, &db, &truth).await;
        assert!(import(&app, &organizer, event, first).await > 0);
        let blank = String::from_utf8_lossy(first)
            .lines()
            .filter(|l| l.contains(",,10/14") && !l.ends_with("Yes"))
            .count();
        for repeated in [false, true] {
            if repeated {
                assert_eq!(import(&app, &organizer, event, second).await, 0, "nothing new");
            }
            // 22 of the 120 have stays whose rows carry no address.
            let short = wrong(&db, event, &truth).await;
            assert_eq!(short.len(), 22);
            let free = waiting(&db, event).await;
            assert_eq!(free.iter().map(|row| row.id).collect::<BTreeSet<_>>().len(), blank);
            for person in short {
                let own = known(&db, event, &person.email).await;
                assert!(!theirs(&truth, person, &own, &free).is_empty(), "{}", person.email);
            }
        }
    }
}

/// After the rows without an address are matched, the same people are right too.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn matching_in_triage_makes_everybody_right(db: PgPool) {
    let truth: Truth = serde_json::from_str(TRUTH).unwrap();
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    for file in [CLASSIC, LOWER] {
        let event = webinar(&organizer, &db, &truth).await;
        import(&app, &organizer, event, file).await;
        let mut free = waiting(&db, event).await;
        for person in wrong(&db, event, &truth).await {
            let own = known(&db, event, &person.email).await;
            let rows = theirs(&truth, person, &own, &free);
            free.retain(|row| !rows.contains(&row.id));
            let registration = sqlx::query_scalar!(
                "select id from registrations where event_id = $1 and email = $2",
                event as _,
                person.email
            );
            let registration = registration.fetch_one(&db).await.unwrap();
            for id in rows {
                let path = format!("{PATH}/participants/{id}/match");
                let matched = organizer.post(&path, json!({"registration_id": registration})).await;
                assert_eq!(matched.status, 200, "{}", matched.body);
            }
        }
        let left: Vec<&str> =
            wrong(&db, event, &truth).await.iter().map(|person| person.email.as_str()).collect();
        assert!(left.is_empty(), "{left:?}");
        assert_eq!(free.len(), 5, "phones, a notetaker and somebody who came too late stay there");
    }
}
