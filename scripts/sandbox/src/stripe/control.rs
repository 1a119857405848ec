//! What only the bank, the buyer or chance decides at the real Stripe, decided by hand here.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::action::Action;
use super::cards;
use super::deliver;
use super::disputes::Kind;
use super::events::Delivery;
use super::field::Field as _;
use super::pay::{self, Paid, Payer};
use super::refusal::Refusal;
use super::standing::{self, Standing};
use super::store::OBJECTS;
use super::world::{Stripe, World, shown};
use super::{checkout, customers, disputes, payouts, refunds};

/// Makes it happen.
pub(super) async fn act(stripe: &Stripe, action: Action) -> Result<Value, Refusal> {
    match action {
        Action::Deliver { .. } => Ok(send(stripe, &action).await),
        Action::Release => {
            stripe.gate.notify_waiters();
            Ok(json!({}))
        }
        other => stripe.change(|world| happen(world, other)),
    }
}

fn happen(world: &mut World, action: Action) -> Result<Value, Refusal> {
    match action {
        Action::Pay { session, card, email, name, country, postal_code, tax_id } => {
            let payer = Payer { email, name, country, postal_code, tax_id, proven: true };
            let card = cards::find(&card).ok_or_else(|| Refusal::invalid("No such card."))?;
            return Ok(match pay::pay(world, &session, card, &payer)? {
                Paid::Done(url) => json!({ "status": "complete", "url": url }),
                Paid::Declined(reason) => json!({ "status": "declined", "reason": reason }),
                Paid::Asks => json!({ "status": "requires_action" }),
            });
        }
        Action::Expire { session } => {
            pay::open(world, &session)?;
            checkout::lapse(world, &session);
        }
        Action::SettleDelayed { session, ok } => {
            let found = world.need("checkout.session", &session, None)?;
            pay::settle(world, found.text("payment_intent"), ok)?;
        }
        Action::Webhooks { mode } => world.set_mode(mode),
        Action::Drop { event } => {
            let mut delivery =
                world.delivery(&event).ok_or_else(|| Refusal::missing("event", &event))?;
            "dropped".clone_into(&mut delivery.state);
            world.set_delivery(&delivery);
        }
        Action::Fault(fault) => world.faults.push(fault),
        Action::ClearFaults => world.faults.clear(),
        other => return money(world, other),
    }
    Ok(json!({}))
}

fn money(world: &mut World, action: Action) -> Result<Value, Refusal> {
    match action {
        Action::Dispute { charge, reason, inquiry } => {
            let kind = if inquiry { Kind::Inquiry } else { Kind::Chargeback };
            let reason = if reason.is_empty() { "fraudulent" } else { &reason };
            if !disputes::REASONS.contains(&reason) {
                return Err(Refusal::invalid(format!("No such reason: {reason}")).at("reason"));
            }
            let opened = disputes::open(world, &charge, reason, kind)
                .ok_or_else(|| Refusal::invalid("This charge cannot be disputed."))?;
            return Ok(json!({ "id": opened }));
        }
        Action::CloseDispute { dispute, won } => disputes::close(world, &dispute, won)?,
        Action::Warn { charge } => {
            world.need("charge", &charge, None)?;
            disputes::warn(world, &charge);
        }
        Action::FailRefund { refund } => refunds::fail(world, &refund)?,
        Action::FailPayout { payout } => payouts::fail(world, &payout)?,
        Action::FinishOnboarding { account } | Action::Activate { account } => {
            standing::set(world, &account, Standing::Active)?;
        }
        Action::Verify { account } => standing::set(world, &account, Standing::Pending)?,
        Action::Restrict { account } => standing::set(world, &account, Standing::Restricted)?,
        Action::Reject { account } => standing::set(world, &account, Standing::Rejected)?,
        Action::Deauthorize { account } => standing::deauthorize(world, &account)?,
        Action::ChangeCard { customer, card } => customers::change_card(world, &customer, &card)?,
        // What is due has happened already.
        _ => {}
    }
    Ok(json!({}))
}

/// The events that an action names, in the order and number that it asks for.
pub(super) fn chosen(stripe: &Stripe, action: &Action) -> Vec<String> {
    let Action::Deliver { event, all, times, shuffle_seed } = action else { return Vec::new() };
    let known = stripe.change(|world| world.deliveries());
    let wanted = |delivery: &&Delivery| match event {
        Some(event) if event != "all" => delivery.event == *event,
        Some(_) => true,
        None => *all || delivery.state == "waiting",
    };
    let once: Vec<String> =
        known.iter().filter(wanted).map(|delivery| delivery.event.clone()).collect();
    let mut events: Vec<String> = (0..*times).flat_map(|_| once.iter().cloned()).collect();
    if let Some(seed) = shuffle_seed {
        shuffle(&mut events, *seed);
    }
    events
}

/// Fisher and Yates, with Knuth's numbers: the same seed gives the same order.
fn shuffle(events: &mut [String], seed: u64) {
    let mut state = seed;
    for last in (1..events.len()).rev() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let below = u64::try_from(last).unwrap_or_default() + 1;
        events.swap(last, usize::try_from((state >> 33) % below).unwrap_or_default());
    }
}

async fn send(stripe: &Stripe, action: &Action) -> Value {
    let events = chosen(stripe, action);
    for event in &events {
        deliver::send(stripe, event).await;
    }
    json!({ "sent": events })
}

/// Makes something happen, as JSON.
pub(super) async fn post(State(stripe): State<Stripe>, Json(action): Json<Action>) -> Response {
    match act(&stripe, action).await {
        Ok(body) => Json(body).into_response(),
        Err(refusal) => (refusal.status, Json(refusal.body("req_control"))).into_response(),
    }
}

/// What is shown of everything.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wanted {
    /// Only objects of this kind.
    object: Option<String>,
}

/// Everything: objects, deliveries, calls, faults.
pub(super) async fn get(State(stripe): State<Stripe>, Query(wanted): Query<Wanted>) -> Response {
    let all = stripe.change(|world| {
        let objects: Vec<Value> = world
            .store
            .rows(OBJECTS)
            .map(|(_, object)| object)
            .filter(|object| {
                wanted.object.as_deref().is_none_or(|kind| kind == object.text("object"))
            })
            .map(shown)
            .collect();
        json!({
            "objects": objects, "deliveries": world.deliveries(), "calls": world.calls,
            "faults": world.faults, "mode": world.mode(), "now": world.now,
        })
    });
    (StatusCode::OK, Json(all)).into_response()
}
