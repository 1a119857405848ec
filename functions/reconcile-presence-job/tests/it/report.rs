use chrono::TimeDelta;
use events::zoom::Vault;
use models::{
    EventId, OrgId, ParticipantId, RegistrationId, Role, SegmentId, ZoomConnectionId,
    ZoomInstanceId, ZoomMeetingId, ZoomRegistrantId,
};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, now, rows};

use crate::vendor::Vendor;
use crate::{app, run};

const KEY: &str = "t:AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const PEOPLE: i64 = 200;

struct Ended {
    event: EventId,
    org: OrgId,
    meeting: ZoomMeetingId,
    people: Vec<RegistrationId>,
    runs: [ZoomInstanceId; 2],
}

/// An event of an hour that is over, with a meeting that was started twice.
async fn ended(app: &TestApp) -> Ended {
    let organizer = app.member(Role::Organizer).await;
    let spec =
        EventSpec { starts_in: TimeDelta::zero(), status: "completed", ..EventSpec::PUBLISHED };
    let (event, org) = (organizer.event(spec).await, organizer.org());
    let (connection, meeting) = (ZoomConnectionId::new(now()), ZoomMeetingId::new(now()));
    let token =
        Vault::parse(KEY).unwrap().seal(&format!("zoom-connection/{connection}/access"), "token");
    sqlx::query!(
        "with connection as (
            insert into zoom_connections (id, organization_id, zoom_account_id, zoom_user_id, access_token, token_expires_at,
                                          status, connected_by, created_at, updated_at)
            values ($1, $2, 'account-1', 'host-1', $3, $4::timestamptz + interval '9 days', 'active', $5, $4, $4) returning id
         )
         insert into zoom_meetings (id, organization_id, event_id, connection_id, kind, zoom_id, status, created_at, updated_at)
         select $6, $2, $7, id, 'meeting', '850', 'ready', $4, $4 from connection",
        connection as _,
        org as _,
        token,
        now(),
        organizer.user as _,
        meeting as _,
        event as _
    )
    .execute(&app.db)
    .await
    .unwrap();
    let runs = [ZoomInstanceId::new(now()), ZoomInstanceId::new(now())];
    for (id, uuid) in runs.iter().zip(["uuid-1", "/uuid//2"]) {
        sqlx::query!(
            "insert into zoom_instances (id, organization_id, meeting_id, uuid, started_at, ended_at)
             values ($1, $2, $3, $4, $5, $5::timestamptz + interval '1 hour')",
            *id as _,
            org as _,
            meeting as _,
            uuid,
            now()
        )
        .execute(&app.db)
        .await
        .unwrap();
    }
    let mut ended = Ended { event, org, meeting, people: Vec::new(), runs };
    for n in 0..PEOPLE {
        ended.people.push(person(app, &ended, n).await);
    }
    ended
}

/// A registrant of whom the webhooks told a join and no leave.
async fn person(app: &TestApp, ended: &Ended, n: i64) -> RegistrationId {
    let id =
        rows::registration(&app.db, ended.event, &format!("p{n}@example.org"), "confirmed").await;
    let participant = ParticipantId::new(now());
    sqlx::query!(
        "with registrant as (
            insert into zoom_registrants (id, organization_id, meeting_id, registration_id, registrant_id, status, updated_at)
            values ($1, $2, $3, $4, $5, 'added', $6)
         ), participant as (
            insert into participants (id, organization_id, event_id, source, identity_key, registration_id, matched_by,
                                      evidence, created_at, updated_at)
            values ($7, $2, $8, 'zoom', 'r:' || $3::uuid::text || ':' || $5, $4, 'registrant_id', '{}', $6, $6) returning id
         )
         insert into presence_segments (id, organization_id, event_id, participant_id, instance_id, device, mode,
                                        started_at, recorded_at)
         select $9, $2, $8, id, $10, 'phone', 'online', $11, $6 from participant",
        ZoomRegistrantId::new(now()) as _,
        ended.org as _,
        ended.meeting as _,
        id as _,
        format!("r{n}"),
        now(),
        participant as _,
        ended.event as _,
        SegmentId::new(now()) as _,
        ended.runs[0] as _,
        now() + TimeDelta::seconds(n)
    )
    .execute(&app.db)
    .await
    .unwrap();
    id
}

