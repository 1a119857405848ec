//! Subscriptions: begun by a session, changed, cancelled.

use serde_json::{Value, json};

use super::checkout::merge;
use super::field::Field as _;
use super::invoices::{self, Collected, PENDING};
use super::list::whole;
use super::params::Params;
use super::proration::{self, Change};
use super::refusal::Refusal;
use super::renewals;
use super::route::Asked;
use super::world::World;

/// Begins what a session sells. The card is the subscription's own: Checkout does not make it the
/// customer's default.
pub(super) fn from_session(
    world: &mut World,
    session: &str,
    method: &str,
) -> Result<Value, Refusal> {
    let session = world.need("checkout.session", session, None)?;
    let data = &session["_subscription"];
    let id = world.next_id("sub");
    let trial_end = data.maybe_int("trial_end");
    let mut items = Vec::new();
    for line in session.each("_line_items") {
        let price = &line["price"];
        if price["recurring"].is_object() {
            items.push(proration::item(world, &id, price, line.int("quantity")));
        }
    }
    let Some(first) = items.first() else {
        return Err(Refusal::invalid("Nothing in this session recurs."));
    };
    let now = world.now;
    let end = trial_end.unwrap_or_else(|| proration::period_end(now, &first["price"], now));
    in_period(&mut items, now, end);
    let subscription = world.insert(json!({
        "id": id, "object": "subscription", "customer": session["customer"], "currency": session["currency"],
        "status": if trial_end.is_some() { "trialing" } else { "incomplete" }, "collection_method": "charge_automatically",
        "items": whole(&items, &format!("/v1/subscription_items?subscription={id}")), "billing_cycle_anchor": trial_end.unwrap_or(now),
        "start_date": now, "trial_start": trial_end.map(|_| now), "trial_end": trial_end, "cancel_at": null, "cancel_at_period_end": false,
        "canceled_at": null, "ended_at": null, "cancellation_details": { "comment": null, "feedback": null, "reason": null },
        "default_payment_method": method, "latest_invoice": null, "metadata": data["metadata"], "description": data["description"],
        "pending_update": null, "pending_setup_intent": null, "schedule": null, "automatic_tax": { "enabled": session["automatic_tax"]["enabled"] },
        "billing_mode": { "type": "flexible" }, "pause_collection": null,
    }));
    let lines = if trial_end.is_some() {
        Vec::new()
    } else {
        proration::whole(&subscription, &items, now, end)
    };
    world.emit("customer.subscription.created", &id);
    let draft = invoices::draft(world, &subscription, lines, "subscription_create");
    let invoice = invoices::open(world, draft);
    world.edit(&id, |subscription| subscription["latest_invoice"] = json!(invoice));
    // The payer is at the checkout page.
    invoices::collect(world, &invoice, true);
    renewals::expect(world, &id);
    world.need("subscription", &id, None)
}

/// Sets the period of items.
pub(super) fn in_period(items: &mut [Value], start: i64, end: i64) {
    for item in items {
        item["current_period_start"] = json!(start);
        item["current_period_end"] = json!(end);
    }
}

