//! The stand-in as a client of Stripe sees it.

mod calls;
mod checkout;
mod connect;
mod events;
mod files;
mod pages;
mod plans;
mod refunds;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, Utc};
use models::Clock;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::action::Action;
use super::control;
use super::events::Mode;
use super::world::{Setting, Stripe, VERSION};

const DAY: i64 = 86_400;

/// A stand-in with a clock that stands still until it is moved.
struct Sandbox {
    stripe: Stripe,
    offset: Arc<AtomicI64>,
}

fn start() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2027-03-01T09:00:00Z").unwrap().to_utc()
}

impl Sandbox {
    fn new() -> Self {
        Self::open(None)
    }

    fn open(file: Option<PathBuf>) -> Self {
        let offset = Arc::new(AtomicI64::new(0));
        let clock = Clock::stepped(start(), offset.clone());
        let setting = Setting {
            origin: "http://sandbox.test",
            app: "http://127.0.0.1:1",
            file,
            seed: Some("tests"),
            mode: Mode::Hold,
        };
        Self { stripe: Stripe::open(setting, clock).unwrap(), offset }
    }

    fn wait(&self, seconds: i64) {
        self.offset.fetch_add(seconds, Ordering::Relaxed);
        self.stripe.change(|_| ());
    }

    fn now(&self) -> i64 {
        self.stripe.clock.now().timestamp()
    }

    fn router(&self) -> Router {
        super::router(self.stripe.clone())
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let Ok(answer) = self.router().oneshot(request).await;
        let (head, body) = answer.into_parts();
        // A connection that is closed has no bytes.
        let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
        (head.status, head.headers, bytes.to_vec())
    }

    /// A call with headers of its own.
    async fn call(&self, method: &str, path: &str, form: &str, more: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/sandbox/stripe/v1/{path}"))
            .header("authorization", format!("Bearer {}", self.stripe.secrets()[0]))
            .header("stripe-version", VERSION);
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        let (status, headers, bytes) =
            self.send(request.body(Body::from(form.to_owned())).unwrap()).await;
        Answer {
            status: status.as_u16(),
            headers,
            body: serde_json::from_slice(&bytes).unwrap_or_default(),
        }
    }

    async fn post(&self, path: &str, form: &str) -> Value {
        let answer = self.call("POST", path, form, &[]).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    async fn refused(&self, path: &str, form: &str) -> Value {
        let answer = self.call("POST", path, form, &[]).await;
        assert!(answer.status >= 400, "{path}: {}", answer.body);
        answer.body["error"].clone()
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.call("GET", path, "", &[]).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    async fn act(&self, action: Value) -> Value {
        let action: Action = serde_json::from_value(action).unwrap();
        control::act(&self.stripe, action).await.unwrap()
    }

    /// An account that can be paid.
    async fn account(&self) -> String {
        let form = "country=US&capabilities[card_payments][requested]=true&capabilities[transfers][requested]=true\
                    &controller[stripe_dashboard][type]=express&settings[payouts][schedule][interval]=manual";
        let id = text(&self.post("accounts", form).await, "id");
        self.act(json!({ "action": "finish_onboarding", "account": id })).await;
        id
    }

    /// An open session that sells one ticket for 100.00 with a fee of 5.00.
    async fn session(&self, account: &str) -> String {
        let form = ticket(account, 10_000, 500);
        text(&self.post("checkout/sessions", &form).await, "id")
    }

    /// The charge of a session that was paid.
    async fn paid(&self, account: &str, card: &str) -> Value {
        let session = self.session(account).await;
        self.act(json!({ "action": "pay", "session": session, "card": card })).await;
        let path = format!("checkout/sessions/{session}?expand[]=payment_intent.latest_charge");
        self.get(&path).await["payment_intent"]["latest_charge"].clone()
    }

    fn told(&self) -> Vec<String> {
        let deliveries = self.stripe.change(|world| world.deliveries());
        deliveries.into_iter().map(|delivery| delivery.kind).collect()
    }
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap().to_owned()
}

fn ticket(account: &str, amount: i64, fee: i64) -> String {
    format!(
        "mode=payment&success_url=https://app.test/paid?s={{CHECKOUT_SESSION_ID}}&cancel_url=https://app.test/back\
         &line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]={amount}\
         &line_items[0][price_data][product_data][name]=Ticket&line_items[0][quantity]=1\
         &payment_intent_data[application_fee_amount]={fee}&payment_intent_data[transfer_data][destination]={account}\
         &payment_intent_data[on_behalf_of]={account}&payment_intent_data[metadata][payment]=p1\
         &client_reference_id=p1&metadata[payment]=p1"
    )
}
