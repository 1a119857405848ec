use chrono::TimeDelta;
use models::{OwnershipTransferId, Role};
use payments_api::openapi;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Member, contract};

use crate::{PATH, with_stripe};

/// Ownership went from hand to hand so long ago.
async fn handed_over(db: &PgPool, to: &Member<'_>, ago: TimeDelta) {
    let before = testkit::rows::person(db).await;
    sqlx::query!(
        "insert into ownership_transfers (id, organization_id, from_user_id, to_user_id, state, expires_at, ended_at, created_at)
         values ($1, $2, $3, $4, 'accepted', $5::timestamptz + interval '7 days', $5, $5)",
        OwnershipTransferId::new(testkit::now()) as _,
        to.org() as _,
        before.user as _,
        to.user as _,
        testkit::now() - ago
    )
    .execute(db)
    .await
    .unwrap();
}

/// Every operation that takes the right to manage payouts, and what it answers.
async fn asked(who: &Member<'_>) -> Vec<(String, String)> {
    let document = serde_json::to_value(openapi()).unwrap();
    let names = [
        "connect_account",
        "refresh_account",
        "disconnect_account",
        "open_onboarding",
        "open_dashboard",
        "edit_seller_settings",
        "request_payout",
    ];
    let mut answers = Vec::new();
    for (path, method, operation) in contract::operations(&document) {
        let name = operation["operationId"].as_str().unwrap_or_default();
        if names.contains(&name) {
            let body = contract::example(&document, operation);
            let headers = [("idempotency-key", name), ("if-match", "\"1\"")];
            let answer = who.send(&method, path, body, &headers).await;
            answers.push((name.to_owned(), answer.problem()));
        }
    }
    assert_eq!(answers.len(), names.len());
    answers
}

/// OR-10, the table of billing: for 72 hours nobody changes where the money goes, and the answer says
/// until when.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn payouts_are_blocked_for_three_days_after_a_handover(db: PgPool) {
    let (app, _stand) = with_stripe(&db).await;
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let elsewhere = app.member(Role::Owner).await;
    handed_over(&db, &owner, TimeDelta::hours(71)).await;
    for who in [&owner, &admin] {
        for (name, said) in asked(who).await {
            assert_eq!(said, "403 payouts-blocked", "{name}");
        }
    }
    let refused = owner.send("DELETE", &format!("{PATH}/account"), None, &[]).await;
    assert_eq!(
        (&refused.body["errors"][0]["code"], &refused.body["errors"][0]["detail"]),
        (&json!("until"), &json!("2026-10-01T09:00:00Z"))
    );
    assert!(refused.body["detail"].as_str().unwrap().contains("1 October 2026, 09:00 UTC"));
    let shown = owner.get(&format!("{PATH}/account")).await;
    assert_eq!(shown.body["blocked_until"], "2026-10-01T09:00:00Z");
    for (name, said) in asked(&elsewhere).await {
        assert_ne!(said, "403 payouts-blocked", "{name}");
    }
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn after_three_days_payouts_are_managed_as_before(db: PgPool) {
    let (app, _stand) = with_stripe(&db).await;
    let owner = app.member(Role::Owner).await;
    let viewer = app.member_of(owner.org(), Role::Viewer).await;
    handed_over(&db, &owner, TimeDelta::hours(72)).await;
    for (name, said) in asked(&owner).await {
        assert_ne!(said, "403 payouts-blocked", "{name}");
    }
    assert_eq!(owner.get(&format!("{PATH}/account")).await.body["blocked_until"], Value::Null);
    for (name, said) in asked(&viewer).await {
        assert_eq!(said, "403 forbidden", "{name}");
    }
}
