use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{Member, TestApp, rows};

/// Where a member of this role is changed; the plan has the one seat that an organizer takes.
async fn path(db: &PgPool, app: &TestApp, owner: &Member<'_>) -> (String, models::UserId) {
    rows::plan(db, owner.org(), "organizer", "active").await;
    rows::member(db, owner.org(), Role::Organizer).await;
    let viewer = app.member_of(owner.org(), Role::Viewer).await;
    let id = sqlx::query_scalar!("select id from memberships where user_id = $1", viewer.user as _);
    (format!("/api/v1/members/{}", id.fetch_one(db).await.unwrap()), viewer.user)
}

/// BI-13, OR-8: a member pays for the seat only with a paid plan of the personal organization, and
/// takes none of the team's then.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_member_who_pays_takes_no_seat_of_the_team(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let (path, user) = path(&db, &app, &owner).await;
    let wish = json!({"roles": ["organizer"], "seat_payer": "member"});
    let full = owner.patch(&path, 1, json!({"roles": ["organizer"]})).await;
    assert_eq!(full.problem(), "409 seat-limit-reached");
    let refused = owner.patch(&path, 1, wish.clone()).await;
    assert_eq!(refused.problem(), "409 member-not-paying");
    assert_eq!(refused.body["errors"][0]["pointer"], "/seat_payer");

    let own = rows::organization(&db).await;
    for (status, answer) in [("trialing", 409), ("active", 200)] {
        rows::plan(&db, own, "organizer", status).await;
        sqlx::query!(
            "update organizations set kind = 'personal', created_by = $1 where id = $2",
            user as _,
            own as _
        )
        .execute(&db)
        .await
        .unwrap();
        assert_eq!(owner.patch(&path, 1, wish.clone()).await.status, answer, "{status}");
    }
    let list = owner.get("/api/v1/members").await;
    let mut members = list.body["data"].as_array().unwrap().iter();
    let member = members.find(|member| member["user_id"] == json!(user)).unwrap();
    assert_eq!(
        (&member["seat_payer"], &member["takes_seat"], &member["roles"]),
        (&json!("member"), &json!(false), &json!(["organizer"]))
    );
    let back = owner.patch(&path, 2, json!({"seat_payer": "organization"})).await;
    assert_eq!(back.problem(), "409 seat-limit-reached");
    let viewer = owner.patch(&path, 2, json!({"roles": ["viewer"], "seat_payer": "organization"}));
    assert_eq!(viewer.await.status, 200);
}
