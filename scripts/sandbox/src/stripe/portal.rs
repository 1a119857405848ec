//! Sessions of the customer portal.

use serde_json::{Value, json};

use super::refusal::Refusal;
use super::route::Asked;

/// A session is good for so long.
pub(super) const GOOD: i64 = 3600;

/// Opens the portal for a customer.
pub(super) fn create(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let customer = params.need("customer")?;
    asked.world.need("customer", customer, None)?;
    let flow = params.inside("flow_data");
    let kinds = [
        "payment_method_update",
        "subscription_cancel",
        "subscription_update",
        "subscription_update_confirm",
    ];
    let kind = flow.one_of("type", &kinds)?;
    let after = flow.inside("after_completion").inside("redirect");
    let id = asked.world.next_id("bps");
    Ok(asked.world.insert(json!({
        "id": id, "object": "billing_portal.session", "customer": customer, "return_url": params.text("return_url"),
        "configuration": params.text("configuration").unwrap_or("bpc_sandbox"), "locale": params.text("locale"), "on_behalf_of": null,
        "flow": kind.map(|kind| json!({ "type": kind, "after_completion": { "type": "redirect", "redirect": { "return_url": after.text("return_url") } } })),
        "url": format!("{}/sandbox/stripe/portal/{id}", asked.world.origin),
    })))
}
