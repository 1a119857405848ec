use chrono::TimeDelta;
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::task::JoinSet;

use crate::room::{Room, meeting, moved, registrant, send};

/// Several requests at once on the one thread of a test.
async fn join_all<F: Future<Output = u16> + Send + 'static>(all: Vec<F>) -> Vec<u16> {
    let mut set = JoinSet::new();
    for one in all {
        set.spawn(one);
    }
    set.join_all().await
}

/// ZM-7: Zoom repeats what it got no answer for, sometimes all at once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn eight_identical_deliveries_at_once_count_once(db: PgPool) {
    let app = std::sync::Arc::new(crate::app(&db));
    let room = Room::open(&app).await;
    let person = room.person("ana").await;
    let message = moved("joined", "uuid-1", &registrant("ana", "1"), 0).to_string();
    let deliveries = (0..8).map(|_| {
        let (app, message) = (app.clone(), message.clone());
        async move { send(&app, "zoom-secret", TimeDelta::zero(), message).await.0 }
    });
    assert_eq!(join_all(deliveries.collect()).await, [200; 8]);
    assert_eq!(room.count().await, 1);
    room.tell(&moved("left", "uuid-1", &registrant("ana", "1"), 600)).await;
    assert_eq!(room.seconds(person).await, 600);
}

fn shuffled(mut messages: Vec<Value>, order: usize) -> Vec<Value> {
    messages.rotate_left(order);
    if order % 2 == 1 {
        messages.reverse();
    }
    messages
}

/// PR-3, acceptance 6: two devices once, joins and leaves in any order.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_order_of_messages_means_nothing(db: PgPool) {
    let app = crate::app(&db);
    let room = Room::open(&app).await;
    for order in 0..4 {
        let name = format!("ana-{order}");
        let person = room.person(&name).await;
        let of = |way: &str, device: &str, second| {
            moved(way, "uuid-1", &registrant(&name, &format!("{order}{device}")), second)
        };
        let messages = vec![
            of("joined", "1", 0),
            of("joined", "2", 600),
            of("left", "1", 1200),
            of("left", "2", 1800),
        ];
        for message in shuffled(messages, order) {
            assert_eq!(room.tell(&message).await, 200);
        }
        assert_eq!(room.seconds(person).await, 1800, "order {order}");
    }
}

/// ZM-9: another uuid is another run of the meeting.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_restart_under_a_new_uuid_goes_on_counting(db: PgPool) {
    let app = crate::app(&db);
    let room = Room::open(&app).await;
    let person = room.person("ana").await;
    let who = registrant("ana", "1");
    for message in [
        meeting("meeting.started", "uuid-1", 0),
        moved("joined", "uuid-1", &who, 0),
        meeting("meeting.ended", "uuid-1", 900),
        meeting("meeting.started", "/uuid//2", 1000),
        moved("joined", "/uuid//2", &who, 1000),
        moved("left", "/uuid//2", &who, 1300),
    ] {
        assert_eq!(room.tell(&message).await, 200);
    }
    assert_eq!(room.seconds(person).await, 900 + 300, "an open stay ends with its run");
    let reports = sqlx::query_scalar!(
        r#"select count(*) as "count!" from outbox where payload ->> 'kind' = 'report'"#
    );
    assert_eq!(reports.fetch_one(&db).await.unwrap(), 3, "read after 30 min, 2 h and 24 h");
}

/// R5, acceptance 9: a blank id loses nobody and joins nobody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn people_without_any_id_stay_apart_and_wait_in_triage(db: PgPool) {
    let app = crate::app(&db);
    let room = Room::open(&app).await;
    for second in [10, 20] {
        let nobody = json!({"user_name": "iPhone"});
        assert_eq!(room.tell(&moved("joined", "uuid-1", &nobody, second)).await, 200);
    }
    let strangers = sqlx::query_scalar!(
        r#"select count(*) as "count!" from participants where registration_id is null and display_name = 'iPhone'"#
    );
    assert_eq!(strangers.fetch_one(&db).await.unwrap(), 2);
}

/// PR-4, ZM-8: waiting never counts; a breakout room is the same person on the same device.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn waiting_rooms_do_not_count_and_breakout_rooms_do(db: PgPool) {
    let app = crate::app(&db);
    let room = Room::open(&app).await;
    let person = room.person("ana").await;
    let who = registrant("ana", "1");
    let inside = json!({"user_id": "77", "participant_uuid": "DEVICE-1", "user_name": "Ana"});
    for message in [
        moved("joined_waiting_room", "uuid-1", &who, 0),
        moved("left_waiting_room", "uuid-1", &who, 100),
        moved("joined", "uuid-1", &who, 100),
        moved("left", "uuid-1", &who, 700),
        moved("joined_breakout_room", "uuid-1", &inside, 700),
        moved("left_breakout_room", "uuid-1", &inside, 1300),
    ] {
        assert_eq!(room.tell(&message).await, 200);
    }
    assert_eq!(room.seconds(person).await, 1200);
}

