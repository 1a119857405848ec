//! Subscription schedules: changes that wait for the end of a period.

use serde_json::{Value, json};

use super::checkout::merge;
use super::field::Field as _;
use super::params::Params;
use super::proration;
use super::refusal::Refusal;
use super::route::Asked;
use super::subscriptions;
use super::world::World;

/// Puts a schedule on a subscription.
pub(super) fn create(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let id = asked.params.need("from_subscription")?;
    let subscription = asked.world.need("subscription", id, None)?;
    if let Some(known) = subscription.maybe("schedule") {
        let said = format!(
            "You cannot migrate a subscription that is already attached to a schedule: {known}"
        );
        return Err(Refusal::invalid(said));
    }
    if subscription.text("status") == "canceled" {
        return Err(Refusal::invalid("You cannot schedule a canceled subscription."));
    }
    let schedule = asked.world.next_id("sub_sched");
    let (start, end) = proration::period(&subscription);
    let items: Vec<Value> = subscription["items"].each("data").iter().map(|item| {
        json!({ "price": item["price"].id(), "quantity": item["quantity"], "metadata": {}, "tax_rates": [], "discounts": [] })
    }).collect();
    let phase = json!({ "start_date": start, "end_date": end, "items": items, "currency": subscription["currency"], "metadata": {}, "proration_behavior": "create_prorations" });
    asked.world.insert(json!({
        "id": schedule, "object": "subscription_schedule", "customer": subscription["customer"], "subscription": id, "status": "active",
        "phases": [phase], "current_phase": { "start_date": start, "end_date": end }, "end_behavior": "release", "metadata": {},
        "released_at": null, "released_subscription": null, "canceled_at": null, "completed_at": null,
    }));
    asked.world.edit(id, |subscription| subscription["schedule"] = json!(schedule));
    asked.world.schedule(end, "phase", &schedule);
    asked.world.emit("subscription_schedule.created", &schedule);
    asked.world.need("subscription_schedule", &schedule, None)
}

/// Sets the phases.
pub(super) fn update(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let schedule = active(asked.world, id)?;
    let params = asked.params;
    let behavior = params.one_of("end_behavior", &["release", "cancel"])?;
    let mut phases = Vec::new();
    let mut from =
        schedule["phases"].get(0).map_or(asked.world.now, |phase| phase.int("start_date"));
    let asked_phases = params.list("phases");
    for (nth, phase) in asked_phases.iter().enumerate() {
        let read = read(asked.world, phase, from, nth + 1 < asked_phases.len())?;
        from = read.int("end_date");
        phases.push(read);
    }
    if !phases.is_empty() && !phases.iter().any(|phase| phase.int("end_date") > asked.world.now) {
        return Err(Refusal::invalid("The schedule would end in the past.").at("phases"));
    }
    let now = asked.world.now;
    asked.world.edit(id, |schedule| {
        merge(&mut schedule["metadata"], params.map("metadata"));
        if let Some(behavior) = behavior {
            schedule["end_behavior"] = json!(behavior);
        }
        if !phases.is_empty() {
            schedule["phases"] = json!(phases);
        }
        schedule["current_phase"] = current(schedule, now);
    });
    for phase in &phases {
        asked.world.schedule(phase.int("end_date").max(now), "phase", id);
    }
    asked.world.emit("subscription_schedule.updated", id);
    asked.world.need("subscription_schedule", id, None)
}

fn current(schedule: &Value, now: i64) -> Value {
    let phase = schedule
        .each("phases")
        .iter()
        .find(|phase| phase.int("start_date") <= now && now < phase.int("end_date"));
    phase.map_or(
        Value::Null,
        |phase| json!({ "start_date": phase["start_date"], "end_date": phase["end_date"] }),
    )
}

fn read(world: &World, phase: &Params, from: i64, followed: bool) -> Result<Value, Refusal> {
    let start = phase.int("start_date")?.unwrap_or(from);
    let mut items = Vec::new();
    let mut first = Value::Null;
    for item in phase.list("items") {
        let price = world.need("price", item.need("price")?, None)?;
        let quantity = item.int("quantity")?.unwrap_or(1);
        items.push(json!({ "price": price.id(), "quantity": quantity, "metadata": {}, "tax_rates": [], "discounts": [] }));
        if first.is_null() {
            first = price;
        }
    }
    if items.is_empty() {
        return Err(phase.need("items").err().unwrap_or_else(Refusal::broken));
    }
    let end = match phase.int("end_date")? {
        Some(end) => end,
        None if followed && !phase.has("duration") => {
            let said = "Each phase but the last needs `end_date` or `duration`.";
            return Err(Refusal::invalid(said).at(phase.name("end_date")));
        }
        None if phase.has("duration") => {
            let duration = phase.inside("duration");
            let count = duration.int("interval_count")?.unwrap_or(1);
            let length = json!({ "recurring": { "interval": duration.need("interval")?, "interval_count": count } });
            proration::period_end(start, &length, start)
        }
        None => proration::period_end(start, &first, start),
    };
    if end <= start {
        let said = "`end_date` must be after `start_date`.";
        return Err(Refusal::invalid(said).at(phase.name("end_date")));
    }
    Ok(json!({
        "start_date": start, "end_date": end, "items": items, "currency": first["currency"], "metadata": phase.map("metadata"),
        "proration_behavior": phase.text("proration_behavior").unwrap_or("create_prorations"),
    }))
}

