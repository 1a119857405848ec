//! Time passes for a subscription: trials end, periods are renewed, cards are tried again.

use serde_json::{Value, json};

use super::field::Field as _;
use super::invoices::{self, Collected};
use super::proration;
use super::subscriptions::{end, in_period};
use super::world::World;

/// The end of a trial and a renewal are told of so long before.
const TRIAL_NOTICE: i64 = 3 * 86_400;
const RENEWAL_NOTICE: i64 = 7 * 86_400;

/// Sets what will happen at the end of the period.
pub(super) fn expect(world: &mut World, id: &str) {
    let Some(subscription) = world.find(id).cloned() else { return };
    let (start, until) = proration::period(&subscription);
    world.schedule(until, "renew", id);
    if subscription.text("status") == "trialing" {
        world.schedule((until - TRIAL_NOTICE).max(start), "trial_ends_soon", id);
    } else if until - RENEWAL_NOTICE > start {
        world.schedule(until - RENEWAL_NOTICE, "upcoming", id);
    }
}

/// The period is over.
pub(super) fn renew(world: &mut World, id: &str) {
    let Some(subscription) = world.find(id).cloned() else { return };
    let lives = ["active", "past_due", "trialing", "unpaid"].contains(&subscription.text("status"));
    let until = proration::period(&subscription).1;
    if !lives || until > world.now {
        return;
    }
    if subscription.is("cancel_at_period_end") {
        return end(world, id, "cancellation_requested");
    }
    begin(world, id, until);
    world.emit("customer.subscription.updated", id);
}

/// Begins a period and invoices it.
pub(super) fn begin(world: &mut World, id: &str, start: i64) {
    let Some(subscription) = world.find(id).cloned() else { return };
    let trialing = subscription.text("status") == "trialing";
    let unpaid = subscription.text("status") == "unpaid";
    let mut items = subscription["items"].each("data").to_vec();
    let Some(price) = items.first().map(|item| item["price"].clone()) else { return };
    let anchor = if trialing { start } else { subscription.int("billing_cycle_anchor") };
    let until = proration::period_end(anchor, &price, start);
    in_period(&mut items, start, until);
    let mut lines = subscription.each("_waiting").to_vec();
    let subscription = world.edit(id, |subscription| {
        subscription["items"]["data"] = json!(items);
        subscription["billing_cycle_anchor"] = json!(anchor);
        subscription["_waiting"] = Value::Null;
        if trialing {
            subscription["status"] = json!("active");
            subscription["trial_end"] = json!(start);
        }
    });
    lines.extend(proration::whole(&subscription, &items, start, until));
    let draft = invoices::draft(world, &subscription, lines, "subscription_cycle");
    let invoice = invoices::open(world, draft);
    world.edit(id, |subscription| subscription["latest_invoice"] = json!(invoice));
    if !unpaid {
        outcome(world, id, &invoice);
    }
    expect(world, id);
}

/// Tries to collect, and says how the subscription stands then.
fn outcome(world: &mut World, id: &str, invoice: &str) {
    if invoices::collect(world, invoice, false) == Collected::Paid {
        return;
    }
    let again = invoices::try_again(world, invoice);
    let status = if again { "past_due" } else { "unpaid" };
    world.edit(id, |subscription| subscription["status"] = json!(status));
    if !again {
        world.edit(invoice, |invoice| invoice["auto_advance"] = json!(false));
    }
}

/// A card is tried again.
pub(super) fn retry(world: &mut World, invoice: &str) {
    let open = world.find(invoice).filter(|found| found.text("status") == "open").cloned();
    let Some(found) = open else { return };
    let id = found["parent"]["subscription_details"].text("subscription").to_owned();
    let lives = |found: &Value| ["active", "past_due"].contains(&found.text("status"));
    if world.find(&id).is_some_and(lives) {
        outcome(world, &id, invoice);
        world.emit("customer.subscription.updated", &id);
    }
}

/// A trial ends in three days.
pub(super) fn warn_of_trial(world: &mut World, id: &str) {
    if world.find(id).is_some_and(|found| found.text("status") == "trialing") {
        world.emit("customer.subscription.trial_will_end", id);
    }
}

/// A renewal comes in a week.
pub(super) fn upcoming(world: &mut World, id: &str) {
    let Some(subscription) =
        world.find(id).filter(|found| found.text("status") == "active").cloned()
    else {
        return;
    };
    if subscription.is("cancel_at_period_end") {
        return;
    }
    let draft = next(world, &subscription);
    world.tell("invoice.upcoming", &draft, None);
}

/// The invoice of the next period as it looks now.
pub(super) fn next(world: &World, subscription: &Value) -> Value {
    let until = proration::period(subscription).1;
    let items = subscription["items"].each("data");
    let anchor = match subscription.text("status") {
        "trialing" => until,
        _ => subscription.int("billing_cycle_anchor"),
    };
    let to =
        items.first().map_or(until, |item| proration::period_end(anchor, &item["price"], until));
    let mut lines = subscription.each("_waiting").to_vec();
    lines.extend(proration::whole(subscription, items, until, to));
    invoices::draft(world, subscription, lines, "upcoming")
}
