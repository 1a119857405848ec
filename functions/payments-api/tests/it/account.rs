use chrono::TimeDelta;
use models::Role;
use sandbox::stripe::FaultKind;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::Member;

use crate::{PATH, told, with_stripe};

fn path(rest: &str) -> String {
    format!("{PATH}/account{rest}")
}

fn german() -> Value {
    json!({"country": "DE", "business_type": "company"})
}

async fn connected(admin: &Member<'_>) -> Value {
    let answer = admin.post(&path(""), german()).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

/// PA-10, PA-41: one account in Stripe's Express shape, paying out when we say, however often it
/// is asked for and whatever answer is lost.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_account_is_made_once(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let admin = app.member(Role::Admin).await;
    let key = [("idempotency-key", "one")];
    stand.fault("POST", "accounts", FaultKind::After).await.unwrap();
    let lost = admin.send("POST", &path(""), Some(german()), &key).await;
    assert_eq!(lost.problem(), "503 unavailable");
    let made = admin.send("POST", &path(""), Some(german()), &key).await;
    assert_eq!((made.status, &made.body["status"]), (201, &json!("onboarding")), "{}", made.body);
    let again = admin.send("POST", &path(""), Some(german()), &key).await;
    assert_eq!(again.body, made.body);
    assert_eq!(admin.post(&path(""), german()).await.problem(), "409 account-exists");

    let there = stand.objects("account");
    assert_eq!(there.len(), 1);
    assert_eq!(there[0]["controller"]["stripe_dashboard"]["type"], "express");
    assert_eq!(there[0]["controller"]["losses"]["payments"], "application");
    assert_eq!(there[0]["settings"]["payouts"]["schedule"]["interval"], "manual");
    assert_eq!(told(&db).await, ["payout-account-changed"]);
    let shown = admin.get(&path("")).await;
    assert!(!shown.body.to_string().contains("acct_"), "no id of Stripe's: {}", shown.body);
    assert_eq!(shown.body["account"], made.body);
}

/// PA-10: where charging in the organizer's name is not offered, it receives; elsewhere nothing.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_country_is_taken_with_what_is_possible_there(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let admin = app.member(Role::Admin).await;
    for (nowhere, problem) in [
        ("KP", "422 country-not-supported"),
        ("zz", "422 validation-failed"),
        ("", "422 validation-failed"),
        ("Germany", "422 validation-failed"),
    ] {
        let body = json!({"country": nowhere, "business_type": "company"});
        let refused = admin.post(&path(""), body).await;
        assert_eq!(refused.problem(), problem, "{nowhere}");
        assert_eq!(refused.body["errors"][0]["pointer"], "/country", "{nowhere}");
    }
    let kenya = json!({"country": "ke", "business_type": "non_profit"});
    assert_eq!(admin.post(&path(""), kenya).await.status, 201);
    let there = &stand.objects("account")[0];
    assert_eq!(there["tos_acceptance"]["service_agreement"], "recipient");
    assert!(there["capabilities"].get("card_payments").is_none());
    let countries = admin.get(&path("/countries")).await;
    assert!(countries.body["data"].as_array().unwrap().len() > 50);
}

