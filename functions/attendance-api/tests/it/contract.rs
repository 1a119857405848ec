use attendance_api::openapi;
use auth::Need;
use models::{ImportId, Role};
use sqlx::PgPool;
use testkit::{EventSpec, contract, now, rows};

use crate::triage::participant;

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers_and_other_tenants(db: PgPool) {
    let app = crate::app(&db);
    let member = app.member(Role::Owner).await;
    let event = member.event(EventSpec::PUBLISHED).await;
    let registration = rows::registration(&db, event, "ana@example.org", "confirmed").await;
    let import = ImportId::new(now());
    sqlx::query!(
        "insert into presence_imports (id, organization_id, event_id, sha256, uploaded_by, created_at)
         values ($1, $2, $3, '\\x00', $4, $5)",
        import as _,
        member.org() as _,
        event as _,
        member.user as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    let ids = [
        ("registration_id", registration.to_string()),
        ("participant_id", participant(&db, event, "Ana", &[(0, 60)]).await.to_string()),
        ("import_id", import.to_string()),
        ("seal", "no.seal.x".to_owned()),
    ];
    contract::secured_routes_refuse_strangers(&app, &openapi(), &ids).await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_role_reaches_exactly_its_routes(db: PgPool) {
    let app = crate::app(&db);
    let manage = [
        "adjust_presence",
        "preview_adjustment",
        "match_participant",
        "unmatch_participant",
        "ignore_participant",
        "restore_participant",
        "call_roll",
        "commit_import",
        "recompute_presence",
        "pull_reports",
    ];
    let needs = manage.map(|operation| (operation, Need::ManageAttendance));
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