/// PR-14: an address that is a registration's is enough, a name alone never is.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_address_matches_and_a_name_does_not(db: PgPool) {
    let app = crate::app(&db);
    let room = Room::open(&app).await;
    let person = room.person("ana").await;
    let by_name = json!({"user_id": "1", "user_name": "Łukasz Żółć"});
    let by_address = json!({"user_id": "2", "user_name": "Somebody", "email": "ANA@example.org"});
    room.tell(&moved("joined", "uuid-1", &by_name, 0)).await;
    assert_eq!(room.seconds(person).await, 0);
    room.tell(&moved("joined", "uuid-1", &by_address, 1800)).await;
    assert_eq!(room.seconds(person).await, 1800);
}

/// ZM-11: tokens, addresses and the host's profile go at once; presence stays.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn deauthorization_ends_the_connection_and_keeps_presence(db: PgPool) {
    let app = crate::app(&db);
    let room = Room::open(&app).await;
    room.tell(&moved("joined", "uuid-1", &registrant("ana", "1"), 0)).await;
    let gone = json!({"event": "app_deauthorized", "event_ts": 5,
                      "payload": {"account_id": crate::room::ACCOUNT, "user_id": "host-1"}});
    assert_eq!(room.tell(&gone).await, 200);
    let row = sqlx::query!(
        "select c.status, c.host_email, m.status as meeting, m.join_url from zoom_connections c join zoom_meetings m on m.connection_id = c.id"
    );
    let row = row.fetch_one(&db).await.unwrap();
    assert_eq!((row.status.as_str(), row.meeting.as_str()), ("revoked", "gone"));
    assert_eq!((row.host_email, row.join_url), (None, None));
    assert_eq!(room.count().await, 1);
}

/// ZM-4: registration that somebody switched off at Zoom is put back on, and logged.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn registration_switched_off_at_zoom_is_put_back(db: PgPool) {
    let app = crate::app(&db);
    let room = Room::open(&app).await;
    let mut off = meeting("meeting.updated", "", 0);
    off["payload"]["object"]["settings"] = json!({"approval_type": 2});
    assert_eq!(room.tell(&off).await, 200);
    let asked =
        sqlx::query_scalar!(r#"select count(*) as "count!" from outbox where queue = 'sync-zoom'"#);
    assert_eq!(asked.fetch_one(&db).await.unwrap(), 1);
    let logged =
        sqlx::query_scalar!("select action from audit_entries").fetch_one(&db).await.unwrap();
    assert_eq!(logged, "zoom_meeting.registration_restored");
}

/// §5, R5: people choose their names, and Zoom leaves fields null; nobody is lost by either.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn odd_names_and_null_fields_lose_nobody(db: PgPool) {
    let app = crate::app(&db);
    let room = Room::open(&app).await;
    let hostile =
        json!({"user_id": "1", "user_name": "A\u{0}na\u{7}".to_owned() + &"x".repeat(5000)});
    let sparse = json!({"user_id": 2, "user_name": null, "id": null, "participant_uuid": null,
                        "participant_user_id": null, "registrant_id": null, "email": null, "leave_time": ""});
    for who in [&hostile, &sparse] {
        assert_eq!(room.tell(&moved("joined", "uuid-1", who, 0)).await, 200);
    }
    assert_eq!(room.count().await, 2);
    let longest = sqlx::query_scalar!("select max(length(display_name)) from participants");
    assert_eq!(longest.fetch_one(&db).await.unwrap(), Some(200));
    let mut elsewhere = moved("joined", "uuid-1", &hostile, 0);
    elsewhere["payload"]["object"]["id"] = json!("99");
    assert_eq!(room.tell(&elsewhere).await, 200, "kept as ignored");
}

/// R5: runs without a uuid belong to their own meetings.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_blank_uuid_joins_no_two_meetings(db: PgPool) {
    let app = crate::app(&db);
    let (room, mut other) =
        (Room::open(&app).await, moved("joined", "", &registrant("ana", "1"), 0));
    assert_eq!(room.tell(&other).await, 200);
    sqlx::query!("update zoom_meetings set zoom_id = '77'").execute(&db).await.unwrap();
    let next = Room::open(&app).await;
    other["payload"]["object"]["id"] = json!(crate::room::ZOOM_ID);
    other["event_ts"] = json!(7);
    assert_eq!(next.tell(&other).await, 200);
    let runs =
        sqlx::query_scalar!(r#"select count(distinct meeting_id) as "count!" from zoom_instances"#);
    assert_eq!(runs.fetch_one(&db).await.unwrap(), 2);
}

/// RG-17, PR-16: presence follows the person who cancelled and came back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn presence_follows_who_cancelled_and_came_back(db: PgPool) {
    let app = crate::app(&db);
    let room = Room::open(&app).await;
    let former = room.person("ana").await;
    let mut who = registrant("ana", "1");
    who["email"] = json!("ana@example.org");
    room.tell(&moved("joined", "uuid-1", &who, 0)).await;
    assert_eq!(room.seconds(former).await, 3600);
    let mut tx = db.begin().await.unwrap();
    sqlx::query!("delete from seat_claims where registration_id = $1", former as _)
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query!(
        "update registrations set status = 'cancelled', cancelled_at = created_at where id = $1",
        former as _
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let again = testkit::rows::registration(&db, room.event, "ana@example.org", "confirmed").await;
    room.tell(&moved("left", "uuid-1", &who, 600)).await;
    assert_eq!(room.seconds(again).await, 600);
}
