//! Customers, their cards and tax ids; and metadata of anything.

use serde_json::{Value, json};

use super::cards;
use super::checkout::merge;
use super::field::Field as _;
use super::refusal::Refusal;
use super::route::Asked;
use super::world::World;

const TEXTS: [&str; 4] = ["email", "name", "phone", "description"];

/// Makes a customer.
pub(super) fn create(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let id = asked.world.next_id("cus");
    asked.world.insert(json!({
        "id": id, "object": "customer", "email": params.text("email"), "name": params.text("name"), "phone": params.text("phone"),
        "description": params.text("description"), "address": address(asked), "metadata": params.map("metadata"), "balance": 0,
        "currency": null, "delinquent": false, "default_source": null, "tax_exempt": "none", "preferred_locales": [],
        "invoice_settings": { "default_payment_method": null, "footer": null }, "_account": asked.account,
    }));
    asked.world.emit("customer.created", &id);
    asked.world.need("customer", &id, asked.account)
}

fn address(asked: &Asked<'_>) -> Value {
    let address = asked.params.map("address");
    if address.is_empty() {
        return Value::Null;
    }
    let blank = ["city", "country", "line1", "line2", "postal_code", "state"];
    let parts = blank.into_iter().map(|part| {
        let said = address.get(part).filter(|said| **said != "");
        (part.to_owned(), said.cloned().unwrap_or_default())
    });
    parts.collect()
}

/// Not what ISO 3166-1 leaves to its users, but for Kosovo.
fn is_country(code: &str) -> bool {
    let two = code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    two && (!code.starts_with('X') || code == "XK") && !matches!(code, "AA" | "ZZ")
}

/// Changes a customer.
pub(super) fn update(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    asked.world.need("customer", id, asked.account)?;
    let (params, place) = (asked.params, address(asked));
    if let Some(unknown) = place["country"].as_str().filter(|code| !is_country(code)) {
        let said = format!("Country '{unknown}' is unknown.");
        return Err(Refusal::invalid(said).at("address[country]"));
    }
    if params.text("email").is_some_and(|email| !email.is_ascii()) {
        let said = "The email address contains invalid characters.";
        return Err(Refusal::invalid(said).code("email_invalid").at("email"));
    }
    let method =
        params.inside("invoice_settings").text("default_payment_method").map(str::to_owned);
    if let Some(method) = &method {
        asked.world.need("payment_method", method, asked.account)?;
    }
    asked.world.edit(id, |customer| {
        merge(&mut customer["metadata"], params.map("metadata"));
        for key in TEXTS.into_iter().filter(|key| params.has(key)) {
            customer[key] = json!(params.text(key));
        }
        if params.has("address") {
            customer["address"] = place;
        }
        if let Some(method) = method {
            customer["invoice_settings"]["default_payment_method"] = json!(method);
        }
    });
    asked.world.emit("customer.updated", id);
    asked.world.need("customer", id, asked.account)
}

/// The customer of a session, made if there is none.
pub(super) fn of_session(world: &mut World, session: &Value) -> String {
    if let Some(customer) = session.maybe("customer") {
        return customer.to_owned();
    }
    let id = world.next_id("cus");
    let details = &session["customer_details"];
    world.insert(json!({
        "id": id, "object": "customer", "email": details["email"], "name": details["name"], "phone": null, "description": null,
        "address": details["address"], "metadata": {}, "balance": 0, "currency": session["currency"], "delinquent": false,
        "default_source": null, "tax_exempt": "none", "preferred_locales": [],
        "invoice_settings": { "default_payment_method": null, "footer": null },
    }));
    world.emit("customer.created", &id);
    id
}

/// What a checkout told of a known customer, as far as the session lets it be kept.
pub(super) fn learn(world: &mut World, session: &Value) {
    let Some(customer) = session.maybe("customer") else { return };
    let (update, details) = (&session["_update"], &session["customer_details"]);
    let kept = |what: &str| update.text(what) == "auto";
    if kept("name") {
        for id in details.each("tax_ids") {
            // What has not the shape of a tax id was refused at the page.
            let _ = tax_id(world, customer, id.text("type"), id.text("value"));
        }
    }
    if !kept("name") && !kept("address") {
        return;
    }
    world.edit(customer, |customer| {
        if kept("name") {
            customer["name"] = details["name"].clone();
        }
        if kept("address") {
            customer["address"] = details["address"].clone();
        }
    });
}