fn row(registrant: &str, name: &str, from: i64, to: i64) -> Value {
    let at = |second| now() + TimeDelta::seconds(second);
    json!({"id": "", "user_id": "16778240", "name": name, "user_email": "", "registrant_id": registrant,
           "join_time": at(from), "leave_time": at(to), "duration": to - from, "status": "in_meeting"})
}

/// Three stays of each person and fifty of people without any id: 650 rows.
fn first_report() -> Vec<Value> {
    let mut rows: Vec<Value> = (0..PEOPLE)
        .flat_map(|n| {
            [(n, n + 300), (n + 400, n + 700), (n + 650, n + 900)].map(|(from, to)| (n, from, to))
        })
        .map(|(n, from, to)| row(&format!("r{n}"), "Łukasz Żółć", from, to))
        .collect();
    rows.extend((0..50).map(|_| {
        let mut guest = row("", "iPhone", 10, 20);
        guest["user_id"] = json!("");
        guest
    }));
    rows.push(json!({"registrant_id": "r0", "status": "in_waiting_room", "join_time": now(), "leave_time": now() + TimeDelta::hours(1)}));
    rows
}

async fn seconds(db: &PgPool, person: RegistrationId) -> i32 {
    sqlx::query_scalar!(
        "select counted_seconds from presence_summaries where registration_id = $1",
        person as _
    )
    .fetch_one(db)
    .await
    .unwrap()
}

/// ZM-9, acceptance 7 and 8, R6.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_report_of_three_pages_corrects_what_the_webhooks_said(db: PgPool) {
    let vendor = Vendor::default();
    let app = app(&db, &vendor.start().await);
    let event = ended(&app).await;
    let read = |nth: usize, attempt: i32| json!({"kind": "report", "instance": event.runs[nth], "attempt": attempt});
    assert_eq!(run(&app, json!({"kind": "event", "event": event.event})).await, 200);
    assert_eq!(seconds(&db, event.people[7]).await, 3593, "the webhooks alone");

    vendor.tell("uuid-1", first_report());
    *vendor.broken_page.lock().unwrap() = Some(2);
    assert_eq!(run(&app, read(0, 1)).await, 503, "two pages are not the whole");
    assert_eq!(seconds(&db, event.people[7]).await, 3593);

    *vendor.broken_page.lock().unwrap() = None;
    assert_eq!(run(&app, read(0, 1)).await, 200);
    for n in [0, 7, 199] {
        assert_eq!(seconds(&db, event.people[n]).await, 800);
    }
    let strangers = sqlx::query_scalar!(
        r#"select count(*) as "count!" from participants where registration_id is null and display_name = 'iPhone'"#
    );
    assert_eq!(strangers.fetch_one(&db).await.unwrap(), 50, "nobody is lost and nobody is joined");

    vendor.tell("/uuid//2", vec![row("r0", "Łukasz Żółć", 2000, 2300)]);
    assert_eq!(run(&app, read(1, 1)).await, 200);
    assert_eq!(seconds(&db, event.people[0]).await, 1100, "a restart has a report of its own");

    assert_eq!(run(&app, read(0, 2)).await, 200);
    assert_eq!(seconds(&db, event.people[0]).await, 1100, "the same again doubles nothing");
    let shorter = first_report().into_iter().filter(|row| row["duration"] != json!(250)).collect();
    vendor.tell("uuid-1", shorter);
    assert_eq!(run(&app, read(0, 3)).await, 200);
    assert_eq!(seconds(&db, event.people[7]).await, 600, "also downward");
    let evaluated = sqlx::query_scalar!(
        r#"select count(*) as "count!" from outbox where queue = 'evaluate-offering'"#
    );
    assert_eq!(evaluated.fetch_one(&db).await.unwrap(), 1, "told once while it waits");
}

