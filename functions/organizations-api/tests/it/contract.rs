use auth::Need;
use organizations_api::openapi;
use sqlx::PgPool;
use testkit::contract;

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers_and_other_tenants(db: PgPool) {
    let app = crate::app(&db);
    let ids: [(&str, String); 0] = [];
    contract::secured_routes_refuse_strangers(&app, &openapi(), &ids).await;
}

/// R14: every role reaches exactly the routes of the table.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_role_reaches_exactly_its_routes(db: PgPool) {
    let app = crate::app(&db);
    let needs = [
        ("get_organization", Need::ViewOrganization),
        ("update_organization", Need::ManageOrganization),
        ("delete_logo", Need::ManageOrganization),
        ("complete_organization_onboarding", Need::ManageOrganization),
        ("get_organization_closing", Need::OwnOrganization),
        ("close_organization", Need::OwnOrganization),
        ("reopen_organization", Need::OwnOrganization),
    ];
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
