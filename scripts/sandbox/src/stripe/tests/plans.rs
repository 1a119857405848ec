use super::*;

struct Plan {
    sandbox: Sandbox,
    customer: String,
    small: String,
    large: String,
    yearly: String,
}

impl Plan {
    async fn new() -> Self {
        let sandbox = Sandbox::new();
        let product = text(&sandbox.post("products", "name=Organizer").await, "id");
        let price = async |amount: i64, interval: &str| {
            let form = format!(
                "product={product}&currency=usd&unit_amount={amount}&recurring[interval]={interval}"
            );
            text(&sandbox.post("prices", &form).await, "id")
        };
        let (small, large) = (price(2900, "month").await, price(19_900, "month").await);
        let yearly = price(29_000, "year").await;
        let customer =
            text(&sandbox.post("customers", "name=Kidney+Society&email=k@example.com").await, "id");
        Self { sandbox, customer, small, large, yearly }
    }

    async fn session(&self, more: &str) -> String {
        let form = format!(
            "mode=subscription&success_url=https://app.test/ok&customer={}&line_items[0][price]={}&line_items[0][quantity]=1\
             &subscription_data[metadata][org]=o1{more}",
            self.customer, self.small
        );
        text(&self.sandbox.post("checkout/sessions", &form).await, "id")
    }

    /// A running subscription.
    async fn subscribed(&self, more: &str) -> Value {
        let session = self.session(more).await;
        self.sandbox.act(json!({ "action": "pay", "session": session, "card": "success" })).await;
        let path = format!("checkout/sessions/{session}?expand[]=subscription.latest_invoice");
        self.sandbox.get(&path).await["subscription"].clone()
    }

    async fn read(&self, id: &str) -> Value {
        self.sandbox.get(&format!("subscriptions/{id}?expand[]=latest_invoice")).await
    }

    async fn card(&self, card: &str) {
        self.sandbox
            .act(json!({ "action": "change_card", "customer": self.customer, "card": card }))
            .await;
    }
}

fn change(item: &str, price: &str, date: i64) -> String {
    format!(
        "items[0][id]={item}&items[0][price]={price}&proration_date={date}&proration_behavior=always_invoice\
         &payment_behavior=pending_if_incomplete&expand[]=latest_invoice"
    )
}

fn item(subscription: &Value) -> &str {
    subscription["items"]["data"][0]["id"].as_str().unwrap()
}

