use super::*;

/// PA-15, LG-1: a destination charge gives the whole to the organizer and collects the fee there.
#[tokio::test]
async fn a_paid_session_moves_the_money_to_its_destination() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let session = sandbox.session(&account).await;
    let back = sandbox
        .act(json!({ "action": "pay", "session": session, "card": "4242 4242 4242 4242" }))
        .await;
    assert_eq!(back["url"], format!("https://app.test/paid?s={session}"));

    let path = format!(
        "checkout/sessions/{session}?expand[]=payment_intent.latest_charge.balance_transaction&expand[]=line_items"
    );
    let read = sandbox.get(&path).await;
    assert_eq!((&read["status"], &read["payment_status"]), (&json!("complete"), &json!("paid")));
    assert_eq!(read["line_items"]["data"][0]["amount_total"], 10_000);
    assert_eq!(read["payment_intent"]["metadata"]["payment"], "p1");
    let charge = &read["payment_intent"]["latest_charge"];
    assert_eq!(charge["balance_transaction"]["net"], 10_000 - 320);
    assert_eq!(charge["application_fee_amount"], 500);
    let transfer = sandbox.get(&format!("transfers/{}", text(charge, "transfer"))).await;
    assert_eq!((&transfer["amount"], &transfer["destination"]), (&json!(10_000), &json!(account)));
    let fee = sandbox.get(&format!("application_fees/{}", text(charge, "application_fee"))).await;
    assert_eq!((&fee["amount"], &fee["originating_transaction"]), (&json!(500), &charge["id"]));

    let ours = sandbox.get("balance").await;
    assert_eq!(ours["pending"][0]["amount"], 500 - 320);
    let connected = [("stripe-account", account.as_str())];
    let there = || sandbox.call("GET", "balance", "", &connected);
    assert_eq!(there().await.body["pending"][0]["amount"], 9500);
    sandbox.wait(2 * DAY);
    assert_eq!(there().await.body["available"][0]["amount"], 9500);
}

#[tokio::test]
async fn a_payment_tells_its_events() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let before = sandbox.told().len();
    sandbox.paid(&account, "success").await;
    let mut told = sandbox.told().split_off(before);
    told.sort();
    assert_eq!(
        told,
        [
            "application_fee.created",
            "charge.succeeded",
            "checkout.session.completed",
            "payment_intent.created",
            "payment_intent.succeeded",
            "transfer.created",
        ]
    );
}

/// PA-22
#[tokio::test]
async fn a_declined_card_leaves_the_session_open() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let session = sandbox.session(&account).await;
    let said = sandbox
        .act(json!({ "action": "pay", "session": session, "card": "4000000000009995" }))
        .await;
    assert_eq!(said["status"], "declined");
    let path = format!("checkout/sessions/{session}?expand[]=payment_intent");
    let read = sandbox.get(&path).await;
    assert_eq!(read["status"], "open");
    let error = &read["payment_intent"]["last_payment_error"];
    assert_eq!(error["decline_code"], "insufficient_funds");
    sandbox.act(json!({ "action": "pay", "session": session, "card": "success" })).await;
    assert_eq!(sandbox.get(&path).await["payment_intent"]["status"], "succeeded");
    assert_eq!(sandbox.get("payment_intents").await["data"].as_array().unwrap().len(), 1);
}

/// PA-6
#[tokio::test]
async fn a_fee_above_the_amount_is_refused() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let error = sandbox.refused("checkout/sessions", &ticket(&account, 400, 401)).await;
    assert_eq!(error["param"], "payment_intent_data[application_fee_amount]");
    sandbox.post("checkout/sessions", &ticket(&account, 400, 400)).await;
}

/// PA-1, PA-2
#[tokio::test]
async fn amounts_below_the_minimum_and_times_out_of_range_are_refused() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let error = sandbox.refused("checkout/sessions", &ticket(&account, 49, 0)).await;
    assert_eq!(error["code"], "amount_too_small");
    let kwd = ticket(&account, 5124, 0).replace("=usd", "=kwd");
    assert_eq!(sandbox.refused("checkout/sessions", &kwd).await["code"], "invalid_amount");
    for seconds in [1799, 86_401] {
        let form = format!("{}&expires_at={}", ticket(&account, 1000, 0), sandbox.now() + seconds);
        assert_eq!(sandbox.refused("checkout/sessions", &form).await["param"], "expires_at");
    }
}

