use models::{EventId, Role};
use serde_json::json;
use sqlx::{Connection as _, PgConnection, PgPool};
use testkit::{Answer, EventSpec, TestApp, rows};

use crate::PATH;

/// Until somebody waits for a lock.
async fn somebody_waits(db: &PgPool) {
    loop {
        let waiting = sqlx::query_scalar!(
            r#"select count(*) as "n!" from pg_locks l join pg_stat_activity a on a.pid = l.pid
                where not l.granted and a.datname = current_database()"#
        );
        if waiting.fetch_one(db).await.unwrap() > 0 {
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn come(app: &TestApp, event: EventId) -> Answer {
    let person = json!({"email": "ana@example.org", "full_name": "Ana Kos", "mode": "in_person"});
    app.post(PATH, json!({"event_id": event, "attendees": [person]})).await
}

async fn lock_seats(conn: &mut PgConnection, event: EventId) {
    sqlx::query!("select id from seat_pools where event_id = $1 for update", event as _)
        .fetch_all(conn)
        .await
        .unwrap();
}

/// RG-5: whoever registers while a limit is made sits in it too.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_registers_while_a_limit_is_made_is_counted_by_it(db: PgPool) {
    let app = crate::app(&db);
    let spec = EventSpec { format: "hybrid", ..EventSpec::PUBLISHED };
    let event = app.member(Role::Organizer).await.event(spec).await;
    let mut tx = db.begin().await.unwrap();
    lock_seats(&mut tx, event).await;
    let limit = async {
        somebody_waits(&db).await;
        sqlx::query!(
            "insert into seat_pools (id, organization_id, event_id, scope, mode, capacity)
             select gen_random_uuid(), organization_id, id, 'mode', 'in_person', 5 from events where id = $1",
            event as _
        )
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    };
    let (registered, ()) = tokio::join!(come(&app, event), limit);
    assert_eq!(registered.status, 201, "{}", registered.body);
    let taken = sqlx::query_scalar!("select taken from seat_pools where event_id = $1", event as _);
    assert_eq!(taken.fetch_all(&db).await.unwrap(), [1, 1]);
}

/// RG-6: a deadlock is tried again, and nobody hears of it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_deadlock_is_tried_again(db: PgPool) {
    let app = crate::app(&db);
    let spec = EventSpec { format: "in_person", ..EventSpec::PUBLISHED };
    let event = app.member(Role::Organizer).await.event(spec).await;
    let held = rows::registration(&db, event, "held@example.org", "confirmed").await;
    sqlx::query!(
        "update registrations set status = 'held', confirmed_at = null, held_at = created_at, hold_expires_at = created_at where id = $1",
        held as _
    )
    .execute(&db)
    .await
    .unwrap();
    let mut other = PgConnection::connect_with(&db.connect_options()).await.unwrap();
    // Only whoever waited first is given up.
    sqlx::query!("set deadlock_timeout = '1h'").execute(&mut other).await.unwrap();
    let mut tx = other.begin().await.unwrap();
    sqlx::query!("select id from registrations where id = $1 for update", held as _)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    let cross = async {
        somebody_waits(&db).await;
        lock_seats(&mut tx, event).await;
        tx.commit().await.unwrap();
    };
    let (registered, ()) = tokio::join!(come(&app, event), cross);
    assert_eq!(registered.status, 201, "{}", registered.body);
}
