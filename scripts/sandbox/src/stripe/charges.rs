//! Payment intents and charges, and with a destination: transfer, payment there, application fee.

use serde_json::{Value, json};

use super::balance::{Booking, book};
use super::cards::{self, Card, Outcome};
use super::field::Field as _;
use super::world::World;
use super::{disputes, money, transfers};

/// Funds become available after two days.
pub(super) const SETTLING: i64 = 2 * 86_400;
/// A bank debit is known a day later.
const DEBIT: i64 = 86_400;

/// The payment intent of a session, made at the first try.
pub(super) fn intent(world: &mut World, session: &Value) -> String {
    if let Some(id) = session.maybe("payment_intent") {
        // Another country makes another tax.
        world.edit(id, |intent| {
            intent["amount"] = session["amount_total"].clone();
            intent["_billing"] = session["customer_details"].clone();
        });
        return id.to_owned();
    }
    let id = world.next_id("pi");
    let data = &session["_intent"];
    let metadata = data["metadata"].clone();
    let amount = session.int("amount_total");
    world.insert(json!({
        "id": id, "object": "payment_intent", "amount": amount, "amount_received": 0, "amount_capturable": 0,
        "currency": session["currency"], "status": "requires_payment_method", "metadata": metadata,
        "application_fee_amount": data["application_fee_amount"], "transfer_data": data["transfer_data"],
        "transfer_group": data["transfer_group"], "on_behalf_of": data["on_behalf_of"], "description": data["description"],
        "statement_descriptor_suffix": data["statement_descriptor_suffix"], "receipt_email": data["receipt_email"],
        "customer": session["customer"], "payment_method": null, "latest_charge": null, "last_payment_error": null,
        "payment_method_types": session["payment_method_types"], "capture_method": "automatic_async",
        "confirmation_method": "automatic", "client_secret": format!("{id}_secret"), "canceled_at": null,
        "cancellation_reason": null, "_session": session.id(), "_billing": session["customer_details"],
    }));
    world.edit(session.id(), |session| session["payment_intent"] = json!(id));
    world.emit("payment_intent.created", &id);
    id
}

/// The charge of an intent, by a card.
fn charge(world: &mut World, intent: &str, card: &Card, status: &str) -> String {
    let id = world.next_id(if card.is_delayed() { "py" } else { "ch" });
    let intent = world.find(intent).cloned().unwrap_or_default();
    let billing = &intent["_billing"];
    let paid = status == "succeeded";
    world.insert(json!({
        "id": id, "object": "charge", "amount": intent["amount"], "amount_captured": if paid { intent.int("amount") } else { 0 },
        "amount_refunded": 0, "currency": intent["currency"], "status": status, "paid": paid, "captured": status != "failed",
        "refunded": false, "disputed": false, "payment_intent": intent.id(), "payment_method": intent["payment_method"],
        "customer": intent["customer"], "metadata": intent["metadata"], "description": intent["description"],
        "payment_method_details": card.charged(), "on_behalf_of": intent["on_behalf_of"],
        "transfer_data": intent["transfer_data"], "transfer_group": intent["transfer_group"],
        "destination": intent["transfer_data"]["destination"], "application_fee_amount": intent["application_fee_amount"],
        "application_fee": null, "transfer": null, "balance_transaction": null, "failure_code": null, "failure_message": null,
        "failure_balance_transaction": null, "dispute": null,
        "billing_details": { "address": billing["address"], "email": billing["email"], "name": billing["name"], "phone": null },
        "outcome": { "network_status": "approved_by_network", "risk_level": "normal", "type": "authorized" },
        "receipt_url": format!("{}/sandbox/stripe", world.origin), "_card": card.number,
    }));
    id
}

/// Takes the money, or what was on its way arrives.
pub(super) fn succeed(world: &mut World, intent: &str, card: &Card) -> String {
    let waiting =
        world.find(intent).and_then(|found| found.maybe("latest_charge")).map(str::to_owned);
    let waiting = waiting
        .filter(|id| world.find(id).is_some_and(|charge| charge.text("status") == "pending"));
    let id = waiting.unwrap_or_else(|| charge(world, intent, card, "succeeded"));
    let (amount, currency) = world
        .find(&id)
        .map(|charge| (charge.int("amount"), charge.text("currency").to_owned()))
        .unwrap_or_default();
    let booking = Booking {
        fee: money::stripe_fee(amount, &currency),
        fee_kind: "stripe_fee",
        settles_in: SETTLING,
        ..Booking::of("charge", &id, amount, &currency)
    };
    let booked = book(world, &booking);
    world.edit(&id, |charge| {
        charge["status"] = json!("succeeded");
        charge["paid"] = json!(true);
        charge["amount_captured"] = json!(amount);
        charge["balance_transaction"] = json!(booked);
    });
    world.edit(intent, |intent| {
        intent["status"] = json!("succeeded");
        intent["amount_received"] = json!(amount);
        intent["latest_charge"] = json!(id);
        intent["last_payment_error"] = Value::Null;
    });
    forward(world, &id);
    world.emit("charge.succeeded", &id);
    world.emit("payment_intent.succeeded", intent);
    match card.outcome {
        Outcome::Disputed => {
            disputes::open(world, &id, "fraudulent", disputes::Kind::Chargeback);
        }
        Outcome::Warned => disputes::warn(world, &id),
        _ => {}
    }
    id
}