/// PA-17
#[tokio::test]
async fn a_session_expires_by_the_clock_and_only_once() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let form = format!("{}&expires_at={}", ticket(&account, 1000, 0), sandbox.now() + 1860);
    let session = text(&sandbox.post("checkout/sessions", &form).await, "id");
    sandbox.wait(1859);
    assert_eq!(sandbox.get(&format!("checkout/sessions/{session}")).await["status"], "open");
    sandbox.wait(1);
    assert_eq!(sandbox.get(&format!("checkout/sessions/{session}")).await["status"], "expired");
    assert_eq!(sandbox.told().last().unwrap(), "checkout.session.expired");
    let error = sandbox.refused(&format!("checkout/sessions/{session}/expire"), "").await;
    assert!(text(&error, "message").contains("status of expired"));
}

/// PA-20
#[tokio::test]
async fn a_bank_debit_is_settled_a_day_later_or_by_hand() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let mut sessions = Vec::new();
    for card in ["debit_ok", "debit_fails", "debit_ok"] {
        let session = sandbox.session(&account).await;
        sandbox.act(json!({ "action": "pay", "session": session, "card": card })).await;
        let read = sandbox.get(&format!("checkout/sessions/{session}")).await;
        assert_eq!(
            (&read["status"], &read["payment_status"]),
            (&json!("complete"), &json!("unpaid"))
        );
        sessions.push(session);
    }
    sandbox.act(json!({ "action": "settle_delayed", "session": sessions[2], "ok": false })).await;
    assert_eq!(sandbox.told().last().unwrap(), "checkout.session.async_payment_failed");
    sandbox.wait(DAY);
    let told = sandbox.told();
    let count = |kind: &str| told.iter().filter(|told| *told == kind).count();
    assert_eq!(count("checkout.session.async_payment_succeeded"), 1);
    assert_eq!(count("checkout.session.async_payment_failed"), 2);
    let paid = sandbox.get(&format!("checkout/sessions/{}", sessions[0])).await;
    assert_eq!(paid["payment_status"], "paid");
}

/// PA-7
#[tokio::test]
async fn tax_follows_the_country_of_the_buyer() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    for (behavior, tax, total) in [("exclusive", 1900, 11_900), ("inclusive", 1597, 10_000)] {
        let form = format!(
            "{}&automatic_tax[enabled]=true&automatic_tax[liability][type]=account&automatic_tax[liability][account]={account}\
             &line_items[0][price_data][tax_behavior]={behavior}",
            ticket(&account, 10_000, 0)
        );
        let session = text(&sandbox.post("checkout/sessions", &form).await, "id");
        sandbox
            .act(json!({ "action": "pay", "session": session, "card": "success", "country": "DE" }))
            .await;
        let read =
            sandbox.get(&format!("checkout/sessions/{session}?expand[]=payment_intent")).await;
        assert_eq!(read["total_details"]["amount_tax"], tax);
        assert_eq!(
            (&read["amount_total"], &read["payment_intent"]["amount"]),
            (&json!(total), &json!(total))
        );
    }
}

/// PA-7
#[tokio::test]
async fn a_second_try_from_another_country_pays_the_tax_of_that_one() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let form = format!(
        "{}&automatic_tax[enabled]=true&line_items[0][price_data][tax_behavior]=exclusive",
        ticket(&account, 10_000, 0)
    );
    let session = text(&sandbox.post("checkout/sessions", &form).await, "id");
    let pay = |card: &str, country: &str| json!({ "action": "pay", "session": session, "card": card, "country": country });
    sandbox.act(pay("declined", "US")).await;
    sandbox.act(pay("success", "DE")).await;
    let path = format!("checkout/sessions/{session}?expand[]=payment_intent.latest_charge");
    let read = sandbox.get(&path).await;
    let intent = &read["payment_intent"];
    assert_eq!(
        (&intent["amount"], &intent["latest_charge"]["amount"]),
        (&json!(11_900), &json!(11_900))
    );
}
