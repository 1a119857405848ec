use auth::Need;
use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, contract};
use zoom_api::openapi;

use crate::meetings::connection;
use crate::{PATH, meeting_of};

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers_and_other_tenants(db: PgPool) {
    let app = crate::app(&db);
    let member = app.member(Role::Owner).await;
    let event = member.event(EventSpec::PUBLISHED).await;
    let connection = connection(&db, &member).await;
    let plan = json!({"kind": "meeting", "connection_id": connection});
    member.send("PUT", &format!("{PATH}/meetings/{event}"), Some(plan), &[]).await;
    let ids = [
        ("connection_id", connection.to_string()),
        ("event_id", event.to_string()),
        ("meeting_id", meeting_of(&db, event).await.to_string()),
    ];
    contract::secured_routes_refuse_strangers(&app, &openapi(), &ids).await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_role_reaches_exactly_its_routes(db: PgPool) {
    let app = crate::app(&db);
    let needs = [
        ("connect_zoom", Need::ManageIntegrations),
        ("finish_connection", Need::ManageIntegrations),
        ("list_connections", Need::ManageIntegrations),
        ("disconnect_zoom", Need::ManageIntegrations),
        ("list_hosts", Need::ManageEvents),
        ("plan_meetings", Need::ManageEvents),
        ("remove_meetings", Need::ManageEvents),
        ("retry_meeting", Need::ManageEvents),
        ("recreate_meeting", Need::ManageEvents),
        ("open_start_link", Need::ManageEvents),
    ];
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
