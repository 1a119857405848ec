use axum::http::StatusCode;

use super::*;

/// PA-41
#[tokio::test]
async fn a_key_gives_its_first_answer_again_and_does_nothing() {
    let sandbox = Sandbox::new();
    let key = [("idempotency-key", "customer:1:1")];
    let first = sandbox.call("POST", "customers", "name=Ada", &key).await;
    let again = sandbox.call("POST", "customers", "name=Ada", &key).await;
    assert_eq!(first.body, again.body);
    assert!(!first.headers.contains_key("idempotent-replayed"));
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_ne!(first.headers["request-id"], again.headers["request-id"]);
    assert_eq!(sandbox.get("customers").await["data"].as_array().unwrap().len(), 1);
}

/// PA-41
#[tokio::test]
async fn a_key_with_other_parameters_is_refused() {
    let sandbox = Sandbox::new();
    let key = [("idempotency-key", "k")];
    sandbox.call("POST", "customers", "name=Ada", &key).await;
    let other = sandbox.call("POST", "customers", "name=Bob", &key).await;
    assert_eq!(other.status, 400);
    assert_eq!(other.body["error"]["type"], "idempotency_error");
    let elsewhere = sandbox.call("POST", "products", "name=Ada", &key).await;
    assert_eq!(elsewhere.status, 400);
}

/// PA-41
#[tokio::test]
async fn a_key_whose_call_has_no_answer_yet_is_409() {
    let sandbox = Arc::new(Sandbox::new());
    sandbox.act(json!({ "action": "fault", "path_contains": "customers", "kind": "hold" })).await;
    let key = [("idempotency-key", "k")];
    let first = sandbox.call("POST", "customers", "name=Ada", &key);
    let second = async {
        let second = sandbox.call("POST", "customers", "name=Ada", &key).await;
        sandbox.act(json!({ "action": "release" })).await;
        second
    };
    let (first, second) = tokio::join!(first, second);
    assert_eq!((first.status, second.status), (200, 409));
    assert_eq!(second.body["error"]["code"], "idempotency_key_in_use");
    assert_eq!(sandbox.call("POST", "customers", "name=Ada", &key).await.body, first.body);
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let sandbox = Sandbox::new();
    let key = [("idempotency-key", "k")];
    let first = sandbox.call("POST", "customers", "name=Ada", &key).await;
    sandbox.wait(DAY + 1);
    let later = sandbox.call("POST", "customers", "name=Ada", &key).await;
    assert_ne!(first.body["id"], later.body["id"]);
}

/// PA-41
#[tokio::test]
async fn a_500_is_kept_for_its_key_and_the_effect_is_found_by_metadata() {
    let sandbox = Sandbox::new();
    sandbox.act(json!({ "action": "fault", "kind": "500_after" })).await;
    let (key, form) = ([("idempotency-key", "k")], "name=Ada&metadata[org]=o1");
    for _ in 0..2 {
        assert_eq!(sandbox.call("POST", "customers", form, &key).await.status, 500);
    }
    let query = "customers/search?query=metadata%5B'org'%5D%3A'o1'%20AND%20name%3A'Ada'";
    let found = sandbox.get(query).await;
    assert_eq!(found["object"], "search_result");
    assert_eq!(found["data"][0]["metadata"]["org"], "o1");
    assert_eq!(sandbox.get("customers/search?query=metadata['org']:'o2'").await["data"], json!([]));
}

#[tokio::test]
async fn a_closed_connection_leaves_the_effect_or_nothing() {
    let sandbox = Sandbox::new();
    let key = [("idempotency-key", "k")];
    sandbox.act(json!({ "action": "fault", "kind": "before" })).await;
    assert_eq!(sandbox.call("POST", "customers", "name=Ada", &key).await.body, Value::Null);
    assert_eq!(sandbox.get("customers").await["data"], json!([]));
    sandbox.act(json!({ "action": "fault", "kind": "after" })).await;
    assert_eq!(sandbox.call("POST", "customers", "name=Ada", &key).await.body, Value::Null);
    let again = sandbox.call("POST", "customers", "name=Ada", &key).await;
    assert_eq!(sandbox.get("customers").await["data"][0]["id"], again.body["id"]);
}

#[tokio::test]
async fn over_the_wire_a_closed_connection_is_an_error_of_the_client() {
    let stand = super::super::Stand::start(Clock::fixed(start())).await.unwrap();
    stand.fault("POST", "customers", super::super::FaultKind::After).await.unwrap();
    let send = || {
        cloud::client()
            .post(format!("{}/v1/customers", stand.base_url))
            .basic_auth(&stand.secret_key, None::<&str>)
            .header("idempotency-key", "k")
            .send()
    };
    assert!(send().await.is_err());
    assert_eq!(send().await.unwrap().status(), 200);
    assert_eq!(stand.objects("customer").len(), 1);
    let statuses: Vec<u16> = stand.calls().iter().map(|call| call.status).collect();
    assert_eq!(statuses, [0, 200]);
}

