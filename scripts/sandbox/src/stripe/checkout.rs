//! Checkout Sessions: made, read, changed, expired.

use serde_json::{Map, Value, json};

use super::field::Field as _;
use super::lines::Lines;
use super::list::page;
use super::refusal::Refusal;
use super::route::Asked;
use super::world::World;
use super::{accounts, customers, money};

const SOONEST: i64 = 30 * 60;
const LATEST: i64 = 24 * 3600;
/// A trial must end this much later.
const TRIAL: i64 = 48 * 3600;

/// Makes a session.
pub(super) fn create(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    params.need("mode")?;
    let mode = params.one_of("mode", &["payment", "subscription"])?.unwrap_or("payment");
    let success_url = params.url("success_url")?.to_owned();
    if params.has("cancel_url") {
        params.url("cancel_url")?;
    }
    agree(asked, mode)?;
    let now = asked.world.now;
    let expires_at = params.int("expires_at")?.unwrap_or(now + LATEST);
    if !(now + SOONEST..=now + LATEST).contains(&expires_at) {
        let said = "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.";
        return Err(Refusal::invalid(said).at("expires_at"));
    }
    let lines = Lines::read(asked.world, params, mode)?;
    if mode == "payment" {
        money::enough(lines.total(), &lines.currency, "The Checkout Session's total amount")?;
        check_split(asked, lines.total())?;
    }
    let trial_end = trial(asked)?;
    let id = asked.world.next_id("cs_test");
    let mut session = told(asked, &id, mode)?;
    let checked = json!({
        "success_url": success_url, "expires_at": expires_at, "currency": lines.currency, "amount_subtotal": lines.total(),
        "_line_items": lines.objects(asked.world), "_intent": intent(asked)?, "_update": params.map("customer_update"),
        "_subscription": {
            "trial_end": trial_end, "metadata": params.inside("subscription_data").map("metadata"),
            "description": params.inside("subscription_data").text("description"),
        },
    });
    // A trial costs nothing today.
    let total = if trial_end.is_some() { 0 } else { lines.total() };
    session["amount_total"] = json!(total);
    session["payment_status"] = json!(if total == 0 { "no_payment_required" } else { "unpaid" });
    if let (Some(session), Value::Object(checked)) = (session.as_object_mut(), checked) {
        session.extend(checked);
    }
    asked.world.schedule(expires_at, "expire", &id);
    Ok(asked.world.insert(session))
}

/// The parts of a session that are as they were asked for.
fn told(asked: &Asked<'_>, id: &str, mode: &str) -> Result<Value, Refusal> {
    let params = asked.params;
    Ok(json!({
        "id": id, "object": "checkout.session", "mode": mode, "status": "open", "ui_mode": "hosted",
        "url": format!("{}/sandbox/stripe/checkout/{id}", asked.world.origin),
        "total_details": { "amount_discount": 0, "amount_shipping": 0, "amount_tax": 0 },
        "automatic_tax": automatic_tax(asked)?,
        "tax_id_collection": { "enabled": params.inside("tax_id_collection").flag("enabled")?, "required": "never" },
        "adaptive_pricing": { "enabled": params.inside("adaptive_pricing").text("enabled") != Some("false") },
        "allow_promotion_codes": params.flag("allow_promotion_codes")?,
        "billing_address_collection": params.text("billing_address_collection"),
        "client_reference_id": params.text("client_reference_id"), "customer": params.text("customer"),
        "customer_creation": params.text("customer_creation").unwrap_or("if_required"),
        "customer_email": params.text("customer_email"), "customer_details": null, "cancel_url": params.text("cancel_url"),
        "locale": params.text("locale"), "submit_type": params.text("submit_type"), "metadata": params.map("metadata"),
        "payment_intent": null, "subscription": null, "invoice": null, "setup_intent": null,
        "payment_method_types": methods(asked),
        "payment_method_collection": params.text("payment_method_collection").unwrap_or("always"),
        "custom_fields": [], "shipping_cost": null, "consent": null, "presentment_details": null,
    }))
}

/// The ways to pay that are offered.
fn methods(asked: &Asked<'_>) -> Vec<String> {
    let named = asked.params.words("payment_method_types");
    let all = if named.is_empty() {
        ["card", "us_bank_account"].map(str::to_owned).into()
    } else {
        named
    };
    let excluded = asked.params.words("excluded_payment_method_types");
    all.into_iter().filter(|method| !excluded.contains(method)).collect()
}

fn automatic_tax(asked: &Asked<'_>) -> Result<Value, Refusal> {
    let tax = asked.params.inside("automatic_tax");
    if !tax.flag("enabled")? {
        return Ok(
            json!({ "enabled": false, "liability": null, "provider": null, "status": null }),
        );
    }
    let liability = tax.inside("liability");
    let liable = match liability.text("account") {
        Some(account) => {
            accounts::known(asked.world, account, &liability.name("account"))?;
            json!({ "type": "account", "account": account })
        }
        None => json!({ "type": liability.text("type").unwrap_or("self") }),
    };
    Ok(json!({
        "enabled": true, "liability": liable, "provider": "stripe", "status": "requires_location_inputs",
    }))
}

/// What the payment intent will be made of.
fn intent(asked: &Asked<'_>) -> Result<Value, Refusal> {
    let data = asked.params.inside("payment_intent_data");
    let transfer = data.inside("transfer_data");
    let transfer = match transfer.text("destination") {
        Some(destination) => {
            json!({ "destination": destination, "amount": transfer.int("amount")? })
        }
        None => Value::Null,
    };
    Ok(json!({
        "application_fee_amount": data.int("application_fee_amount")?, "transfer_data": transfer,
        "on_behalf_of": data.text("on_behalf_of"), "transfer_group": data.text("transfer_group"),
        "metadata": data.map("metadata"), "description": data.text("description"),
        "statement_descriptor_suffix": data.text("statement_descriptor_suffix"),
        "receipt_email": data.text("receipt_email"), "setup_future_usage": data.text("setup_future_usage"),
    }))
}

