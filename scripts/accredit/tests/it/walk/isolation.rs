use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::Member;
use testkit::contract::{example, operations};

use super::{HEADERS, Tenant, app, is_secured};

const SOMEBODY: &str = "somebody-of-theirs@example.org";

/// Calls every secured operation with ids of `tenant` in path, query and body, each as a caller of
/// its own: nothing of it is shown and nothing is done to it, lists included.
async fn nothing_is_reached<'a>(tenant: &Tenant, caller: impl AsyncFn() -> Member<'a>) {
    let document = accredit::openapi().unwrap();
    let event = tenant.event.to_string();
    for (template, method, operation) in operations(&document).filter(|(_, _, o)| is_secured(o)) {
        let path = tenant.address(template, operation);
        let body = example(&document, operation).map(|body| tenant.body(body));
        let names_event =
            path.contains(&event) || body.as_ref().is_some_and(|b| b.to_string().contains(&event));
        let answer = caller().await.send(&method, &path, body, &HEADERS).await;
        let shown = String::from_utf8_lossy(&answer.bytes).into_owned();
        for theirs in [SOMEBODY, &tenant.registration.to_string(), &event] {
            assert!(!shown.contains(theirs), "{method} {path} shows {shown}");
        }
        if names_event && method != "GET" {
            assert!(answer.status >= 400, "{method} {path} did something: {shown}");
        }
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_reaches_into_another_organization(db: PgPool) {
    let app = app(&db);
    let theirs = Tenant::with(&db, SOMEBODY).await;
    nothing_is_reached(&theirs, async || app.member(Role::Owner).await).await;
}

/// OR-3: without a scope a scoped role sees nothing, and with one only what is in it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_scoped_role_reaches_nothing_outside_its_scopes(db: PgPool) {
    let app = app(&db);
    let ours = Tenant::with(&db, SOMEBODY).await;
    for role in [Role::Instructor, Role::CheckIn] {
        nothing_is_reached(&ours, async || app.member_of(ours.org, role).await).await;
    }
    let teacher = app.member_of(ours.org, Role::Instructor).await;
    let path = format!("/api/v1/events/{}", ours.event);
    assert_eq!(teacher.get(&path).await.status, 404);
    sqlx::query!(
        "insert into membership_scopes (id, membership_id, event_id)
         select gen_random_uuid(), id, $2 from memberships where user_id = $1",
        teacher.user as _,
        ours.event as _
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(teacher.get(&path).await.status, 200, "at the very next request");
    let other = testkit::rows::event(&db, ours.org, testkit::EventSpec::PUBLISHED).await;
    assert_eq!(teacher.get(&format!("/api/v1/events/{other}")).await.status, 404);
}

/// The walks above mean nothing if the owner is shown as little.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_owner_is_shown_what_the_intruder_is_not(db: PgPool) {
    let app = app(&db);
    let ours = Tenant::with(&db, SOMEBODY).await;
    let owner = app.member_of(ours.org, Role::Owner).await;
    let listed = owner.get(&format!("/api/v1/registrations?event_id={}", ours.event)).await;
    assert_eq!(listed.body["data"][0]["id"], json!(ours.registration), "{}", listed.body);
    assert_eq!(listed.body["data"].as_array().unwrap().len(), 1);
}