fn amounts(invoice: &Value) -> Vec<i64> {
    let lines = invoice["lines"]["data"].as_array().unwrap();
    lines.iter().map(|line| line["amount"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_paid_session_begins_a_subscription_that_renews() {
    let plan = Plan::new().await;
    let subscription = plan.subscribed("").await;
    let id = text(&subscription, "id");
    assert_eq!(
        (&subscription["status"], &subscription["latest_invoice"]["status"]),
        (&json!("active"), &json!("paid"))
    );
    assert_eq!(subscription["metadata"]["org"], "o1");
    // Checkout gives the card to the subscription only.
    let customer = plan.sandbox.get(&format!("customers/{}", plan.customer)).await;
    assert!(subscription["default_payment_method"].is_string());
    assert_eq!(customer["invoice_settings"]["default_payment_method"], Value::Null);
    let end = subscription["items"]["data"][0]["current_period_end"].as_i64().unwrap();
    plan.sandbox.wait(end - plan.sandbox.now());
    let renewed = plan.read(&id).await;
    assert_eq!(renewed["items"]["data"][0]["current_period_start"], end);
    assert_eq!(renewed["latest_invoice"]["billing_reason"], "subscription_cycle");
    assert_eq!(renewed["latest_invoice"]["amount_paid"], 2900);
    let told = plan.sandbox.told();
    assert!(told.contains(&"invoice.upcoming".to_owned()));
}

/// BI-15
#[tokio::test]
async fn the_preview_equals_the_invoice_of_the_change() {
    let plan = Plan::new().await;
    let subscription = plan.subscribed("").await;
    plan.sandbox.wait(10 * DAY + 12_345);
    let date = plan.sandbox.now();
    let ask = format!(
        "subscription={}&subscription_details[items][0][id]={}&subscription_details[items][0][price]={}\
         &subscription_details[proration_date]={date}&subscription_details[proration_behavior]=always_invoice",
        text(&subscription, "id"),
        item(&subscription),
        plan.large
    );
    let preview = plan.sandbox.post("invoices/create_preview", &ask).await;
    plan.sandbox.wait(300);
    let path = format!("subscriptions/{}", text(&subscription, "id"));
    let changed = plan.sandbox.post(&path, &change(item(&subscription), &plan.large, date)).await;
    let invoice = &changed["latest_invoice"];
    assert_eq!(
        (amounts(&preview), &preview["amount_due"]),
        (amounts(invoice), &invoice["amount_due"])
    );
    assert_eq!(invoice["status"], "paid");
    assert!(preview["amount_due"].as_i64().unwrap() > 0);
    assert_eq!(changed["items"]["data"][0]["price"]["id"], plan.large);
    assert_eq!(
        changed["items"]["data"][0]["current_period_end"],
        subscription["items"]["data"][0]["current_period_end"]
    );
}

/// BI-14: a longer interval begins a period of its own.
#[tokio::test]
async fn another_interval_begins_anew_and_gives_the_unused_time_back() {
    let plan = Plan::new().await;
    let subscription = plan.subscribed("").await;
    plan.sandbox.wait(DAY);
    let now = plan.sandbox.now();
    let path = format!("subscriptions/{}", text(&subscription, "id"));
    let changed = plan.sandbox.post(&path, &change(item(&subscription), &plan.yearly, now)).await;
    assert_eq!(amounts(&changed["latest_invoice"])[1], 29_000);
    assert!(amounts(&changed["latest_invoice"])[0] < 0);
    assert_eq!(changed["items"]["data"][0]["current_period_start"], now);
}

/// BI-16
#[tokio::test]
async fn a_change_that_is_not_paid_waits_and_lapses() {
    let plan = Plan::new().await;
    let subscription = plan.subscribed("").await;
    let id = text(&subscription, "id");
    plan.card("declined_later").await;
    let path = format!("subscriptions/{id}");
    let form = change(item(&subscription), &plan.large, plan.sandbox.now());
    let asked = plan.sandbox.post(&path, &form).await;
    assert!(asked["pending_update"].is_object());
    assert_eq!(asked["items"]["data"][0]["price"]["id"], plan.small);
    assert_eq!(asked["latest_invoice"]["status"], "open");
    plan.sandbox.wait(DAY);
    let later = plan.read(&id).await;
    assert_eq!((&later["pending_update"], &later["status"]), (&Value::Null, &json!("active")));
    assert_eq!(later["latest_invoice"]["status"], "void");
}

/// BI-15, BI-16
#[tokio::test]
async fn a_change_that_the_bank_asks_about_is_in_force_when_its_invoice_is_paid() {
    let plan = Plan::new().await;
    let subscription = plan.subscribed("").await;
    plan.card("3ds_always").await;
    let path = format!("subscriptions/{}", text(&subscription, "id"));
    let form = change(item(&subscription), &plan.large, plan.sandbox.now());
    let asked = plan.sandbox.post(&path, &form).await;
    assert!(plan.sandbox.told().contains(&"invoice.payment_action_required".to_owned()));
    let url = text(&asked["latest_invoice"], "hosted_invoice_url");
    let page = url.strip_prefix("http://sandbox.test").unwrap();
    let (status, _, _) = plan.sandbox.send(Request::post(page).body(Body::empty()).unwrap()).await;
    assert_eq!(status, 303);
    let after = plan.read(&text(&subscription, "id")).await;
    assert_eq!(
        (&after["items"]["data"][0]["price"]["id"], &after["pending_update"]),
        (&json!(plan.large), &Value::Null)
    );
}

/// BI-4
#[tokio::test]
async fn a_trial_must_last_two_days_and_is_paid_for_at_its_end() {
    let plan = Plan::new().await;
    let now = plan.sandbox.now();
    let short = format!(
        "mode=subscription&success_url=https://app.test/ok&line_items[0][price]={}&subscription_data[trial_end]={}",
        plan.small,
        now + 2 * DAY - 1
    );
    assert_eq!(
        plan.sandbox.refused("checkout/sessions", &short).await["param"],
        "subscription_data[trial_end]"
    );
    let subscription =
        plan.subscribed(&format!("&subscription_data[trial_end]={}", now + 5 * DAY)).await;
    assert_eq!(subscription["status"], "trialing");
    plan.sandbox.wait(2 * DAY);
    assert_eq!(plan.sandbox.told().last().unwrap(), "customer.subscription.trial_will_end");
    plan.sandbox.wait(3 * DAY);
    let after = plan.read(&text(&subscription, "id")).await;
    assert_eq!(
        (&after["status"], &after["latest_invoice"]["amount_paid"]),
        (&json!("active"), &json!(2900))
    );
}

/// BI-21
#[tokio::test]
async fn a_card_that_stops_paying_is_tried_again_until_the_plan_is_unpaid() {
    let plan = Plan::new().await;
    let subscription = plan.subscribed("").await;
    let id = text(&subscription, "id");
    plan.card("declined_later").await;
    plan.sandbox.wait(31 * DAY);
    assert_eq!(plan.read(&id).await["status"], "past_due");
    plan.sandbox.wait(15 * DAY);
    let unpaid = plan.read(&id).await;
    assert_eq!(
        (&unpaid["status"], &unpaid["latest_invoice"]["attempt_count"]),
        (&json!("unpaid"), &json!(4))
    );
    plan.card("success").await;
    let invoice = text(&unpaid["latest_invoice"], "id");
    plan.sandbox.post(&format!("invoices/{invoice}/pay"), "").await;
    assert_eq!(plan.read(&id).await["status"], "active");
}

/// BI-18
#[tokio::test]
async fn a_cancelled_plan_runs_to_the_end_of_its_period() {
    let plan = Plan::new().await;
    let subscription = plan.subscribed("").await;
    let id = text(&subscription, "id");
    let path = format!("subscriptions/{id}");
    let form = "cancel_at_period_end=true&cancellation_details[comment]=bye";
    assert_eq!(plan.sandbox.post(&path, form).await["cancel_at_period_end"], true);
    assert_eq!(
        plan.sandbox.post(&path, "cancel_at_period_end=false").await["cancel_at"],
        Value::Null
    );
    plan.sandbox.post(&path, form).await;
    plan.sandbox.wait(31 * DAY);
    assert_eq!(plan.read(&id).await["status"], "canceled");
    assert!(plan.sandbox.told().contains(&"customer.subscription.deleted".to_owned()));
    assert_eq!(plan.sandbox.get("subscriptions").await["data"], json!([]));
}

/// BI-14, BI-22
#[tokio::test]
async fn a_downgrade_waits_for_the_end_of_the_period() {
    let plan = Plan::new().await;
    let subscription = plan.subscribed("").await;
    let id = text(&subscription, "id");
    let path = format!("subscriptions/{id}");
    plan.sandbox.post(&path, &change(item(&subscription), &plan.large, plan.sandbox.now())).await;
    let schedule =
        plan.sandbox.post("subscription_schedules", &format!("from_subscription={id}")).await;
    let phase = &schedule["phases"][0];
    let form = format!(
        "end_behavior=release&phases[0][start_date]={}&phases[0][end_date]={}&phases[0][items][0][price]={}&phases[0][items][0][quantity]=1\
         &phases[1][items][0][price]={}&phases[1][items][0][quantity]=1&phases[1][proration_behavior]=none",
        phase["start_date"], phase["end_date"], plan.large, plan.small
    );
    let schedules = format!("subscription_schedules/{}", text(&schedule, "id"));
    let old = plan.sandbox.refused(&schedules, &format!("{form}&phases[1][iterations]=1")).await;
    assert_eq!(old["code"], "parameter_unknown");
    plan.sandbox.post(&schedules, &form).await;
    let refused = plan.sandbox.refused(&path, "cancel_at_period_end=true").await;
    assert!(text(&refused, "message").contains("schedule"));
    plan.sandbox.wait(31 * DAY);
    let after = plan.read(&id).await;
    assert_eq!(after["items"]["data"][0]["price"]["id"], plan.small);
    assert_eq!(amounts(&after["latest_invoice"]), [2900]);
    assert_eq!(plan.sandbox.post(&format!("{schedules}/release"), "").await["status"], "released");
    assert_eq!(plan.read(&id).await["schedule"], Value::Null);
}

/// BI-22
#[tokio::test]
async fn the_portal_changes_card_and_details() {
    let plan = Plan::new().await;
    plan.subscribed("").await;
    let form = format!("customer={}&return_url=https://app.test/billing", plan.customer);
    let url = text(&plan.sandbox.post("billing_portal/sessions", &form).await, "url");
    let page = url.strip_prefix("http://sandbox.test").unwrap().to_owned();
    let send = async |form: &str| {
        plan.sandbox.send(Request::post(&page).body(Body::from(form.to_owned())).unwrap()).await.0
    };
    assert_eq!(send("what=card&card=mastercard").await, 303);
    assert_eq!(send("what=card&card=declined").await, 402);
    assert_eq!(
        send("what=details&name=K&email=k2@example.com&country=de&tax_id=DE123456789").await,
        303
    );
    let path = format!(
        "customers/{}?expand[]=invoice_settings.default_payment_method&expand[]=tax_ids",
        plan.customer
    );
    let read = plan.sandbox.get(&path).await;
    assert_eq!(read["invoice_settings"]["default_payment_method"]["card"]["brand"], "mastercard");
    assert_eq!(
        (&read["address"]["country"], &read["tax_ids"]["data"][0]["value"]),
        (&json!("DE"), &json!("DE123456789"))
    );
}

/// BI-20
#[tokio::test]
async fn tax_and_tax_ids_of_a_known_customer_need_leave_to_be_kept() {
    let plan = Plan::new().await;
    let form = format!(
        "mode=subscription&success_url=https://app.test/ok&customer={}&line_items[0][price]={}&automatic_tax[enabled]=true\
         &tax_id_collection[enabled]=true",
        plan.customer, plan.small
    );
    let error = plan.sandbox.refused("checkout/sessions", &form).await;
    assert_eq!(error["code"], "customer_tax_location_invalid");
    let placed = format!("{form}&customer_update[address]=auto");
    assert_eq!(
        plan.sandbox.refused("checkout/sessions", &placed).await["param"],
        "customer_update"
    );
    let session = text(
        &plan
            .sandbox
            .post("checkout/sessions", &format!("{placed}&customer_update[name]=auto"))
            .await,
        "id",
    );
    let pay = json!({ "action": "pay", "session": session, "card": "success", "country": "DE", "name": "Kidney Verein", "tax_id": "DE123456789" });
    plan.sandbox.act(pay).await;
    let read = plan.sandbox.get(&format!("customers/{}?expand[]=tax_ids", plan.customer)).await;
    assert_eq!(
        (&read["name"], &read["address"]["country"]),
        (&json!("Kidney Verein"), &json!("DE"))
    );
    assert_eq!(read["tax_ids"]["data"][0]["value"], "DE123456789");
    let invoice = plan.sandbox.get("invoices").await["data"][0].clone();
    assert_eq!(
        (&invoice["total"], &invoice["total_taxes"][0]["amount"]),
        (&json!(3451), &json!(551))
    );
}

#[tokio::test]
async fn another_change_takes_the_place_of_one_that_was_not_paid() {
    let plan = Plan::new().await;
    let subscription = plan.subscribed("").await;
    let id = text(&subscription, "id");
    plan.card("declined_later").await;
    let path = format!("subscriptions/{id}");
    let now = plan.sandbox.now();
    let first = plan.sandbox.post(&path, &change(item(&subscription), &plan.large, now)).await;
    plan.card("success").await;
    let second = plan.sandbox.post(&path, &change(item(&subscription), &plan.yearly, now)).await;
    assert_eq!(
        (&second["pending_update"], &second["items"]["data"][0]["price"]["id"]),
        (&Value::Null, &json!(plan.yearly))
    );
    let void =
        plan.sandbox.get(&format!("invoices/{}", text(&first["latest_invoice"], "id"))).await;
    assert_eq!(void["status"], "void");
}