/// Changes a subscription.
pub(super) fn update(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let subscription = asked.world.need("subscription", id, asked.account)?;
    if ["canceled", "incomplete_expired"].contains(&subscription.text("status")) {
        let said = "A canceled subscription can only update its cancellation_details and metadata.";
        return Err(Refusal::invalid(said));
    }
    let params = asked.params;
    check(params, &subscription)?;
    if params.has("items") {
        let items = proration::items(asked.world, params, &subscription)?;
        let date = params.int("proration_date")?.unwrap_or(asked.world.now);
        let change = proration::change(&subscription, items, date)?;
        apply(asked.world, &subscription, change, params)?;
    }
    let now = asked.world.now;
    let cancels = params
        .has("cancel_at_period_end")
        .then(|| params.flag("cancel_at_period_end"))
        .transpose()?;
    let details = params.inside("cancellation_details");
    asked.world.edit(id, |subscription| {
        merge(&mut subscription["metadata"], params.map("metadata"));
        if let Some(cancels) = cancels {
            let end = proration::period(subscription).1;
            subscription["cancel_at_period_end"] = json!(cancels);
            subscription["cancel_at"] = json!(cancels.then_some(end));
            subscription["canceled_at"] = json!(cancels.then_some(now));
            subscription["cancellation_details"]["reason"] =
                json!(cancels.then_some("cancellation_requested"));
        }
        for key in ["comment", "feedback"] {
            if details.has(key) {
                subscription["cancellation_details"][key] = json!(details.text(key));
            }
        }
        if let Some(method) = params.text("default_payment_method") {
            subscription["default_payment_method"] = json!(method);
        }
    });
    if params.text("trial_end") == Some("now") && subscription.text("status") == "trialing" {
        renewals::begin(asked.world, id, now);
    }
    asked.world.emit("customer.subscription.updated", id);
    asked.world.need("subscription", id, asked.account)
}

/// What cannot be asked together.
fn check(params: &Params, subscription: &Value) -> Result<(), Refusal> {
    params.one_of("proration_behavior", &["always_invoice", "create_prorations", "none"])?;
    let behavior = params.one_of(
        "payment_behavior",
        &["allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"],
    )?;
    let beside =
        ["metadata", "cancel_at_period_end", "cancel_at", "default_payment_method", "description"];
    if behavior == Some("pending_if_incomplete")
        && let Some(other) = beside.into_iter().find(|name| params.has(name))
    {
        let said = format!(
            "When `payment_behavior` is set to `pending_if_incomplete`, you cannot set `{other}`."
        );
        return Err(Refusal::invalid(said).at(other));
    }
    if subscription.maybe("schedule").is_some() && params.has("cancel_at_period_end") {
        let said = "The subscription is managed by the subscription schedule, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.";
        return Err(Refusal::invalid(said).at("cancel_at_period_end"));
    }
    Ok(())
}

/// Takes a change: at once when it is paid, or costs nothing now.
fn apply(
    world: &mut World,
    subscription: &Value,
    change: Change,
    params: &Params,
) -> Result<(), Refusal> {
    let behavior = params.text("proration_behavior").unwrap_or("create_prorations");
    let at_once = (behavior == "always_invoice" || change.restarts) && !change.lines.is_empty();
    let id = subscription.id();
    if !at_once {
        // Prorations that are not invoiced now wait for the next invoice.
        let waiting = if behavior == "none" { Vec::new() } else { change.lines.clone() };
        world.edit(id, |subscription| {
            let mut lines = subscription.each("_waiting").to_vec();
            lines.extend(waiting);
            subscription["_waiting"] = json!(lines);
        });
        put(world, id, change.items, change.restarts);
        return Ok(());
    }
    // A change that waits for its payment gives way to another.
    if let Some(waiting) = subscription["_pending"].maybe("invoice") {
        invoices::give_up(world, waiting);
    }
    let draft = invoices::draft(world, subscription, change.lines, "subscription_update");
    let invoice = invoices::open(world, draft);
    let pending = json!({ "items": change.items, "restarts": change.restarts, "invoice": invoice });
    world.edit(id, |subscription| {
        subscription["latest_invoice"] = json!(invoice);
        subscription["_pending"] = pending;
    });
    if invoices::collect(world, &invoice, false) == Collected::Paid {
        // It came into force with that.
        return Ok(());
    }
    match params.text("payment_behavior") {
        Some("pending_if_incomplete") => wait(world, id, (&invoice, change.items)),
        Some("error_if_incomplete") => {
            invoices::give_up(world, &invoice);
            let said = "Your card was declined.";
            return Err(Refusal::card("card_declined", "generic_decline", said));
        }
        _ => {
            world.edit(id, |subscription| {
                subscription["status"] = json!("past_due");
                subscription["_pending"] = Value::Null;
            });
            put(world, id, change.items, change.restarts);
            invoices::try_again(world, &invoice);
        }
    }
    Ok(())
}

