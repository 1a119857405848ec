use models::{Role, ZoomConnectionId};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, Member, now};

use crate::{PATH, app, meeting_of};

pub(crate) async fn connection(db: &PgPool, member: &Member<'_>) -> ZoomConnectionId {
    let id = ZoomConnectionId::new(now());
    sqlx::query!(
        "insert into zoom_connections (id, organization_id, zoom_account_id, zoom_user_id, host_name, status, connected_by,
                                       created_at, updated_at)
         values ($1, $2, 'account-1', $1::uuid::text, 'CPD Office', 'active', $3, $4, $4)",
        id as _,
        member.org() as _,
        member.user as _,
        now()
    )
    .execute(db)
    .await
    .unwrap();
    id
}

async fn jobs(db: &PgPool) -> i64 {
    sqlx::query_scalar!(r#"select count(*) as "count!" from outbox where queue = 'sync-zoom'"#)
        .fetch_one(db)
        .await
        .unwrap()
}

/// ZM-2, ZM-3: the same plan changes nothing; a new host is a new meeting.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_new_host_means_a_new_meeting(db: PgPool) {
    let app = app(&db);
    let organizer = app.member(Role::Admin).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let (one, two) = (connection(&db, &organizer).await, connection(&db, &organizer).await);
    let path = format!("{PATH}/meetings/{event}");
    let plan = async |connection| {
        let body = json!({"kind": "meeting", "connection_id": connection, "recording": "cloud"});
        organizer.send("PUT", &path, Some(body), &[]).await
    };
    let first = plan(one).await;
    assert_eq!(
        (first.status, &first.body["data"][0]["status"]),
        (200, &json!("pending")),
        "{}",
        first.body
    );
    let meeting = meeting_of(&db, event).await;
    assert_eq!(plan(one).await.body["data"][0]["id"], json!(meeting));
    assert_eq!(jobs(&db).await, 1, "one job, however often it is asked for");
    let moved = plan(two).await;
    assert_ne!(moved.body["data"][0]["id"], json!(meeting));
    assert_eq!(moved.body["data"].as_array().unwrap().len(), 1, "the former one is gone");
    assert_eq!(plan(ZoomConnectionId::new(now())).await.problem(), "409 not-connected");

    let again = organizer
        .post(&format!("{PATH}/meetings/{}/recreate", meeting_of(&db, event).await), json!({}))
        .await;
    assert_eq!(again.body["status"], "pending");
    assert_eq!(organizer.send("DELETE", &path, None, &[]).await.status, 204);
    assert_eq!(
        organizer.get(&format!("{PATH}/meetings?event_id={event}")).await.body["data"],
        json!([])
    );
    sqlx::query!("update events set status = 'completed' where id = $1", event as _)
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(plan(one).await.problem(), "409 event-locked");
}

/// ZM-11: what depends on a connection is said before it ends.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_connection_with_coming_meetings_ends_only_when_confirmed(db: PgPool) {
    let app = app(&db);
    let organizer = app.member(Role::Admin).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let id = connection(&db, &organizer).await;
    let plan = json!({"kind": "webinar", "connection_id": id});
    organizer.send("PUT", &format!("{PATH}/meetings/{event}"), Some(plan), &[]).await;
    assert_eq!(organizer.delete(&format!("{PATH}/{id}"), 1).await.problem(), "409 meetings-depend");
    assert_eq!(
        organizer.delete(&format!("{PATH}/{id}?confirm=true"), 7).await.problem(),
        "412 precondition-failed"
    );
    assert_eq!(organizer.delete(&format!("{PATH}/{id}?confirm=true"), 1).await.status, 204);
    let left = sqlx::query!("select status, host_name from zoom_connections")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!((left.status.as_str(), left.host_name), ("revoked", None));
}
