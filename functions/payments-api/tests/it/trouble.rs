use models::Role;
use sandbox::stripe::Action;
use serde_json::json;
use sqlx::PgPool;

use crate::{PATH, told, with_stripe};

/// PA-12, 2.1, PA-42: an account goes the way that Stripe says, finance hears when sales stop, and
/// what cannot follow is a finding.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_account_stands_as_stripe_says(db: PgPool) {
    let (app, stand) = with_stripe(&db).await;
    let admin = app.member(Role::Admin).await;
    app.member_of(admin.org(), Role::Finance).await;
    let body = json!({"country": "DE", "business_type": "company"});
    admin.post(&format!("{PATH}/account"), body).await;
    let account = stand.objects("account")[0]["id"].as_str().unwrap().to_owned();
    let refreshed = async || {
        let answer = admin.post(&format!("{PATH}/account/refresh"), json!({})).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let enabled = &answer.body["charges_enabled"];
        format!("{} {enabled}", answer.body["status"].as_str().unwrap())
    };
    assert_eq!(refreshed().await, "onboarding false");
    stand.act(Action::Verify { account: account.clone() }).await.unwrap();
    assert_eq!(refreshed().await, "pending false");
    stand.act(Action::Activate { account: account.clone() }).await.unwrap();
    assert_eq!(refreshed().await, "active true");
    let money = async || told(&db).await.into_iter().filter(|key| key == "team-money").count();
    assert_eq!(money().await, 0);
    stand.act(Action::Restrict { account: account.clone() }).await.unwrap();
    assert_eq!(refreshed().await, "restricted false");
    assert_eq!(refreshed().await, "restricted false");
    assert_eq!(money().await, 2, "admin and finance, once");
    stand.act(Action::Activate { account: account.clone() }).await.unwrap();
    assert_eq!(refreshed().await, "active true");
    stand.act(Action::Reject { account: account.clone() }).await.unwrap();
    assert_eq!(refreshed().await, "rejected false");
    stand.act(Action::Activate { account }).await.unwrap();
    assert_eq!(refreshed().await, "rejected false", "nothing follows a rejection");
    let findings = sqlx::query_scalar!("select kind from reconciliation_findings");
    assert_eq!(findings.fetch_all(&db).await.unwrap(), ["payout_account_status"]);
}
