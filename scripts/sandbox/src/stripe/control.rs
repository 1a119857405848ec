//! What only the bank, the buyer or chance decides at the real Stripe, decided by hand here.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::accounts::{self, Standing};
use super::cards;
use super::deliver;
use super::events::{Delivery, Mode};
use super::faults::Fault;
use super::field::Field as _;
use super::pay::{self, Paid, Payer};
use super::refusal::Refusal;
use super::store::OBJECTS;
use super::world::{Stripe, World, shown};
use super::{checkout, customers, disputes, payouts, refunds};

/// Something that is made to happen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Somebody pays a session. 3-D Secure is completed.
    Pay {
        /// Which session.
        session: String,
        /// The card's number or its name.
        card: String,
        /// The buyer's address; the session's own without it.
        #[serde(default)]
        email: String,
        /// The buyer's name.
        #[serde(default)]
        name: String,
        /// Two letters, for tax.
        #[serde(default)]
        country: String,
        /// For tax.
        #[serde(default)]
        postal_code: String,
        /// A business's own.
        #[serde(default)]
        tax_id: String,
    },
    /// A session ends as if its time had passed.
    Expire {
        /// Which session.
        session: String,
    },
    /// A bank debit arrives, or does not.
    SettleDelayed {
        /// Which session.
        session: String,
        /// Whether it arrives.
        ok: bool,
    },
    /// The buyer disputes a charge.
    Dispute {
        /// Which charge.
        charge: String,
        /// One of Stripe's reasons; `fraudulent` without it.
        #[serde(default)]
        reason: String,
    },
    /// The bank decides a dispute.
    CloseDispute {
        /// Which dispute.
        dispute: String,
        /// For the platform, or for the buyer.
        won: bool,
    },
    /// An early fraud warning.
    Warn {
        /// Which charge.
        charge: String,
    },
    /// The bank sends a refund back.
    FailRefund {
        /// Which refund.
        refund: String,
    },
    /// The bank sends a payout back.
    FailPayout {
        /// Which payout.
        payout: String,
    },
    /// All is told of an account, and it is active.
    FinishOnboarding {
        /// Which account.
        account: String,
    },
    /// An account is active again.
    Activate {
        /// Which account.
        account: String,
    },
    /// Something is looked at before the account can be used.
    Verify {
        /// Which account.
        account: String,
    },
    /// An account owes information and may do nothing.
    Restrict {
        /// Which account.
        account: String,
    },
    /// An account is refused for good.
    Reject {
        /// Which account.
        account: String,
    },
    /// An organizer disconnects from the app.
    Deauthorize {
        /// Which account.
        account: String,
    },
    /// A customer's default card is another one.
    ChangeCard {
        /// Which customer.
        customer: String,
        /// The card's number or its name.
        card: String,
    },
    /// What becomes of events from now on.
    Webhooks {
        /// Sent, held or lost.
        mode: Mode,
    },
    /// Events are sent now, in their order or shuffled.
    Deliver {
        /// One event; every one that waits without it.
        #[serde(default)]
        event: Option<String>,
        /// All events, also those that were taken.
        #[serde(default)]
        all: bool,
        /// How often each of them.
        #[serde(default = "once")]
        times: u32,
        /// The order comes from this number.
        #[serde(default)]
        shuffle_seed: Option<u64>,
    },
    /// An event is lost.
    Drop {
        /// Which event.
        event: String,
    },
    /// The next calls go wrong.
    Fault(Fault),
    /// No further call goes wrong.
    ClearFaults,
    /// Calls that a fault holds go on.
    Release,
    /// What is due happens.
    Tick,
}

const fn once() -> u32 {
    1
}

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
        Action::Dispute { charge, reason } => {
            let reason = if reason.is_empty() { "fraudulent" } else { &reason };
            if !disputes::REASONS.contains(&reason) {
                return Err(Refusal::invalid(format!("No such reason: {reason}")).at("reason"));
            }
            let opened = disputes::open(world, &charge, reason)
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
            accounts::stand(world, &account, Standing::Active)?;
        }
        Action::Verify { account } => accounts::stand(world, &account, Standing::Pending)?,
        Action::Restrict { account } => accounts::stand(world, &account, Standing::Restricted)?,
        Action::Reject { account } => accounts::stand(world, &account, Standing::Rejected)?,
        Action::Deauthorize { account } => accounts::deauthorize(world, &account)?,
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
