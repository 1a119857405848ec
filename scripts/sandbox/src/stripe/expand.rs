//! `expand[]`: an id becomes the object that it names.

use serde_json::{Value, json};

use super::field::Field as _;
use super::list::whole;
use super::refusal::Refusal;
use super::world::World;

/// Four levels, as at Stripe.
const DEEPEST: usize = 4;

/// Expands one path, such as `data.payment_intent.latest_charge`.
pub(super) fn expand(world: &World, answer: &mut Value, path: &str) -> Result<(), Refusal> {
    let steps: Vec<&str> = path.split('.').collect();
    let levels = steps.iter().filter(|step| **step != "data").count();
    if levels > DEEPEST {
        let said = format!("You cannot expand more than {DEEPEST} levels of a property.");
        return Err(Refusal::invalid(said).at("expand"));
    }
    walk(world, answer, &steps);
    Ok(())
}

fn walk(world: &World, value: &mut Value, steps: &[&str]) {
    let Some((step, rest)) = steps.split_first() else { return };
    if let Value::Array(entries) = value {
        for entry in entries {
            walk(world, entry, steps);
        }
        return;
    }
    include(world, value, step);
    let Some(inner) = value.get_mut(*step) else { return };
    let named = inner.as_str().and_then(|id| world.find(id)).cloned();
    if let Some(object) = named {
        *inner = object;
    }
    walk(world, inner, rest);
}

/// Lists that an object holds only when they are asked for.
fn include(world: &World, value: &mut Value, step: &str) {
    let id = value.id().to_owned();
    let listed = match (value.text("object"), step) {
        ("checkout.session", "line_items") => {
            whole(value.each("_line_items"), &format!("/v1/checkout/sessions/{id}/line_items"))
        }
        ("charge", "refunds") => {
            whole(&world.all_of("refund", "charge", &id), &format!("/v1/charges/{id}/refunds"))
        }
        ("invoice", "payments") => {
            whole(&world.all_of("invoice_payment", "invoice", &id), "/v1/invoice_payments")
        }
        ("customer", "tax_ids") => {
            whole(&world.all_of("tax_id", "customer", &id), &format!("/v1/customers/{id}/tax_ids"))
        }
        ("customer", "subscriptions") => {
            whole(&world.all_of("subscription", "customer", &id), "/v1/subscriptions")
        }
        // Of the sums of a session.
        (_, "breakdown") if value["_breakdown"].is_object() => value["_breakdown"].clone(),
        _ => return,
    };
    value[step] = json!(listed);
}