/// Makes a card the one that is charged, also for what the customer has subscribed to.
fn set_default(world: &mut World, customer: &str, method: &str) {
    world.edit(customer, |customer| {
        customer["invoice_settings"]["default_payment_method"] = json!(method);
    });
    world.emit("customer.updated", customer);
    for subscription in world.all_of("subscription", "customer", customer) {
        if subscription.text("status") != "canceled" {
            world.edit(subscription.id(), |subscription| {
                subscription["default_payment_method"] = json!(method);
            });
            world.emit("customer.subscription.updated", subscription.id());
        }
    }
}

/// Saves another card and makes it the default.
pub(super) fn change_card(world: &mut World, customer: &str, card: &str) -> Result<(), Refusal> {
    let found = world.need("customer", customer, None)?;
    let card = cards::find(card).ok_or_else(|| Refusal::invalid("No such card."))?;
    if let cards::Outcome::Declined(decline) = card.outcome {
        let (code, decline, said) = cards::refusal(decline);
        return Err(Refusal::card(code, decline, said));
    }
    let billing = json!({ "address": found["address"], "email": found["email"], "name": found["name"], "phone": null });
    let method = card.method(world, Some(customer), &billing);
    world.emit("payment_method.attached", method.id());
    set_default(world, customer, method.id());
    Ok(())
}

/// Takes a card away from its customer, and from what it paid.
pub(super) fn detach(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let method = asked.world.need("payment_method", id, asked.account)?;
    let Some(customer) = method.maybe("customer") else {
        return Err(Refusal::invalid("The payment method is not attached to a customer."));
    };
    for subscription in asked.world.all_of("subscription", "customer", customer) {
        if subscription.maybe("default_payment_method") == Some(id) {
            asked.world.edit(subscription.id(), |subscription| {
                subscription["default_payment_method"] = Value::Null;
            });
        }
    }
    asked.world.edit(customer, |customer| {
        let kept = &mut customer["invoice_settings"]["default_payment_method"];
        if *kept == id {
            *kept = Value::Null;
        }
    });
    let detached = asked.world.edit(id, |method| method["customer"] = Value::Null);
    asked.world.emit("payment_method.detached", id);
    Ok(detached)
}

/// Adds a tax id.
pub(super) fn add_tax_id(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    asked.world.need("customer", id, None)?;
    let (kind, value) = (asked.params.need("type")?, asked.params.need("value")?);
    tax_id(asked.world, id, kind, value)
}

/// Takes in a tax id that has the shape of one.
pub(super) fn tax_id(
    world: &mut World,
    customer: &str,
    kind: &str,
    value: &str,
) -> Result<Value, Refusal> {
    let plain: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
    let shaped = plain.len() >= 5 && plain.chars().any(|letter| letter.is_ascii_digit());
    if !shaped {
        return Err(Refusal::invalid(format!("Invalid value for {kind}.")).at("value"))
            .map_err(|refusal| refusal.code("tax_id_invalid"));
    }
    let id = world.next_id("txi");
    let made = world.insert(json!({
        "id": id, "object": "tax_id", "customer": customer, "type": kind, "value": plain,
        "country": plain.get(..2), "verification": { "status": "verified", "verified_name": null, "verified_address": null },
        "owner": { "type": "customer", "customer": customer },
    }));
    world.emit("customer.tax_id.created", &id);
    Ok(made)
}

/// Takes a tax id away.
pub(super) fn remove_tax_id(
    asked: &mut Asked<'_>,
    customer: &str,
    id: &str,
) -> Result<Value, Refusal> {
    let found = asked.world.need("tax_id", id, None)?;
    if found.text("customer") != customer {
        return Err(Refusal::missing("tax_id", id));
    }
    asked.world.emit("customer.tax_id.deleted", id);
    asked.world.edit(id, |tax_id| {
        tax_id["customer"] = Value::Null;
        tax_id["deleted"] = json!(true);
    });
    Ok(json!({ "id": id, "object": "tax_id", "deleted": true }))
}

/// Changes metadata and description.
pub(super) fn rename(asked: &mut Asked<'_>, object: &str, id: &str) -> Result<Value, Refusal> {
    asked.world.need(object, id, asked.account)?;
    let params = asked.params;
    Ok(asked.world.edit(id, |found| {
        merge(&mut found["metadata"], params.map("metadata"));
        if let Some(description) = params.text("description") {
            found["description"] = json!(description);
        }
    }))
}
