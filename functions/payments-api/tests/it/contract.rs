use auth::Need;
use payments_api::openapi;
use sqlx::PgPool;
use testkit::contract;

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers_and_other_tenants(db: PgPool) {
    let app = crate::app(&db);
    contract::secured_routes_refuse_strangers(&app, &openapi(), &[]).await;
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_role_reaches_exactly_its_routes(db: PgPool) {
    let app = crate::app(&db);
    let needs = [("get_seller_settings", Need::ViewFinance)];
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
