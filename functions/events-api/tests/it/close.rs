use chrono::TimeDelta;
use models::{EventId, ParticipantId, RegistrationId, Role};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, now, rows};

use crate::path;

async fn summary(db: &PgPool, event: EventId, id: RegistrationId, seconds: i32, status: &str) {
    sqlx::query!(
        "insert into presence_summaries (registration_id, organization_id, event_id, counted_seconds, window_seconds, sessions_met, status, settled_at)
         select $1, organization_id, id, $3, 3600, 0, $4, $5 from events where id = $2",
        id as _,
        event as _,
        seconds,
        status,
        now()
    )
    .execute(db)
    .await
    .unwrap();
}

/// UX-55: each step with its loss, each loss a list. R3: "not met" never reads as met.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_funnel_names_everybody_who_fell_out(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let spec =
        EventSpec { status: "completed", starts_in: TimeDelta::days(-1), ..EventSpec::PUBLISHED };
    let event = organizer.event(spec).await;
    let mut ids = Vec::new();
    for name in ["absent", "short", "there", "waits"] {
        let status = if name == "waits" { "waitlisted" } else { "confirmed" };
        ids.push(rows::registration(&db, event, &format!("{name}@example.org"), status).await);
    }
    summary(&db, event, ids[0], 0, "not_met").await;
    summary(&db, event, ids[1], 600, "not_met").await;
    summary(&db, event, ids[2], 3600, "met").await;
    sqlx::query!(
        "insert into participants (id, organization_id, event_id, source, identity_key, display_name, created_at, updated_at)
         values ($1, $2, $3, 'zoom', 'x', 'iPad', $4, $4)",
        ParticipantId::new(now()) as _,
        organizer.org() as _,
        event as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    let closing = organizer.get(&format!("{}/closing", path(event))).await;
    assert_eq!(
        closing.body["funnel"],
        json!({"registered": 3, "joined": 2, "met": 1, "certified": 0}),
        "{:?}",
        closing.body
    );
    assert_eq!(closing.body["can_close"], true);
    let gaps: Vec<_> = closing.body["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gap| (gap["kind"].as_str().unwrap(), gap["count"].as_i64().unwrap()))
        .collect();
    assert_eq!(
        gaps,
        [
            ("not_joined", 1),
            ("unmatched_names", 1),
            ("presence_pending", 0),
            ("not_met", 1),
            ("not_certified", 1)
        ]
    );
    assert_eq!(closing.body["gaps"][3]["people"][0]["email"], "short@example.org");
    let home = organizer.get("/api/v1/events/dashboard").await;
    assert_eq!(home.body["gaps"][0]["unmatched"], 1, "{:?}", home.body);
    assert_eq!(
        (&home.body["people_present"], &home.body["registrations"]["confirmed"]),
        (&json!(2), &json!(3))
    );
    assert_eq!(home.body["events"]["completed"], 1);
}

/// R2: a seat without a name earns nothing, so nothing is to be settled for it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_seat_without_a_name_is_no_gap(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let spec =
        EventSpec { status: "completed", starts_in: TimeDelta::days(-1), ..EventSpec::PUBLISHED };
    let event = organizer.event(spec).await;
    let there = rows::registration(&db, event, "there@example.org", "confirmed").await;
    summary(&db, event, there, 0, "not_met").await;
    let nobody = rows::registration(&db, event, "nobody@example.org", "confirmed").await;
    sqlx::query!(
        "update registrations set email = null, email_key = null, full_name = null where id = $1",
        nobody as _
    )
    .execute(&db)
    .await
    .unwrap();
    let home = organizer.get("/api/v1/events/dashboard").await;
    assert_eq!(home.body["gaps"], json!([]), "{}", home.body);
}
