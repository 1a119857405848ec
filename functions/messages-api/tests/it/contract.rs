use messages_api::openapi;
use models::Role;
use sqlx::PgPool;
use testkit::contract;

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers_and_other_tenants(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let id = crate::log::confirmation(&app, owner.org()).await;
    contract::secured_routes_refuse_strangers(&app, &openapi(), &[("message_id", id)]).await;
}