fn active(world: &World, id: &str) -> Result<Value, Refusal> {
    let schedule = world.need("subscription_schedule", id, None)?;
    let status = schedule.text("status");
    if ["active", "not_started"].contains(&status) {
        return Ok(schedule);
    }
    let said = format!(
        "You cannot change a subscription schedule that is currently in the `{status}` status."
    );
    Err(Refusal::invalid(said))
}

/// Releases the subscription from its schedule, or cancels both.
pub(super) fn end(asked: &mut Asked<'_>, id: &str, status: &str) -> Result<Value, Refusal> {
    let schedule = active(asked.world, id)?;
    if status == "released" {
        release(asked.world, id);
    } else {
        canceled(asked.world, id);
        subscriptions::end(asked.world, schedule.text("subscription"), "cancellation_requested");
    }
    asked.world.need("subscription_schedule", id, None)
}

fn release(world: &mut World, id: &str) {
    let now = world.now;
    let schedule = world.edit(id, |schedule| {
        schedule["status"] = json!("released");
        schedule["released_at"] = json!(now);
        schedule["released_subscription"] = schedule["subscription"].clone();
        schedule["current_phase"] = Value::Null;
    });
    let subscription = schedule.text("subscription").to_owned();
    world.edit(&subscription, |subscription| subscription["schedule"] = Value::Null);
    world.edit(id, |schedule| schedule["subscription"] = Value::Null);
    world.emit("subscription_schedule.released", id);
    world.emit("customer.subscription.updated", &subscription);
}

/// The schedule ends with its subscription.
pub(super) fn canceled(world: &mut World, id: &str) {
    let now = world.now;
    let before = world.find(id).cloned().unwrap_or_default();
    if before.text("status") != "active" {
        return;
    }
    world.edit(id, |schedule| {
        schedule["status"] = json!("canceled");
        schedule["canceled_at"] = json!(now);
        schedule["current_phase"] = Value::Null;
    });
    world.edit(before.text("subscription"), |subscription| subscription["schedule"] = Value::Null);
    world.emit("subscription_schedule.canceled", id);
}

/// A phase is over: the next one begins, or nothing is left to wait for.
pub(super) fn advance(world: &mut World, id: &str) {
    let Some(schedule) = world.find(id).filter(|found| found.text("status") == "active").cloned()
    else {
        return;
    };
    let now = world.now;
    let phases = schedule.each("phases");
    if let Some(phase) = phases.iter().find(|phase| phase.int("start_date") == now) {
        enter(world, schedule.text("subscription"), phase);
        world.edit(id, |schedule| schedule["current_phase"] = current(schedule, now));
        world.emit("subscription_schedule.updated", id);
        world.emit("customer.subscription.updated", schedule.text("subscription"));
    } else if phases.iter().all(|phase| phase.int("end_date") <= now) {
        if schedule.text("end_behavior") == "cancel" {
            canceled(world, id);
            subscriptions::end(world, schedule.text("subscription"), "cancellation_requested");
        } else {
            release(world, id);
        }
    }
}

/// The subscription takes the items of a phase. At the end of its period nothing is prorated.
fn enter(world: &mut World, id: &str, phase: &Value) {
    let old = world.find(id).map(|found| found["items"].each("data").to_vec()).unwrap_or_default();
    let mut items = Vec::new();
    for (nth, asked) in phase.each("items").iter().enumerate() {
        let Some(price) = world.find(asked.text("price")).cloned() else { continue };
        let same = old.iter().find(|item| item["price"].id() == price.id()).or(old.get(nth));
        let mut item = match same {
            Some(item) => item.clone(),
            None => proration::item(world, id, &Value::Null, 1),
        };
        item["price"] = price;
        item["quantity"] = asked["quantity"].clone();
        items.push(item);
    }
    let until = world.find(id).map(|found| proration::period(found).1);
    let interval =
        |items: &[Value]| items.first().map(|item| item["price"]["recurring"]["interval"].clone());
    if interval(&items) != interval(&old) && until == Some(world.now) {
        let now = world.now;
        world.edit(id, |subscription| subscription["billing_cycle_anchor"] = json!(now));
    }
    subscriptions::put(world, id, items, false);
}
