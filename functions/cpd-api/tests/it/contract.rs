use auth::Need;
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::contract::{
    openapi_matches, roles_reach_their_routes, secured_routes_refuse_strangers,
};

use crate::{PATH, TWO_HOURS, app, body, designate};

#[test]
fn the_document_is_the_kept_one() {
    openapi_matches(&cpd_api::openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_secured_route_refuses_strangers(db: PgPool) {
    let app = app(&db).await;
    let owner = app.member(Role::Owner).await;
    let event = owner.event(TWO_HOURS).await;
    let designation =
        designate(&owner, event, json!({})).await.body["id"].as_str().unwrap().to_owned();
    let body = body(&owner).await;
    let rules = json!({"body_id": body, "code": "own", "parameters": {"unit_seconds": 3600, "increment": 250}});
    let rules = owner.post(&format!("{PATH}/rule-sets"), rules).await;
    let ids = [
        ("body_id", body),
        ("rule_set_id", rules.body["id"].as_str().unwrap().to_owned()),
        ("designation_id", designation),
        ("event_id", event.to_string()),
    ];
    secured_routes_refuse_strangers(&app, &cpd_api::openapi(), &ids).await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn only_roles_with_the_right_reach_a_route(db: PgPool) {
    let (read, manage) = (Need::ReadCredentials, Need::ManageCreditRules);
    let needs = [
        ("list_bodies", read),
        ("create_body", manage),
        ("update_body", manage),
        ("list_credit_types", read),
        ("create_credit_type", manage),
        ("list_rule_sets", read),
        ("get_rule_set", read),
        ("create_rule_set", manage),
        ("change_rule_set", manage),
        ("publish_rule_set", manage),
        ("retire_rule_set", manage),
        ("copy_rule_set", manage),
        ("try_rule_set", read),
        ("create_designation", manage),
        ("update_designation", manage),
    ];
    roles_reach_their_routes(&app(&db).await, &cpd_api::openapi(), &needs).await;
}
