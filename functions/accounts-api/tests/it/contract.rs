use accounts_api::openapi;

use sqlx::PgPool;
use testkit::contract;

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers_and_other_tenants(db: PgPool) {
    let app = crate::app(&db);
    let mine = app.person().await;
    let address =
        sqlx::query_scalar!("select id from user_emails where user_id = $1", mine.user as _);
    let ids = [("address_id", address.fetch_one(&db).await.unwrap().to_string())];
    contract::secured_routes_refuse_strangers(&app, &openapi(), &ids).await;
}
