use db::audit::{self, Actor, Entry};
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::now;

async fn written(db: &PgPool, member: &testkit::Member<'_>, action: &str) {
    let mut conn = db.acquire().await.unwrap();
    let entry =
        Entry::new(Some(member.org()), Actor::User(member.user), action, "membership", member.user);
    audit::write(&mut conn, Entry { after: json!({"roles": ["viewer"]}), ..entry }, now())
        .await
        .unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_log_tells_who_did_what_in_this_organization_only(db: PgPool) {
    let app = crate::app(&db);
    let (owner, stranger) = (app.member(Role::Owner).await, app.member(Role::Owner).await);
    written(&db, &owner, "member.invited").await;
    written(&db, &owner, "event.published").await;
    written(&db, &stranger, "member.removed").await;
    let all = owner.get("/api/v1/oversight/audit").await;
    assert_eq!(all.body["data"].as_array().unwrap().len(), 2);
    assert_eq!(all.body["data"][0]["actor"]["name"], "Ada Park");
    let members = owner.get("/api/v1/oversight/audit?action=member").await;
    assert_eq!(members.body["data"][0]["action"], "member.invited");
    assert_eq!(members.body["data"].as_array().unwrap().len(), 1);
    let csv = owner.get("/api/v1/oversight/audit.csv").await;
    assert_eq!((csv.status, csv.text().lines().count()), (200, 3));
}

/// AC-31
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_entry_is_never_changed(db: PgPool) {
    let app = crate::app(&db);
    written(&db, &app.member(Role::Owner).await, "member.invited").await;
    for change in ["update audit_entries set action = 'x'", "delete from audit_entries"] {
        let refused = sqlx::raw_sql(change).execute(&db).await.unwrap_err();
        assert_eq!(
            refused.as_database_error().unwrap().constraint(),
            Some("audit_entries_append_only")
        );
    }
}