/// A change waits for its payment, for 23 hours.
fn wait(world: &mut World, id: &str, (invoice, items): (&str, Vec<Value>)) {
    let expires_at = world.now + PENDING;
    world.edit(id, |subscription| {
        subscription["pending_update"] = json!({
            "expires_at": expires_at, "subscription_items": items, "billing_cycle_anchor": null, "trial_end": null, "trial_from_plan": null,
        });
    });
    world.schedule(expires_at, "incomplete", invoice);
}

/// The items are these from now on.
pub(super) fn put(world: &mut World, id: &str, mut items: Vec<Value>, restarts: bool) {
    let now = world.now;
    world.edit(id, |subscription| {
        let (start, end) = if restarts {
            subscription["billing_cycle_anchor"] = json!(now);
            (now, items.first().map_or(now, |item| proration::period_end(now, &item["price"], now)))
        } else {
            proration::period(subscription)
        };
        in_period(&mut items, start, end);
        subscription["items"]["data"] = json!(items);
        subscription["items"]["total_count"] = json!(items.len());
    });
    if restarts {
        renewals::expect(world, id);
    }
}

/// An invoice was paid: what waited for it is in force.
pub(super) fn invoice_paid(world: &mut World, invoice: &Value) {
    let details = &invoice["parent"]["subscription_details"];
    let id = details.text("subscription");
    let Some(subscription) = world.find(id).cloned() else { return };
    let pending = &subscription["_pending"];
    if pending.text("invoice") == invoice.id() {
        let was_shown = subscription["pending_update"].is_object();
        world.edit(id, |subscription| {
            subscription["_pending"] = Value::Null;
            subscription["pending_update"] = Value::Null;
        });
        put(world, id, pending.each("items").to_vec(), pending.is("restarts"));
        if was_shown {
            world.emit("customer.subscription.pending_update_applied", id);
            world.emit("customer.subscription.updated", id);
        }
    }
    let owes = ["incomplete", "past_due", "unpaid"].contains(&subscription.text("status"));
    if owes && subscription.text("latest_invoice") == invoice.id() {
        world.edit(id, |subscription| subscription["status"] = json!("active"));
        world.emit("customer.subscription.updated", id);
    }
}

/// A change was not paid in time.
pub(super) fn update_lapsed(world: &mut World, id: &str) {
    let shown = world.find(id).is_some_and(|found| found["pending_update"].is_object());
    world.edit(id, |subscription| {
        subscription["_pending"] = Value::Null;
        subscription["pending_update"] = Value::Null;
    });
    if shown {
        world.emit("customer.subscription.pending_update_expired", id);
    }
}

/// Ends a subscription now.
pub(super) fn cancel(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let subscription = asked.world.need("subscription", id, asked.account)?;
    if subscription.text("status") == "canceled" {
        return Err(Refusal::missing("subscription", id));
    }
    let details = asked.params.inside("cancellation_details");
    asked.world.edit(id, |subscription| {
        for key in ["comment", "feedback"] {
            if details.has(key) {
                subscription["cancellation_details"][key] = json!(details.text(key));
            }
        }
    });
    end(asked.world, id, "cancellation_requested");
    asked.world.need("subscription", id, asked.account)
}

/// Ends it for a reason.
pub(super) fn end(world: &mut World, id: &str, reason: &str) {
    let now = world.now;
    let before = world.edit(id, |subscription| {
        subscription["status"] = json!("canceled");
        subscription["ended_at"] = json!(now);
        subscription["cancellation_details"]["reason"] = json!(reason);
        if subscription["canceled_at"].is_null() {
            subscription["canceled_at"] = json!(now);
        }
    });
    if let Some(schedule) = before.maybe("schedule") {
        super::schedules::canceled(world, schedule);
    }
    world.emit("customer.subscription.deleted", id);
}
