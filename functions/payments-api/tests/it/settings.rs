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
               "legal_address": null, "tax_id": null, "document_prefix": "INV", "document_note": null, "invoice_due_days": 14,
               "delayed_methods": false, "payout_mode": null})
    );
}

/// An edit is seen, counted, and refused on top of what was not seen.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_said_replaces_the_standard(db: PgPool) {
    let (app, path) = (crate::app(&db), format!("{PATH}/settings"));
    let admin = app.member(Role::Admin).await;
    let change = json!({"legal_name": " Wound Care Society ", "legal_address": "1 High St\r\nLeeds", "document_prefix": "WCS",
                        "invoice_due_days": 30, "delayed_methods": true, "tax_behavior": "exclusive"});
    let done = admin.patch(&path, 0, change.clone()).await;
    assert_eq!(
        (done.status, &done.headers["etag"]),
        (200, &"\"1\"".parse().unwrap()),
        "{}",
        done.body
    );
    assert_eq!(done.body["legal_name"], "Wound Care Society");
    assert_eq!(done.body["legal_address"], "1 High St\nLeeds");
    assert_eq!(admin.patch(&path, 0, change).await.problem(), "412 precondition-failed");
    let cleared = admin.patch(&path, 1, json!({"legal_name": null})).await;
    assert_eq!(
        (&cleared.body["legal_name"], &cleared.body["document_prefix"]),
        (&json!(null), &json!("WCS"))
    );
    assert_eq!(admin.get(&path).await.body, cleared.body);
    let entries = sqlx::query_scalar!(
        r#"select string_agg(after::text, '') as "text!" from audit_entries where action = 'seller_settings.changed'"#
    );
    let text = entries.fetch_one(&db).await.unwrap();
    assert!(text.contains("WCS") && !text.contains("Wound"), "names stay out of the log: {text}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_does_not_fit_is_refused(db: PgPool) {
    let (app, path) = (crate::app(&db), format!("{PATH}/settings"));
    let admin = app.member(Role::Admin).await;
    for (change, problem) in [
        (json!({"tax_mode": "automatic"}), "409 tax-setup-incomplete"),
        (json!({"payout_mode": "manual"}), "409 no-account"),
        (json!({"payout_mode": "rolling"}), "422 validation-failed"),
        (json!({"document_prefix": "wcs"}), "422 validation-failed"),
        (json!({"invoice_due_days": 91}), "422 validation-failed"),
        (json!({"fee_payer": null}), "422 validation-failed"),
        (json!({"organization_id": uuid::Uuid::nil()}), "422 validation-failed"),
    ] {
        assert_eq!(admin.patch(&path, 0, change.clone()).await.problem(), problem, "{change}");
    }
    testkit::sales::payout_account(&db, admin.org(), "acct_1", "US").await;
    let done = admin.patch(&path, 0, json!({"payout_mode": "manual"})).await;
    assert_eq!(done.body["payout_mode"], "manual", "{}", done.body);
    // A rule for the platform's own fees is none for what is sold (PA-7).
    sqlx::query!(
        "insert into tax_rules (id, mode, seller_country, buyer_is_business, seller_of_record, place, stripe_tax_code, legal_reference,
                                valid_from, rate_bp, tax_name, signed_off_by, signed_off_at)
         values (gen_random_uuid(), 'platform_fee', 'US', false, 'platform', 'buyer', 'txcd_20030000', 'Test', $1, 1900, 'VAT', 'C. Weiss', $1)",
        testkit::now()
    )
    .execute(&db)
    .await
    .unwrap();
    let taxed = admin.patch(&path, 1, json!({"tax_mode": "automatic"})).await;
    assert_eq!(taxed.problem(), "409 tax-setup-incomplete");
}

/// PA-6: an organizer bears the fees only where every coming price can.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn fees_do_not_eat_a_price(db: PgPool) {
    let (app, path) = (crate::app(&db), format!("{PATH}/settings"));
    let admin = app.member(Role::Admin).await;
    let event = admin.event(testkit::EventSpec::PUBLISHED).await;
    sqlx::query!(
        "insert into prices (id, organization_id, ticket_type_id, amount_minor, currency, created_at)
         select id, organization_id, id, 200, 'USD', created_at from ticket_types where event_id = $1",
        event as _
    )
    .execute(&db)
    .await
    .unwrap();
    let organizer = json!({"fee_payer": "organizer"});
    let refused = admin.patch(&path, 0, organizer.clone()).await;
    assert_eq!(refused.problem(), "409 price-below-fees");
    let why = &refused.body["errors"][0];
    assert_eq!(why["pointer"], "/fee_payer");
    let ticket =
        sqlx::query_scalar!("select name from ticket_types where event_id = $1", event as _);
    let ticket = ticket.fetch_one(&db).await.unwrap();
    let detail = why["detail"].as_str().unwrap();
    assert!(detail.contains(&ticket) && detail.contains("2.00 USD"), "{detail}");
    sqlx::query!("update prices set amount_minor = 5000").execute(&db).await.unwrap();
    assert_eq!(admin.patch(&path, 0, organizer).await.body["fee_payer"], "organizer");
}