/// What cannot be asked together.
fn agree(asked: &Asked<'_>, mode: &str) -> Result<(), Refusal> {
    let params = asked.params;
    let other = if mode == "payment" { "subscription_data" } else { "payment_intent_data" };
    if params.has(other) {
        let said = format!("You can not pass `{other}` in `{mode}` mode.");
        return Err(Refusal::invalid(said).at(other));
    }
    let Some(customer) = params.text("customer") else { return Ok(()) };
    let found = asked.world.need("customer", customer, asked.account)?;
    if params.has("customer_email") {
        let said = "You may only specify one of these parameters: customer, customer_email.";
        return Err(Refusal::invalid(said).at("customer_email"));
    }
    let update = params.inside("customer_update");
    let automatic = params.inside("automatic_tax").flag("enabled")?;
    let placed = found["address"].maybe("country").is_some();
    if automatic && !placed && update.text("address") != Some("auto") {
        let said = "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the Customer or set either `customer_update[address]` to 'auto' or `customer_update[shipping]` to 'auto' to save the address entered in Checkout to the Customer.";
        return Err(Refusal::invalid(said).code("customer_tax_location_invalid"));
    }
    if params.inside("tax_id_collection").flag("enabled")? && update.text("name") != Some("auto") {
        let said = "Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing customer, please set `customer_update[name]` to `auto`.";
        return Err(Refusal::invalid(said).at("customer_update"));
    }
    Ok(())
}

fn check_split(asked: &Asked<'_>, total: i64) -> Result<(), Refusal> {
    let data = asked.params.inside("payment_intent_data");
    let transfer = data.inside("transfer_data");
    let fee = data.int("application_fee_amount")?;
    let name = data.name("application_fee_amount");
    if fee.is_some_and(|fee| fee < 0) {
        return Err(Refusal::invalid("This value must be greater than or equal to 0.").at(name));
    }
    if fee.is_some_and(|fee| fee > total) {
        let said = "Your application fee cannot be larger than the charge amount.";
        return Err(Refusal::invalid(said).at(name));
    }
    if fee.is_some() && transfer.text("destination").is_none() && asked.account.is_none() {
        let said = "Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using the Stripe-Account header) or destination payment (using `transfer_data[destination]`).";
        return Err(Refusal::invalid(said).at(name));
    }
    if let Some(destination) = transfer.text("destination") {
        if fee.is_some() && transfer.has("amount") {
            let said = "You may only specify one of these parameters: application_fee_amount, transfer_data[amount].";
            return Err(Refusal::invalid(said));
        }
        let param = transfer.name("destination");
        accounts::may_receive(asked.world, destination, &param)?;
    }
    if let Some(account) = data.text("on_behalf_of") {
        accounts::may_charge(asked.world, account, &data.name("on_behalf_of"))?;
    }
    Ok(())
}

fn trial(asked: &Asked<'_>) -> Result<Option<i64>, Refusal> {
    let data = asked.params.inside("subscription_data");
    let end = match (data.int("trial_end")?, data.int("trial_period_days")?) {
        (None, Some(days)) => Some(asked.world.now + days * 86_400),
        (end, _) => end,
    };
    if end.is_some_and(|end| end < asked.world.now + TRIAL) {
        let said = "The `trial_end` date has to be at least 2 days in the future.";
        return Err(Refusal::invalid(said).at(data.name("trial_end")));
    }
    Ok(end)
}

/// Metadata of a session can be changed.
pub(super) fn update(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    customers::rename(asked, "checkout.session", id)
}

/// What is sold.
pub(super) fn line_items(asked: &Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let session = asked.world.need("checkout.session", id, asked.account)?;
    let path = format!("checkout/sessions/{id}/line_items");
    page(asked.params, session.each("_line_items").iter().collect(), &path)
}

/// Ends an open session.
pub(super) fn expire(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let session = asked.world.need("checkout.session", id, asked.account)?;
    let status = session.text("status");
    if status != "open" {
        return Err(Refusal::invalid(format!(
            "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of {status}."
        )));
    }
    Ok(close(asked.world, id))
}

/// The session's time has passed.
pub(super) fn lapse(world: &mut World, id: &str) {
    if world.find(id).is_some_and(|session| session.text("status") == "open") {
        close(world, id);
    }
}

fn close(world: &mut World, id: &str) -> Value {
    let session = world.edit(id, |session| {
        session["status"] = json!("expired");
        session["url"] = Value::Null;
    });
    if let Some(intent) = session.maybe("payment_intent").map(str::to_owned) {
        let now = world.now;
        world.edit(&intent, |intent| {
            intent["status"] = json!("canceled");
            intent["canceled_at"] = json!(now);
            intent["cancellation_reason"] = json!("automatic");
        });
        world.emit("payment_intent.canceled", &intent);
    }
    world.emit("checkout.session.expired", id);
    session
}

/// Merges metadata: a blank value takes its key away.
pub(super) fn merge(metadata: &mut Value, new: Map<String, Value>) {
    let Some(old) = metadata.as_object_mut() else { return };
    for (key, value) in new {
        if value.as_str().is_none_or(str::is_empty) {
            old.remove(&key);
        } else {
            old.insert(key, value);
        }
    }
}