/// PA-40
#[tokio::test]
async fn another_version_or_key_is_refused() {
    let sandbox = Sandbox::new();
    let request = |key: &str, version: &str| {
        Request::get("/sandbox/stripe/v1/balance")
            .header("authorization", key)
            .header("stripe-version", version)
            .body(Body::empty())
            .unwrap()
    };
    let key = format!("Bearer {}", sandbox.stripe.secrets()[0]);
    assert_eq!(sandbox.send(request(&key, VERSION)).await.0, 200);
    assert_eq!(sandbox.send(request(&key, "2024-06-20")).await.0, 400);
    assert_eq!(
        sandbox.send(request("Bearer sk_live_x", VERSION)).await.0,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn lists_are_read_page_by_page_and_narrowed_by_time() {
    let sandbox = Sandbox::new();
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        ids.push(text(&sandbox.post("customers", &format!("name={name}")).await, "id"));
        sandbox.wait(60);
    }
    let first = sandbox.get("customers?limit=2").await;
    assert_eq!((&first["data"][0]["id"], &first["has_more"]), (&json!(ids[2]), &json!(true)));
    let rest = sandbox.get(&format!("customers?limit=2&starting_after={}", ids[1])).await;
    assert_eq!((&rest["data"][0]["id"], &rest["has_more"]), (&json!(ids[0]), &json!(false)));
    let since = sandbox.now() - 90;
    let late = sandbox.get(&format!("customers?created[gte]={since}")).await;
    assert_eq!(late["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_same_calls_give_the_same_ids() {
    let (one, other) = (Sandbox::new(), Sandbox::new());
    assert_eq!(one.post("customers", "name=a").await, other.post("customers", "name=a").await);
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let folder = std::env::temp_dir().join(format!("accredit-stripe-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("stripe.jsonl");
    let _ = std::fs::remove_file(&file);
    let key = [("idempotency-key", "k")];
    let before = Sandbox::open(Some(file.clone()));
    let customer = before.call("POST", "customers", "name=Ada", &key).await.body;
    let account = before.account().await;
    let session = before.session(&account).await;
    let (secrets, told) = (before.stripe.secrets(), before.told());
    drop(before);

    let after = Sandbox::open(Some(file));
    assert_eq!(after.stripe.secrets(), secrets);
    assert_eq!(after.told(), told);
    assert_eq!(after.call("POST", "customers", "name=Ada", &key).await.body, customer);
    after.wait(2 * DAY);
    assert_eq!(after.get(&format!("checkout/sessions/{session}")).await["status"], "expired");
    assert_ne!(after.session(&account).await, session);
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn what_stripe_does_not_know_or_cannot_unset_is_refused() {
    let sandbox = Sandbox::new();
    let account = sandbox.account().await;
    let ticket = ticket(&account, 1000, 0);
    for (more, code, param) in [
        ("reverse=true", "parameter_unknown", "reverse"),
        ("payment_intent_data[fee]=1", "parameter_unknown", "payment_intent_data[fee]"),
        ("line_items[0][amount]=1", "parameter_unknown", "line_items[0][amount]"),
        ("customer_email=", "parameter_invalid_empty", "customer_email"),
    ] {
        let error = sandbox.refused("checkout/sessions", &format!("{ticket}&{more}")).await;
        assert_eq!((&error["code"], &error["param"]), (&json!(code), &json!(param)));
    }
    let long = format!("name=Ada&metadata[k]={}", "x".repeat(501));
    assert_eq!(sandbox.refused("customers", &long).await["param"], "metadata[k]");
    let relative = ticket
        .replace("success_url=https://app.test/paid?s={CHECKOUT_SESSION_ID}", "success_url=/paid");
    assert_eq!(sandbox.refused("checkout/sessions", &relative).await["code"], "url_invalid");
}

/// PA-40
#[tokio::test]
async fn the_endpoints_tell_their_version() {
    let sandbox = Sandbox::new();
    let endpoints = sandbox.get("webhook_endpoints").await;
    assert_eq!(endpoints["data"][1]["api_version"], VERSION);
    assert_eq!(endpoints["data"][1]["url"], "http://127.0.0.1:1/webhooks/stripe/connect");
}

#[tokio::test]
async fn a_locked_object_is_429_and_the_key_stays_free() {
    let sandbox = Sandbox::new();
    let key = [("idempotency-key", "k")];
    sandbox.act(json!({ "action": "fault", "kind": "lock_timeout" })).await;
    let first = sandbox.call("POST", "customers", "name=Ada", &key).await;
    assert_eq!((first.status, &first.body["error"]["code"]), (429, &json!("lock_timeout")));
    assert_eq!(sandbox.call("POST", "customers", "name=Ada", &key).await.status, 200);
}

#[tokio::test]
async fn a_caller_who_hangs_up_does_not_keep_his_key() {
    let sandbox = Sandbox::new();
    sandbox.act(json!({ "action": "fault", "kind": "hold" })).await;
    let key = [("idempotency-key", "k")];
    tokio::select! {
        biased;
        _ = sandbox.call("POST", "customers", "name=Ada", &key) => panic!("it is held"),
        () = std::future::ready(()) => {}
    }
    assert_eq!(sandbox.call("POST", "customers", "name=Ada", &key).await.status, 200);
}
