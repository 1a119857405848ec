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
    let needs = [
        ("get_account", Need::ViewFinance),
        ("list_payout_countries", Need::ViewFinance),
        ("connect_account", Need::ManagePayouts),
        ("refresh_account", Need::ManagePayouts),
        ("disconnect_account", Need::ManagePayouts),
        ("open_onboarding", Need::ManagePayouts),
        ("open_dashboard", Need::ManagePayouts),
        ("get_seller_settings", Need::ViewFinance),
        ("edit_seller_settings", Need::ManagePayouts),
        ("list_refund_policies", Need::RefundPayments),
        ("save_refund_policy", Need::RefundPayments),
        ("get_balance", Need::ViewFinance),
        ("list_payouts", Need::ViewFinance),
        ("request_payout", Need::ManagePayouts),
    ];
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
