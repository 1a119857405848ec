use super::*;

/// RF-5, RF-6
#[tokio::test]
async fn refund_reversal_and_fee_refund_are_three_steps() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let charge = sandbox.paid(&account, "success").await;
    let form = format!(
        "payment_intent={}&amount=4000&reverse_transfer=false",
        text(&charge, "payment_intent")
    );
    let refund = sandbox.post("refunds", &form).await;
    assert_eq!(
        (&refund["status"], &refund["transfer_reversal"]),
        (&json!("succeeded"), &Value::Null)
    );
    let reversals = format!("transfers/{}/reversals", text(&charge, "transfer"));
    sandbox.post(&reversals, "amount=3800").await;
    let fees = format!("application_fees/{}/refunds", text(&charge, "application_fee"));
    sandbox.post(&fees, "amount=200").await;
    assert_eq!(sandbox.get("balance").await["available"][0]["amount"], -4000 + 3800 - 200);
    let there = sandbox.call("GET", "balance", "", &[("stripe-account", account.as_str())]).await;
    assert_eq!(there.body["available"][0]["amount"], -3800 + 200);
    sandbox.refused(&reversals, "amount=6201").await;
    sandbox.refused(&fees, "amount=301").await;
}

/// RF-6
#[tokio::test]
async fn a_refund_beyond_the_rest_is_refused() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let charge = text(&sandbox.paid(&account, "success").await, "id");
    sandbox.post("refunds", &format!("charge={charge}&amount=9000")).await;
    let error = sandbox.refused("refunds", &format!("charge={charge}&amount=1001")).await;
    assert_eq!(error["param"], "amount");
    sandbox.post("refunds", &format!("charge={charge}")).await;
    let read = sandbox.get(&format!("charges/{charge}")).await;
    assert_eq!((&read["amount_refunded"], &read["refunded"]), (&json!(10_000), &json!(true)));
    let error = sandbox.refused("refunds", &format!("charge={charge}")).await;
    assert_eq!(error["code"], "charge_already_refunded");
}

/// RF-8
#[tokio::test]
async fn a_refund_that_fails_gives_the_money_back_to_the_platform() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let charge = text(&sandbox.paid(&account, "refund_fails").await, "id");
    let refund = text(&sandbox.post("refunds", &format!("charge={charge}")).await, "id");
    sandbox.wait(DAY);
    let read = sandbox.get(&format!("refunds/{refund}?expand[]=failure_balance_transaction")).await;
    assert_eq!(read["status"], "failed");
    assert_eq!(read["failure_balance_transaction"]["amount"], 10_000);
    assert_eq!(sandbox.get(&format!("charges/{charge}")).await["amount_refunded"], 0);
    assert!(sandbox.told().contains(&"refund.failed".to_owned()));
}

/// RF-10, RF-11
#[tokio::test]
async fn a_disputed_charge_cannot_be_refunded_until_it_is_won() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let charge = sandbox.paid(&account, "dispute").await;
    let id = text(&charge, "id");
    let dispute = text(&charge, "dispute");
    let error = sandbox.refused("refunds", &format!("charge={id}")).await;
    assert_eq!(error["code"], "charge_disputed");
    let form = "evidence[access_activity_log]=log&submit=true";
    assert_eq!(sandbox.post(&format!("disputes/{dispute}"), form).await["status"], "under_review");
    sandbox.act(json!({ "action": "close_dispute", "dispute": dispute, "won": true })).await;
    assert_eq!(sandbox.get(&format!("disputes/{dispute}")).await["status"], "won");
    let moved: i64 = sandbox.get(&format!("balance_transactions?source={dispute}")).await["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["net"].as_i64().unwrap())
        .sum();
    assert_eq!(moved, 0);
    sandbox.post("refunds", &format!("charge={id}")).await;
}

#[tokio::test]
async fn a_dispute_without_evidence_is_lost_when_its_time_is_over() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let dispute = text(&sandbox.paid(&account, "dispute").await, "dispute");
    sandbox.wait(14 * DAY);
    assert_eq!(sandbox.get(&format!("disputes/{dispute}")).await["status"], "lost");
    assert!(sandbox.told().contains(&"charge.dispute.closed".to_owned()));
}

/// RF-11
#[tokio::test]
async fn an_inquiry_withdraws_nothing_until_it_becomes_a_chargeback() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let charge = text(&sandbox.paid(&account, "success").await, "id");
    let asked = json!({ "action": "dispute", "charge": charge, "inquiry": true });
    let dispute = text(&sandbox.act(asked).await, "id");
    let path = format!("disputes/{dispute}");
    let read = sandbox.get(&path).await;
    assert_eq!(
        (&read["status"], &read["balance_transactions"]),
        (&json!("warning_needs_response"), &json!([]))
    );
    sandbox.post("refunds", &format!("charge={charge}&amount=1000")).await;
    sandbox.act(json!({ "action": "close_dispute", "dispute": dispute, "won": false })).await;
    let read = sandbox.get(&path).await;
    assert_eq!(
        (&read["status"], &read["balance_transactions"][0]["amount"]),
        (&json!("needs_response"), &json!(-10_000))
    );
    sandbox.refused("refunds", &format!("charge={charge}")).await;
    sandbox.act(json!({ "action": "close_dispute", "dispute": dispute, "won": false })).await;
    assert_eq!(sandbox.get(&path).await["status"], "lost");
}