/// Passes a charge on to its destination and collects the fee there.
fn forward(world: &mut World, charge: &str) {
    let Some(found) = world.find(charge).cloned() else { return };
    let Some(account) = found["transfer_data"].maybe("destination").map(str::to_owned) else {
        return;
    };
    let (amount, currency) = (found.int("amount"), found.text("currency").to_owned());
    let amount = found["transfer_data"].maybe_int("amount").unwrap_or(amount);
    let fee = found.maybe_int("application_fee_amount").filter(|fee| *fee > 0);
    let group = found
        .maybe("transfer_group")
        .map_or_else(|| format!("group_{}", found.text("payment_intent")), str::to_owned);
    let transfer = transfers::make(
        world,
        &transfers::Order {
            account: &account,
            amount,
            currency: &currency,
            group: Some(&group),
            source: Some(charge),
            fee: fee.unwrap_or_default(),
            metadata: json!({}),
        },
    );
    let fee = fee.map(|fee| collect(world, charge, &transfer, fee));
    world.edit(charge, |charge| {
        charge["transfer"] = json!(transfer);
        charge["transfer_group"] = json!(group);
        charge["application_fee"] = json!(fee);
    });
    world.emit("transfer.created", &transfer);
    if let Some(fee) = fee {
        world.emit("application_fee.created", &fee);
    }
}

/// Collects the platform's fee at the destination of a transfer.
fn collect(world: &mut World, charge: &str, transfer: &str, fee: i64) -> String {
    let id = world.next_id("fee");
    let transfer = world.find(transfer).cloned().unwrap_or_default();
    let (currency, there) = (transfer.text("currency"), &transfer["destination_payment"]);
    let booking =
        Booking { settles_in: SETTLING, ..Booking::of("application_fee", &id, fee, currency) };
    let booked = book(world, &booking);
    world.insert(json!({
        "id": id, "object": "application_fee", "account": transfer["destination"], "amount": fee, "amount_refunded": 0,
        "application": "ca_sandbox", "balance_transaction": booked, "charge": there, "currency": currency,
        "originating_transaction": charge, "refunded": false, "fee_source": { "type": "charge", "charge": there },
        "refunds": { "object": "list", "data": [], "has_more": false, "url": format!("/v1/application_fees/{id}/refunds") },
    }));
    id
}

/// The bank says no.
pub(super) fn decline(
    world: &mut World,
    intent: &str,
    card: &Card,
    decline: &'static str,
) -> (&'static str, &'static str, &'static str) {
    let said @ (code, _, sentence) = cards::refusal(decline);
    let waiting =
        world.find(intent).and_then(|found| found.maybe("latest_charge")).map(str::to_owned);
    let waiting = waiting
        .filter(|id| world.find(id).is_some_and(|charge| charge.text("status") == "pending"));
    let id = waiting.unwrap_or_else(|| charge(world, intent, card, "failed"));
    world.edit(&id, |charge| {
        charge["status"] = json!("failed");
        charge["failure_code"] = json!(code);
        charge["failure_message"] = json!(sentence);
        charge["outcome"] = json!({ "network_status": "declined_by_network", "reason": decline, "type": "issuer_declined" });
    });
    world.edit(intent, |intent| {
        intent["status"] = json!("requires_payment_method");
        intent["latest_charge"] = json!(id);
        intent["last_payment_error"] = json!({
            "type": "card_error", "code": code, "decline_code": decline, "message": sentence, "charge": id,
        });
        intent["payment_method"] = Value::Null;
    });
    world.emit("charge.failed", &id);
    world.emit("payment_intent.payment_failed", intent);
    said
}

/// A bank debit is on its way.
pub(super) fn process(world: &mut World, intent: &str, card: &Card, succeeds: bool) {
    let id = charge(world, intent, card, "pending");
    world.edit(intent, |intent| {
        intent["status"] = json!("processing");
        intent["latest_charge"] = json!(id);
        intent["_card"] = json!(card.number);
        intent["_settles"] = json!(succeeds);
    });
    world.schedule(world.now + DEBIT, "settle", intent);
    world.emit("charge.pending", &id);
    world.emit("payment_intent.processing", intent);
}
