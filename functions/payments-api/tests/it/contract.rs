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
        ("list_payments", Need::ViewFinance),
        ("export_payments", Need::ViewFinance),
        ("get_sales_summary", Need::ViewFinance),
        ("mark_paid_outside", Need::RefundPayments),
        ("quote_refund", Need::RefundPayments),
        ("refund_payment", Need::RefundPayments),
        ("list_refunds", Need::RefundPayments),
        ("get_refund", Need::RefundPayments),
        ("retry_refund", Need::RefundPayments),
        ("settle_refund_outside", Need::RefundPayments),
        ("list_refund_runs", Need::RefundPayments),
        ("start_refund_run", Need::RefundPayments),
        ("get_refund_run", Need::RefundPayments),
        ("pause_refund_run", Need::RefundPayments),
        ("resume_refund_run", Need::RefundPayments),
        ("list_ledger", Need::ViewFinance),
        ("list_ledger_balances", Need::ViewFinance),
        ("export_ledger", Need::ViewFinance),
        ("list_disputes", Need::ViewFinance),
        ("get_dispute", Need::ViewFinance),
        ("send_evidence", Need::RefundPayments),
        ("accept_dispute", Need::RefundPayments),
    ];
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
