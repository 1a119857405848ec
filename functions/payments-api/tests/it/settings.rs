use models::Role;
use serde_json::json;
use sqlx::PgPool;

use crate::PATH;

/// An organization that never said anything sells by the standard.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_standard_holds_until_something_is_said(db: PgPool) {
    let app = crate::app(&db);
    let finance = app.member(Role::Finance).await;
    let shown = finance.get(&format!("{PATH}/settings")).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert_eq!(shown.headers["etag"], "\"0\"");
    assert_eq!(
        shown.body,
        json!({"fee_payer": "buyer", "tax_mode": "off", "tax_behavior": "inclusive", "legal_name": null,
               "legal_address": null, "tax_id": null, "document_prefix": "INV", "invoice_due_days": 14,
               "delayed_methods": false, "payout_mode": null})
    );
}
