use auth::Need;
use billing_api::openapi;
use sqlx::PgPool;
use testkit::contract;

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers_and_other_tenants(db: PgPool) {
    let app = crate::shop(&db).await.app;
    let owner = app.member(models::Role::Owner).await;
    let invoice = crate::rows::invoice(&db, owner.org()).await.to_string();
    let statement = crate::rows::statement(&db, owner.org(), 9).await.to_string();
    let checkout = crate::rows::checkout(&db, owner.org()).await.to_string();
    // Nobody but staff comes as far as looking for these.
    let nothing = || uuid::Uuid::nil().to_string();
    let ids = [
        ("invoice_id", invoice),
        ("checkout_id", checkout),
        ("document_id", statement),
        ("finding_id", nothing()),
        ("payment_id", nothing()),
        ("organization_id", nothing()),
        ("rule_id", nothing()),
    ];
    contract::secured_routes_refuse_strangers(&app, &openapi(), &ids).await;
}

/// Section 1 of the rules of billing: every role reaches exactly the routes of the table.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn each_role_reaches_exactly_its_routes(db: PgPool) {
    let app = crate::shop(&db).await.app;
    let needs = [
        ("get_subscription", Need::ViewBilling),
        ("get_usage", Need::ViewBilling),
        ("list_invoices", Need::ViewBilling),
        ("get_invoice", Need::ViewBilling),
        ("list_fee_statements", Need::ViewBilling),
        ("get_fee_statement_file", Need::ViewBilling),
        ("start_trial", Need::ManageBilling),
        ("start_checkout", Need::ManageBilling),
        ("confirm_checkout", Need::ManageBilling),
        ("quote_plan_change", Need::ManageBilling),
        ("change_plan", Need::ManageBilling),
        ("drop_scheduled_change", Need::ManageBilling),
        ("cancel_subscription", Need::ManageBilling),
        ("reactivate_subscription", Need::ManageBilling),
        ("refresh_subscription", Need::ManageBilling),
        ("open_portal", Need::ManageBilling),
        ("get_profile", Need::ManageBilling),
        ("edit_profile", Need::ManageBilling),
    ];
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
