use models::{MembershipId, Role};
use serde_json::json;
use sqlx::PgPool;
use testkit::Member;
use uuid::Uuid;

/// Tells the member that their roles changed, as members-api does.
async fn told(db: &PgPool, member: &Member<'_>) {
    let mut tx = db.begin().await.unwrap();
    let id = sqlx::query_scalar!(
        "select id from memberships where user_id = $1",
        Uuid::from(member.user)
    );
    let id = MembershipId::from(id.fetch_one(&mut *tx).await.unwrap());
    outreach::organizations::role_changed(&mut tx, id, testkit::now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// OU-24, R18: a notice is read, marked by the id of the list, and thrown away.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_notice_is_read_and_thrown_away_by_its_reader_alone(db: PgPool) {
    let app = crate::app(&db);
    let (ada, eve) = (app.member(Role::Organizer).await, app.person().await);
    told(&db, &ada).await;
    told(&db, &ada).await;
    let list = ada.get("/api/v1/notifications").await;
    assert_eq!((list.status, list.body["unread"].as_i64()), (200, Some(1)), "{}", list.body);
    let notice = &list.body["data"][0];
    assert_eq!(notice["kind"], "organization-role-changed");
    assert_eq!(notice["title"], "Your roles at Clinic");
    assert_eq!(notice["path"], format!("/org/{}", ada.org()));
    assert_eq!(notice["organization"]["name"], "Clinic");
    let path = format!("/api/v1/notifications/{}", notice["id"].as_str().unwrap());
    assert_eq!(eve.send("POST", &format!("{path}/read"), None, &[]).await.status, 404);
    assert_eq!(eve.send("DELETE", &path, None, &[]).await.status, 404);
    assert_eq!(ada.send("POST", &format!("{path}/read"), None, &[]).await.status, 204);
    assert_eq!(ada.send("POST", &format!("{path}/read"), None, &[]).await.status, 204);
    assert_eq!(ada.get("/api/v1/notifications?unread=true").await.body["data"], json!([]));
    assert_eq!(ada.send("DELETE", &path, None, &[]).await.status, 204);
    assert_eq!(ada.get("/api/v1/notifications").await.body["data"], json!([]));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn everything_is_marked_at_once_and_pages_follow_each_other(db: PgPool) {
    let app = crate::app(&db);
    let ada = app.member(Role::Organizer).await;
    for version in 1..=3 {
        sqlx::query!(
            "update memberships set version = $2 where user_id = $1",
            Uuid::from(ada.user),
            version
        )
        .execute(&db)
        .await
        .unwrap();
        told(&db, &ada).await;
    }
    let first = ada.get("/api/v1/notifications?limit=2").await.body;
    assert_eq!(
        (first["data"].as_array().map(Vec::len), first["unread"].as_i64()),
        (Some(2), Some(3))
    );
    let next =
        format!("/api/v1/notifications?limit=2&cursor={}", first["next_cursor"].as_str().unwrap());
    assert_eq!(ada.get(&next).await.body["data"].as_array().map(Vec::len), Some(1));
    assert_eq!(ada.send("POST", "/api/v1/notifications/read-all", None, &[]).await.status, 204);
    assert_eq!(ada.get("/api/v1/notifications").await.body["unread"], 0);
}
