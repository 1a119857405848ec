//! Sends events to the app, signed as Stripe signs them: HMAC-SHA-256 over `t.body`.

use std::time::Duration;

use aws_lc_rs::hmac;

use super::events::Mode;
use super::world::{Stripe, shown};

/// When a delivery that fails is tried again; Stripe itself takes hours.
const AGAIN: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(20),
    Duration::from_mins(1),
    Duration::from_mins(5),
];

/// An event as it is posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The event's id.
    pub event: String,
    /// The event's type.
    pub kind: String,
    /// Where it belongs: `/webhooks/stripe/account` or `/webhooks/stripe/connect`.
    pub path: String,
    /// The exact bytes that are signed.
    pub body: String,
    /// The value of `Stripe-Signature`.
    pub signature: String,
}

/// The value of `Stripe-Signature` for a body at a second.
#[must_use]
pub fn signature(secret: &str, at: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, format!("{at}.{body}").as_bytes());
    tag.as_ref().iter().fold(format!("t={at},v1="), |all, byte| all + &format!("{byte:02x}"))
}

/// An event, signed now.
pub(super) fn message(stripe: &Stripe, event: &str) -> Option<Message> {
    let [_, account, connect] = stripe.secrets();
    stripe.change(|world| {
        let delivery = world.delivery(event)?;
        let body = shown(world.find(event)?).to_string();
        let secret = if delivery.scope == "connect" { connect } else { account };
        Some(Message {
            event: delivery.event,
            kind: delivery.kind,
            path: format!("/webhooks/stripe/{}", delivery.scope),
            signature: signature(&secret, world.now, &body),
            body,
        })
    })
}

/// Sends an event soon, and again until it is taken. Events overtake each other, as Stripe's do.
pub(super) fn send_soon(stripe: &Stripe, event: String) {
    let stripe = stripe.clone();
    #[expect(clippy::disallowed_methods, reason = "a vendor's server tells others when it likes")]
    tokio::spawn(async move {
        for wait in AGAIN.map(Some).into_iter().chain([None]) {
            if send(&stripe, &event).await {
                return;
            }
            let Some(wait) = wait else { break };
            tokio::time::sleep(wait).await;
        }
        note(&stripe, &event, None, "failed");
    });
}

/// Sends an event once; true when nothing is left to do for it.
pub(super) async fn send(stripe: &Stripe, event: &str) -> bool {
    let Some(message) = message(stripe, event) else { return true };
    let request = cloud::client()
        .post(format!("{}{}", stripe.app, message.path))
        .header("content-type", "application/json; charset=utf-8")
        .header("stripe-signature", message.signature)
        .body(message.body);
    let (outcome, taken) = match request.send().await {
        // A redirect counts as a failure.
        Ok(answer) => (answer.status().as_u16().to_string(), answer.status().is_success()),
        Err(error) => (error.without_url().to_string(), false),
    };
    note(stripe, event, Some(&outcome), if taken { "delivered" } else { "waiting" });
    taken
}

/// Writes down what became of an event. What was delivered once stays so.
pub(super) fn note(stripe: &Stripe, event: &str, outcome: Option<&str>, state: &str) {
    stripe.change(|world| {
        let Some(mut delivery) = world.delivery(event) else { return };
        delivery.outcomes.extend(outcome.map(str::to_owned));
        if delivery.state != "delivered" {
            state.clone_into(&mut delivery.state);
        }
        world.set_delivery(&delivery);
    });
}

/// Takes up what a former start left, if events are sent by themselves.
pub(super) fn resume(stripe: &Stripe) {
    let left = stripe.change(|world| match world.mode() {
        Mode::Normal => world.deliveries(),
        Mode::Hold | Mode::Drop => Vec::new(),
    });
    for delivery in left.into_iter().filter(|delivery| delivery.state == "waiting") {
        send_soon(stripe, delivery.event);
    }
}