/// PA-43: links are good once, kept nowhere, and the owner hears of each.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_link_is_kept_nowhere_and_the_owner_hears_of_it(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let owner = app.member(Role::Owner).await;
    let admin = app.member_of(owner.org(), Role::Admin).await;
    let onboard = json!({"return_to": "/org/finance/payouts"});
    let links = path("/onboarding-links");
    assert_eq!(admin.post(&links, onboard.clone()).await.problem(), "409 no-account");
    connected(&admin).await;
    for evil in ["https://evil.example", "//evil.example", "/\\evil.example"] {
        let answer = admin.post(&links, json!({"return_to": evil})).await;
        assert_eq!(answer.problem(), "422 return-path-invalid", "{evil}");
    }
    assert_eq!(admin.post(&path("/login-links"), json!({})).await.problem(), "409 no-account");
    let link = admin.post(&links, onboard).await;
    assert_eq!(link.status, 200, "{}", link.body);
    let url = link.body["url"].as_str().unwrap();
    assert!(url.contains("/sandbox/stripe/onboarding/"), "{url}");

    let secret = url.split("link=").nth(1).unwrap();
    let kept = sqlx::query_scalar!(
        r#"select (select coalesce(string_agg(m::text, ''), '') from messages m)
               || (select coalesce(string_agg(a::text, ''), '') from audit_entries a)
               || (select coalesce(string_agg(s::text, ''), '') from stripe_calls s)
               || (select coalesce(string_agg(k::text, ''), '') from idempotency_keys k) as "text!""#
    );
    assert!(!kept.fetch_one(&db).await.unwrap().contains(secret), "the link is kept");
    let owners = sqlx::query_scalar!(
        r#"select count(*) as "n!" from messages where message_key = 'payout-account-changed' and user_id = $1"#,
        owner.user as _
    );
    assert_eq!(owners.fetch_one(&db).await.unwrap(), 2, "connected, and opened");
    let account = stand.objects("account")[0]["id"].as_str().unwrap().to_owned();
    stand.finish_onboarding(&account).await.unwrap();
    let link = admin.post(&path("/login-links"), json!({})).await;
    assert!(link.body["url"].as_str().unwrap().contains("/dashboard/"), "{}", link.body);
}

/// §8: a stolen session alone moves no money: identity has to be proven again.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_touches_the_account_asks_for_a_fresh_sign_in(db: PgPool) {
    let (app, _stand) = with_stripe(&db).await;
    let admin = app.member(Role::Admin).await;
    connected(&admin).await;
    app.advance(TimeDelta::seconds(601));
    let payout = json!({"amount": {"amount": 100, "currency": "USD"}});
    let patch = json!({"fee_payer": "organizer"});
    for (method, rest, body) in [
        ("POST", "/account", german()),
        ("POST", "/account/onboarding-links", json!({"return_to": "/org"})),
        ("POST", "/account/login-links", json!({})),
        ("DELETE", "/account", Value::Null),
        ("POST", "/payouts", payout),
        ("PATCH", "/settings", patch),
    ] {
        let headers = [("idempotency-key", rest), ("if-match", "\"0\"")];
        let answer = admin.send(method, &format!("{PATH}{rest}"), Some(body), &headers).await;
        assert_eq!(answer.problem(), "401 reauthentication-required", "{method} {rest}");
    }
}

/// PA-12: only when nothing is left or to come; then another one can be connected.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_account_ends_when_nothing_is_left(db: PgPool) {
    let (app, _stand) = with_stripe(&db).await;
    let admin = app.member(Role::Admin).await;
    connected(&admin).await;
    let stripe = sqlx::query_scalar!("select stripe_account_id from payout_accounts");
    let stripe = stripe.fetch_one(&db).await.unwrap().unwrap();
    let event = admin.event(testkit::EventSpec::PUBLISHED).await;
    let place = testkit::rows::registration(&db, event, "ada@example.org", "confirmed").await;
    let price = models::Money::new(5_000, "USD".parse().unwrap());
    let payment = testkit::sales::sold(&db, place, &stripe, price).await;
    let here = path("");
    let end = || admin.send("DELETE", &here, None, &[]);
    assert_eq!(end().await.problem(), "409 balance-not-zero", "a paid event is to come");
    app.advance(TimeDelta::minutes(5));
    sqlx::query!("update events set starts_at = starts_at - interval '9 days', ends_at = ends_at - interval '9 days'")
        .execute(&db)
        .await
        .unwrap();
    sqlx::query!(
        "update payments set status = 'processing', stripe_session_id = 'cs' where id = $1",
        payment as _
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(end().await.problem(), "409 balance-not-zero", "money is on its way");
    sqlx::query!("update payments set status = 'paid' where id = $1", payment as _)
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(end().await.status, 204);
    assert_eq!(admin.get(&path("")).await.body["account"], Value::Null);
    assert_eq!(end().await.problem(), "409 no-account");
    connected(&admin).await;
}
