//! The invoice that a change would make, without making it.

use serde_json::{Value, json};

use super::field::Field as _;
use super::invoices;
use super::list::whole;
use super::proration;
use super::refusal::Refusal;
use super::renewals;
use super::route::Asked;
use super::subscriptions::in_period;

/// Previews an invoice.
pub(super) fn create(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let details = params.inside("subscription_details");
    let behavior = details
        .one_of("proration_behavior", &["always_invoice", "create_prorations", "none"])?
        .unwrap_or("create_prorations")
        .to_owned();
    let mut invoice = if let Some(id) = params.text("subscription") {
        let subscription = asked.world.need("subscription", id, None)?;
        let items = proration::items(asked.world, &details, &subscription)?;
        let date = details.int("proration_date")?.unwrap_or(asked.world.now);
        let change = proration::change(&subscription, items, date)?;
        if behavior == "always_invoice" || change.restarts {
            invoices::draft(asked.world, &subscription, change.lines, "subscription_update")
        } else {
            let mut after = subscription.clone();
            after["items"]["data"] = json!(change.items);
            let (start, end) = proration::period(&subscription);
            if let Some(items) = after["items"]["data"].as_array_mut() {
                in_period(items, start, end);
            }
            if behavior == "create_prorations" {
                let mut lines = after.each("_waiting").to_vec();
                lines.extend(change.lines);
                after["_waiting"] = json!(lines);
            }
            renewals::next(asked.world, &after)
        }
    } else {
        first(asked)?
    };
    invoice["id"] = json!(asked.world.next_id("upcoming_in"));
    Ok(invoice)
}

/// The first invoice of a subscription that does not exist.
fn first(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let details = params.inside("subscription_details");
    let customer = params.need("customer")?;
    asked.world.need("customer", customer, None)?;
    let automatic = params.inside("automatic_tax").flag("enabled")?;
    let blank = json!({ "id": null, "customer": customer, "status": "incomplete", "automatic_tax": { "enabled": automatic }, "items": whole(&[], "") });
    let mut items = proration::items(asked.world, &details, &blank)?;
    let now = asked.world.now;
    let end = items.first().map_or(now, |item| proration::period_end(now, &item["price"], now));
    in_period(&mut items, now, end);
    let mut subscription = blank;
    subscription["currency"] =
        items.first().map(|item| item["price"]["currency"].clone()).unwrap_or_default();
    subscription["items"] = whole(&items, "");
    let trial = details.has("trial_end");
    let lines = if trial { Vec::new() } else { proration::whole(&subscription, &items, now, end) };
    Ok(invoices::draft(asked.world, &subscription, lines, "upcoming"))
}
