use auth::Need;
use models::Role;
use promo_codes_api::openapi;
use sqlx::PgPool;
use testkit::contract;

use crate::rows;

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers_and_other_tenants(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let code = rows::percent(&db, owner.org(), "EARLY-BIRD", 2000).await;
    let batch = rows::batch(&db, owner.org()).await;
    let ids = [("promo_code_id", code.to_string()), ("batch_id", batch.to_string())];
    contract::secured_routes_refuse_strangers(&app, &openapi(), &ids).await;
}

/// R14: every role reaches exactly the routes of the table.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_role_reaches_exactly_its_routes(db: PgPool) {
    let app = crate::app(&db);
    let needs = [
        "list_promo_codes",
        "create_promo_code",
        "get_promo_code",
        "edit_promo_code",
        "disable_promo_code",
        "enable_promo_code",
        "archive_promo_code",
        "list_redemptions",
        "get_promo_report",
        "export_promo_report",
        "list_batches",
        "create_batch",
        "export_batch",
    ]
    .map(|operation| (operation, Need::ManagePromoCodes));
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
