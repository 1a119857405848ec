use super::*;

/// PA-12
#[tokio::test]
async fn a_restricted_account_gets_no_charges() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let session = sandbox.session(&account).await;
    sandbox.act(json!({ "action": "restrict", "account": account })).await;
    let read = sandbox.get(&format!("accounts/{account}")).await;
    assert_eq!(
        (&read["charges_enabled"], &read["requirements"]["disabled_reason"]),
        (&json!(false), &json!("requirements.past_due"))
    );
    let error = sandbox.refused("checkout/sessions", &ticket(&account, 1000, 0)).await;
    assert_eq!(error["code"], "insufficient_capabilities_for_transfer");
    let pay: Action =
        serde_json::from_value(json!({ "action": "pay", "session": session, "card": "success" }))
            .unwrap();
    assert!(control::act(&sandbox.stripe, pay).await.is_err());
    sandbox.act(json!({ "action": "activate", "account": account })).await;
    sandbox.paid(&account, "success").await;
}

/// PA-10
#[tokio::test]
async fn countries_and_agreements_are_checked() {
    let sandbox = Sandbox::new();
    let ask = |country: &str, agreement: &str, capability: &str| {
        format!(
            "country={country}&tos_acceptance[service_agreement]={agreement}&capabilities[{capability}][requested]=true"
        )
    };
    assert_eq!(
        sandbox.refused("accounts", &ask("KE", "full", "transfers")).await["code"],
        "country_unsupported"
    );
    sandbox.refused("accounts", &ask("KE", "recipient", "card_payments")).await;
    let made = sandbox.post("accounts", &ask("KE", "recipient", "transfers")).await;
    assert_eq!(
        (&made["default_currency"], &made["charges_enabled"]),
        (&json!("kes"), &json!(false))
    );
}

/// PA-13
#[tokio::test]
async fn an_account_keeps_its_own_currency() {
    let sandbox = Sandbox::new();
    let made = sandbox
        .post("accounts", "country=DE&capabilities[card_payments][requested]=true&capabilities[transfers][requested]=true&settings[payouts][schedule][interval]=manual")
        .await;
    let account = text(&made, "id");
    sandbox.act(json!({ "action": "finish_onboarding", "account": account })).await;
    sandbox.paid(&account, "success").await;
    let there = [("stripe-account", account.as_str())];
    let transfer = sandbox.get("transfers").await["data"][0].clone();
    let (id, payment) = (text(&transfer, "id"), text(&transfer, "destination_payment"));
    let line = async |source: &str| {
        let path = format!("balance_transactions?source={source}");
        sandbox.call("GET", &path, "", &there).await.body["data"][0].clone()
    };
    let came = line(&payment).await;
    assert_eq!(
        (&transfer["currency"], &came["currency"], &came["amount"], &came["fee"], &came["net"]),
        (&json!("usd"), &json!("eur"), &json!(9_000), &json!(450), &json!(8_550))
    );
    let back = sandbox.post(&format!("transfers/{id}/reversals"), "amount=1000").await;
    assert_eq!(line(&text(&back, "destination_payment_refund")).await["net"], -900);
    sandbox.wait(2 * DAY);
    let balance = sandbox.call("GET", "balance", "", &there).await.body;
    assert_eq!(
        balance["available"],
        json!([{ "amount": 7_650, "currency": "eur", "source_types": { "card": 7_650 } }])
    );
}

/// PA-13
#[tokio::test]
async fn a_payout_takes_what_is_available_and_can_fail() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    sandbox.paid(&account, "success").await;
    let there = [("stripe-account", account.as_str())];
    let form = "amount=9500&currency=usd";
    let early = sandbox.call("POST", "payouts", form, &there).await;
    assert_eq!(early.body["error"]["code"], "balance_insufficient");
    sandbox.wait(2 * DAY);
    let payout = text(&sandbox.call("POST", "payouts", form, &there).await.body, "id");
    let status = || async {
        text(&sandbox.call("GET", &format!("payouts/{payout}"), "", &there).await.body, "status")
    };
    assert_eq!(status().await, "pending");
    assert_eq!(sandbox.call("GET", &format!("payouts/{payout}"), "", &[]).await.status, 404);
    sandbox.wait(DAY / 2);
    assert_eq!(status().await, "in_transit");
    let late = sandbox.call("POST", &format!("payouts/{payout}/cancel"), "", &there).await;
    assert_eq!(late.body["error"]["code"], "payout_already_sent");
    sandbox.wait(DAY / 2);
    assert_eq!(status().await, "paid");
    sandbox.act(json!({ "action": "fail_payout", "payout": payout })).await;
    assert_eq!(status().await, "failed");
    let balance = sandbox.call("GET", "balance", "", &there).await.body;
    assert_eq!(balance["available"][0]["amount"], 9500);
    let events = "events?type=payout.failed";
    assert_eq!(sandbox.get(events).await["data"], json!([]));
    let event = sandbox.call("GET", events, "", &there).await.body["data"][0].clone();
    assert_eq!(event["account"], account);
}

#[tokio::test]
async fn an_account_on_a_daily_schedule_is_paid_out_by_itself() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    sandbox
        .post(&format!("accounts/{account}"), "settings[payouts][schedule][interval]=daily")
        .await;
    sandbox.paid(&account, "success").await;
    sandbox.wait(4 * DAY);
    let there = [("stripe-account", account.as_str())];
    let payouts = sandbox.call("GET", "payouts", "", &there).await.body;
    assert_eq!(payouts["data"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&payouts["data"][0]["amount"], &payouts["data"][0]["automatic"]),
        (&json!(9500), &json!(true))
    );
}

#[tokio::test]
async fn an_account_that_holds_money_cannot_be_deleted() {
    let sandbox = Sandbox::new();
    let (empty, full) = (sandbox.account().await, sandbox.account().await);
    sandbox.paid(&full, "success").await;
    let delete =
        async |id: &str| sandbox.call("DELETE", &format!("accounts/{id}"), "", &[]).await.status;
    assert_eq!((delete(&empty).await, delete(&full).await), (200, 400));
}

#[tokio::test]
async fn an_account_that_was_disconnected_cannot_be_read() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    sandbox.act(json!({ "action": "deauthorize", "account": account })).await;
    assert_eq!(sandbox.told().last().unwrap(), "account.application.deauthorized");
    let read = sandbox.call("GET", &format!("accounts/{account}"), "", &[]).await;
    assert_eq!((read.status, &read.body["error"]["code"]), (403, &json!("account_invalid")));
    let there = sandbox.call("GET", "balance", "", &[("stripe-account", &account)]).await;
    assert_eq!(there.status, 403);
}
