use std::collections::BTreeSet;

use chrono::TimeDelta;
use models::{EventId, Role};
use serde_json::{Value, json};
use sqlx::{ConnectOptions as _, PgPool};
use testkit::{EventSpec, Process, env, request_with};

fn start(db: &PgPool) -> Process {
    let url = db.connect_options().to_url_lossy().to_string();
    let env = env();
    let names =
        ["TOKEN_PUBLIC_KEY", "LINK_KEY", "PUBLIC_ORIGIN", "TASKS", "OBJECTS", "OBJECTS_KEY"];
    let mut environment: Vec<(&str, &str)> =
        names.iter().map(|name| (*name, env.text(name).unwrap())).collect();
    environment.extend([("DATABASE_URL", url.as_str()), ("POOL", "8")]);
    Process::start(env!("CARGO_BIN_EXE_registrations-api"), &environment)
}

/// Whose requests they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rush {
    OfMany,
    /// One person's, of which none may be answered by a fault.
    OfOne,
}

async fn all_at_once(
    db: &PgPool,
    event: EventId,
    rush: Rush,
    people: usize,
    address: impl Fn(usize) -> String,
) -> Vec<(u16, Value)> {
    let processes = [start(db), start(db)];
    let mut crowd = tokio::task::JoinSet::new();
    for n in 0..people {
        let process = processes[n % 2].address;
        let body = json!({"event_id": event, "attendees": [{"email": address(n), "full_name": "Ana Kos"}]}).to_string();
        let key = format!("k{n}");
        crowd.spawn(async move {
            let headers = [("idempotency-key", key.as_str())];
            loop {
                let (code, text) =
                    request_with(process, "POST", crate::PATH, &headers, &body).await.unwrap();
                // Too many at once for this machine: a client comes back with the same key.
                if code != 503 || rush == Rush::OfOne {
                    break (code, serde_json::from_str(&text).unwrap_or_default());
                }
            }
        });
    }
    crowd.join_all().await
}

/// Real processes have real clocks: far in the future.
const LATER: EventSpec = EventSpec { starts_in: TimeDelta::days(36_500), ..EventSpec::PUBLISHED };

/// §6.1: K seats, 200 people, two processes: K are seated, the rest wait in order of arrival up
/// to the limit of the queue, then everybody is refused.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_processes_never_oversell(db: PgPool) {
    let app = crate::app(&db);
    let spec = EventSpec { capacity: Some(50), waitlist_max: 100, ..LATER };
    let event = app.member(Role::Organizer).await.event(spec).await;
    let answers = all_at_once(&db, event, Rush::OfMany, 200, |n| format!("p{n}@example.org")).await;
    let of = |wanted: &str| {
        answers.iter().filter(|(_, body)| body["registrations"][0]["status"] == wanted).count()
    };
    assert_eq!((of("confirmed"), of("waitlisted")), (50, 100));
    assert_eq!(
        answers
            .iter()
            .filter(|(code, body)| *code == 409 && body["code"] == "waitlist-full")
            .count(),
        50
    );
    assert_eq!(crate::seats(&db, event).await, (50, 50, 50));
    let told: BTreeSet<i64> = answers
        .iter()
        .filter_map(|(_, body)| body["registrations"][0]["waitlist_position"].as_i64())
        .collect();
    assert_eq!(told, (1..=100).collect());
    // What people were told is still true when everybody is there.
    let queue = sqlx::query_scalar!(
        r#"select r.email as "email!" from registrations r where status = 'waitlisted' order by waitlist_priority desc, waitlisted_at, id"#
    );
    let queue = queue.fetch_all(&db).await.unwrap();
    for (_, body) in &answers {
        let booked = &body["registrations"][0];
        if let Some(position) = booked["waitlist_position"].as_i64() {
            let place = usize::try_from(position).unwrap() - 1;
            assert_eq!(queue[place], booked["email"].as_str().unwrap());
        }
    }
}

/// One live registration, and never a fault of ours.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn fifty_clicks_of_one_address_make_one_registration(db: PgPool) {
    let app = crate::app(&db);
    let event = app.member(Role::Organizer).await.event(LATER).await;
    let answers = all_at_once(&db, event, Rush::OfOne, 50, |_| "Ana@Example.org".to_owned()).await;
    assert_eq!(answers.iter().filter(|(code, _)| *code == 201).count(), 1);
    assert!(
        answers.iter().all(
            |(code, body)| *code == 201 || *code == 409 && body["code"] == "already-registered"
        )
    );
    assert_eq!(crate::seats(&db, event).await, (1, 1, 1));
}