/// ZM-9: if Zoom has none, the webhooks stand, and presence settles all the same.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_empty_report_counts_nothing_and_ends_the_wait(db: PgPool) {
    let vendor = Vendor::default();
    let app = app(&db, &vendor.start().await);
    let event = ended(&app).await;
    vendor.tell("uuid-1", Vec::new());
    let settled = || async {
        let settled = sqlx::query_scalar!(
            r#"select settled_at is not null as "is!" from presence_summaries where registration_id = $1"#,
            event.people[0] as _
        );
        settled.fetch_one(&db).await.unwrap()
    };
    for attempt in 1..=3 {
        for instance in event.runs {
            assert_eq!(
                run(&app, json!({"kind": "report", "instance": instance, "attempt": attempt}))
                    .await,
                200
            );
        }
        assert_eq!(seconds(&db, event.people[0]).await, 3600);
        assert_eq!(settled().await, attempt == 3, "after reading {attempt}");
    }
}

/// §5, R5: one odd row of a report must not cost the others theirs.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_hostile_row_does_not_stop_the_report(db: PgPool) {
    let vendor = Vendor::default();
    let app = app(&db, &vendor.start().await);
    let event = ended(&app).await;
    let mut sparse = row("", "Guest", 0, 60);
    for field in ["id", "user_email", "registrant_id"] {
        sparse[field] = Value::Null;
    }
    sparse["user_id"] = json!(16_778_241);
    let mut open = row("r2", "Ben", 0, 60);
    open["leave_time"] = json!("");
    vendor.tell("uuid-1", vec![row("r0", "A\u{0}na", 0, 900), sparse, open]);
    let read = json!({"kind": "report", "instance": event.runs[0], "attempt": 1});
    assert_eq!(run(&app, read).await, 200);
    assert_eq!(seconds(&db, event.people[0]).await, 900);
}

/// ZM-9, R7: Zoom leaves a meeting open for 30 hours, and its host with it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_stay_of_more_than_a_day_does_not_stop_the_report(db: PgPool) {
    let vendor = Vendor::default();
    let app = app(&db, &vendor.start().await);
    let event = ended(&app).await;
    let hour = 60 * 60;
    vendor.tell("uuid-1", vec![row("r0", "Ana", -25 * hour, 5 * hour), row("r1", "Ben", 0, 900)]);
    let read = json!({"kind": "report", "instance": event.runs[0], "attempt": 1});
    assert_eq!(run(&app, read).await, 200);
    assert_eq!(seconds(&db, event.people[0]).await, 3600, "the session lies in the second day");
    assert_eq!(seconds(&db, event.people[1]).await, 900);
}

/// PR-13: presence of a closed event is read-only. A late report counts when it is open again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_late_report_counts_once_the_event_is_open_again(db: PgPool) {
    let vendor = Vendor::default();
    let app = app(&db, &vendor.start().await);
    let event = ended(&app).await;
    let status = async |status: &str| {
        sqlx::query!("update events set status = $1", status).execute(&db).await.unwrap();
    };
    vendor.tell("uuid-1", vec![row("r0", "Ana", 0, 900)]);
    let read =
        |attempt: i32| json!({"kind": "report", "instance": event.runs[0], "attempt": attempt});
    assert_eq!(run(&app, read(1)).await, 200);
    status("closed").await;
    vendor.tell("uuid-1", vec![row("r0", "Ana", 0, 300)]);
    assert_eq!(run(&app, read(2)).await, 200);
    assert_eq!(seconds(&db, event.people[0]).await, 900);
    status("completed").await;
    assert_eq!(run(&app, json!({"kind": "event", "event": event.event})).await, 200);
    assert_eq!(seconds(&db, event.people[0]).await, 300);
}
