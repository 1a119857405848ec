use auth::Need;
use models::{Role, RunId};
use serde_json::json;
use sqlx::PgPool;
use testkit::contract::{
    openapi_matches, roles_reach_their_routes, secured_routes_refuse_strangers,
};

#[test]
fn the_document_is_the_kept_one() {
    openapi_matches(&certificates_api::openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_secured_route_refuses_strangers(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let event = crate::over(&db, owner.org()).await;
    let person = crate::attended(&db, event, "ana@example.org", 120).await;
    let id = crate::certified(&db, owner.org(), event, person).await;
    let award = sqlx::query_scalar!("select id from awards").fetch_one(&db).await.unwrap();
    let body = json!({"offering": format!("event-{event}"), "all_eligible": true});
    let run: RunId = {
        let answer = owner.post(&format!("{}/issue", crate::PATH), body).await;
        answer.body["id"].as_str().unwrap().parse().unwrap()
    };
    let ids = [
        ("offering", format!("event-{event}")),
        ("id", id.to_string()),
        ("award_id", award.to_string()),
        ("run_id", run.to_string()),
        ("code", crate::code_of(&db, id).await),
    ];
    secured_routes_refuse_strangers(&app, &certificates_api::openapi(), &ids).await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_roles_with_the_right_reach_a_route(db: PgPool) {
    let (read, issue) = (Need::ReadCredentials, Need::IssueCredentials);
    let needs = [
        ("list_certificates", read),
        ("get_certificate", read),
        ("list_templates", read),
        ("get_certificate_settings", read),
        ("put_certificate_settings", Need::ManageTemplates),
        ("list_gates", read),
        ("summarize_gates", read),
        ("waive_gate", issue),
        ("recompute_awards", issue),
        ("accept_award", issue),
        ("correct_award", issue),
        ("revoke_award", issue),
        ("issue_certificates", issue),
        ("get_run", issue),
        ("revoke_certificate", issue),
        ("reissue_certificate", issue),
        ("resend_certificate", issue),
    ];
    roles_reach_their_routes(&crate::app(&db), &certificates_api::openapi(), &needs).await;
}
