use super::*;
use crate::stripe::{Stand, signature};

#[tokio::test]
async fn each_endpoint_has_a_secret_and_the_signature_covers_the_body() {
    let stand = Stand::start(Clock::fixed(start())).await.unwrap();
    let form = "country=US&capabilities[transfers][requested]=true";
    let send = cloud::client()
        .post(format!("{}/v1/accounts", stand.base_url))
        .bearer_auth(&stand.secret_key)
        .header("idempotency-key", "k")
        .body(form);
    let account: Value = send.send().await.unwrap().json().await.unwrap();
    stand.finish_onboarding(account["id"].as_str().unwrap()).await.unwrap();
    let send = cloud::client()
        .post(format!("{}/v1/customers", stand.base_url))
        .bearer_auth(&stand.secret_key)
        .body("name=Ada");
    send.send().await.unwrap();

    let messages = stand.take();
    let by = |kind: &str| messages.iter().find(|message| message.kind == kind).unwrap();
    let at = start().timestamp();
    let updated = by("account.updated");
    assert_eq!(updated.path, "/webhooks/stripe/connect");
    assert_eq!(updated.signature, signature(&stand.connect_webhook_secret, at, &updated.body));
    assert!(updated.body.contains(&format!("\"account\":{}", account["id"])));
    let created = by("customer.created");
    assert_eq!(created.path, "/webhooks/stripe/account");
    assert_eq!(created.signature, signature(&stand.webhook_secret, at, &created.body));
    assert!(!created.body.contains("\"account\""));
    assert!(stand.waiting().is_empty());
}

/// The vector of RFC 4231, test case 2, under Stripe's frame.
#[test]
fn the_signature_is_hmac_sha_256_over_time_and_body() {
    use aws_lc_rs::hmac;
    let said = signature("whsec_x", 7, "{}");
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"whsec_x");
    let hex = said.strip_prefix("t=7,v1=").unwrap();
    let tag: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect();
    hmac::verify(&key, b"7.{}", &tag).unwrap();
    assert!(hmac::verify(&key, b"8.{}", &tag).is_err());
}

#[tokio::test]
async fn events_are_repeated_and_reordered_by_a_seed_and_dropped() {
    let stand = Stand::start(Clock::fixed(start())).await.unwrap();
    for name in ["a", "b", "c", "d"] {
        let send = cloud::client()
            .post(format!("{}/v1/customers", stand.base_url))
            .bearer_auth(&stand.secret_key)
            .body(format!("name={name}"));
        send.send().await.unwrap();
    }
    let all = stand.waiting();
    let deliver =
        |times, shuffle_seed| Action::Deliver { event: None, all: false, times, shuffle_seed };
    let ids = |messages: Vec<crate::stripe::Message>| -> Vec<String> {
        messages.into_iter().map(|message| message.event).collect()
    };
    let shuffled = ids(stand.messages(&deliver(3, Some(1))));
    assert_eq!(shuffled.len(), 12);
    assert_eq!(shuffled, ids(stand.messages(&deliver(3, Some(1)))));
    assert_ne!(shuffled, ids(stand.messages(&deliver(3, None))));
    stand.act(Action::Drop { event: all[0].event.clone() }).await.unwrap();
    assert_eq!(ids(stand.take()), ids(all[1..].to_vec()));
}

#[tokio::test]
async fn events_are_sent_to_the_app_until_they_are_taken() {
    use axum::extract::State;
    use axum::routing::post;
    use tokio::sync::mpsc;

    async fn take(State(told): State<mpsc::Sender<String>>, body: String) -> StatusCode {
        told.send(body).await.unwrap();
        StatusCode::OK
    }
    let (told, mut heard) = mpsc::channel(4);
    let app = Router::new().route("/webhooks/stripe/account", post(take)).with_state(told);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    #[expect(clippy::disallowed_methods, reason = "an app beside the sandbox under test")]
    tokio::spawn(async move { axum::serve(listener, app).await });
    let stand = Stand::start_sending(Clock::fixed(start()), &address).await.unwrap();
    let send = cloud::client()
        .post(format!("{}/v1/customers", stand.base_url))
        .bearer_auth(&stand.secret_key)
        .body("name=Ada");
    let customer: Value = send.send().await.unwrap().json().await.unwrap();
    let event: Value = serde_json::from_str(&heard.recv().await.unwrap()).unwrap();
    assert_eq!(
        (&event["type"], &event["data"]["object"]["id"]),
        (&json!("customer.created"), &customer["id"])
    );
    assert_eq!(event["api_version"], VERSION);
}
