use auth::Need;
use models::{Currency, Money, PaymentId, Role};
use payments_api::openapi;
use sqlx::PgPool;
use testkit::{EventSpec, contract, rows, sales};

#[test]
fn the_contract_is_the_one_that_was_reviewed() {
    contract::openapi_matches(&openapi(), env!("CARGO_MANIFEST_DIR"));
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn secured_routes_refuse_strangers_and_other_tenants(db: PgPool) {
    let app = crate::app(&db);
    let member = app.member(Role::Owner).await;
    let event = member.event(EventSpec::PUBLISHED).await;
    let place = rows::registration(&db, event, "ada@example.org", "confirmed").await;
    let payment = sales::sold(&db, place, "acct_1", Money::new(5_000, Currency::USD)).await;
    troubled(&db, payment).await;
    // Refund, run, dispute and document have the payment's id.
    let ids = ["payment_id", "refund_id", "run_id", "dispute_id", "document_id"];
    let ids = ids.map(|name| (name, payment.to_string()));
    contract::secured_routes_refuse_strangers(&app, &openapi(), &ids).await;
}

/// A refund, a run of refunds, a dispute and a document about a payment, under its id.
async fn troubled(db: &PgPool, payment: PaymentId) {
    let said = serde_json::json!({"version": 1, "kind": "invoice", "number": "INV-2026-000001", "issued_on": "2026-10-01",
        "locale": "en", "seller": {"name": "Example Ltd"}, "buyer": {"name": "Ada Park"}, "sections": []});
    sqlx::query!(
        "with dispute as (
            insert into disputes (id, organization_id, payment_id, stripe_dispute_id, currency, amount_minor, reason, status,
                                  created_at, updated_at)
            select id, organization_id, id, 'dp_1', currency, total_minor, 'fraudulent', 'needs_response', created_at, created_at
              from payments where id = $1
         ), document as (
            insert into sales_documents (id, organization_id, issuer, kind, year, number, full_number, source_key, payment_id, currency,
                                         total_minor, snapshot, issued_at)
            select id, organization_id, organization_id, 'invoice', 2026, 1, 'INV-2026-000001', 'payment', id, currency, total_minor, $2,
                   created_at
              from payments where id = $1
         ), run as (
            insert into refund_runs (id, organization_id, event_id, status, created_at)
            select p.id, p.organization_id, r.event_id, 'running', p.created_at
              from payments p join payment_items i on i.payment_id = p.id join registrations r on r.id = i.registration_id
             where p.id = $1
         )
         insert into refunds (id, organization_id, payment_id, cause, cause_key, currency, amount_minor, organizer_share_minor,
                              platform_share_minor, status, requested_at, updated_at)
         select id, organization_id, id, 'organizer', 'test', currency, 100, 100, 0, 'failed', created_at, created_at
           from payments where id = $1",
        payment as _,
        said
    )
    .execute(db)
    .await
    .unwrap();
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
        ("list_documents", Need::ViewFinance),
    ];
    contract::roles_reach_their_routes(&app, &openapi(), &needs).await;
}
