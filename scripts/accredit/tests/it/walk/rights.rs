use std::fmt::Write as _;

use auth::{Need, Reach, reach};
use models::Role;
use sqlx::PgPool;
use testkit::contract::{STAFF_ONLY, example, operations};

use super::{HEADERS, Tenant, app, is_secured};

/// OR-4, R14: the golden matrix. Who reaches an operation, found by asking: a widened right shows
/// in review as one changed cell, and an operation that asks for none as `anybody signed in`.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_operation_answers_exactly_the_roles_of_its_right(db: PgPool) {
    let app = app(&db);
    let document = accredit::openapi().unwrap();
    let mut matrix =
        String::from("owner admin organizer course_manager instructor finance check_in viewer\n");
    for (template, method, operation) in operations(&document) {
        let tenant = Tenant::with(&db, "ana@example.org").await;
        let (path, body) = (tenant.address(template, operation), example(&document, operation));
        let name = operation["operationId"].as_str().unwrap();
        let stranger = app.send(&method, &path, body.clone()).await.problem();
        assert_eq!(is_secured(operation), stranger == "401 unauthenticated", "{name}: {stranger}");
        if !is_secured(operation) {
            writeln!(matrix, "public   {name}").unwrap();
            continue;
        }
        let person =
            app.person().await.send(&method, &path, body.clone(), &HEADERS).await.problem();
        if person == STAFF_ONLY {
            writeln!(matrix, "staff    {name}").unwrap();
            continue;
        }
        if person != "403 organization-required" {
            writeln!(matrix, "anybody signed in {name}").unwrap();
            continue;
        }
        let mut reached = Vec::new();
        for role in Role::ALL {
            let member = app.member_of(tenant.org, role).await;
            let answer = member.send(&method, &path, body.clone(), &HEADERS).await.problem();
            assert!(!answer.starts_with("401"), "{name} as {}: {answer}", role.word());
            reached.push(answer != "403 forbidden");
        }
        let of = |need: Need| Role::ALL.map(|role| reach(role, need) != Reach::None);
        assert!(
            Need::ALL.iter().any(|need| of(*need)[..] == reached),
            "{name} asks for no right of the table"
        );
        let cells: String =
            reached.iter().map(|reached| if *reached { '●' } else { '·' }).collect();
        writeln!(matrix, "{cells} {name}").unwrap();
    }
    insta::assert_snapshot!(matrix);
}
