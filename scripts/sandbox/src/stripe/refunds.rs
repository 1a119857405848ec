//! Refunds of charges, and those that fail later.

use serde_json::{Value, json};

use super::balance::{Booking, book};
use super::cards::{self, Outcome};
use super::field::Field as _;
use super::refusal::Refusal;
use super::route::Asked;
use super::world::World;
use super::{fees, money, transfers};

/// A refund that waits is known a day later.
const LATER: i64 = 86_400;

/// Gives money back to a buyer.
pub(super) fn create(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let charge = named(asked)?;
    params.one_of("reason", &["duplicate", "fraudulent", "requested_by_customer"])?;
    let rest = charge.int("amount_captured") - charge.int("amount_refunded");
    if charge.is("refunded") {
        let said = format!("Charge {} has already been refunded.", charge.id());
        return Err(Refusal::invalid(said).code("charge_already_refunded"));
    }
    let amount = params.int("amount")?.unwrap_or(rest);
    let currency = charge.text("currency").to_owned();
    if amount < 1 {
        return Err(Refusal::invalid("This value must be greater than or equal to 1.").at("amount"))
            .map_err(|refusal| refusal.code("parameter_invalid_integer"));
    }
    money::on_step(amount, &currency, "amount")?;
    if amount > rest {
        let (asked, rest) = (money::written(amount, &currency), money::written(rest, &currency));
        let said =
            format!("Refund amount ({asked}) is greater than unrefunded amount on charge ({rest})");
        return Err(Refusal::invalid(said).at("amount"));
    }
    let (reverse, fee) = (params.flag("reverse_transfer")?, params.flag("refund_application_fee")?);
    let metadata = Value::Object(params.map("metadata"));
    let reason = params.text("reason").map(str::to_owned);
    let world = &mut *asked.world;
    let id = make(world, &charge, amount, (reason.as_deref(), metadata));
    if reverse {
        let reversal = back(world, &charge, amount, &id);
        world.edit(&id, |refund| refund["transfer_reversal"] = reversal);
    }
    if let Some(collected) = charge.maybe("application_fee").filter(|_| fee)
        && let Some(found) = world.find(collected).cloned()
    {
        let share = money::round(found.int("amount") * amount, charge.int("amount").max(1));
        fees::give_back(world, &found, share, &json!({}));
    }
    world.emit("refund.created", &id);
    world.emit("charge.refunded", charge.id());
    world.need("refund", &id, None)
}

/// The charge that is to be refunded.
fn named(asked: &Asked<'_>) -> Result<Value, Refusal> {
    let (world, params) = (&asked.world, asked.params);
    let charge = match (params.text("charge"), params.text("payment_intent")) {
        (Some(charge), _) => world.need("charge", charge, asked.account)?,
        (None, Some(intent)) => {
            let intent = world.need("payment_intent", intent, asked.account)?;
            let charge = intent.maybe("latest_charge").and_then(|id| world.find(id)).cloned();
            charge.filter(|charge| charge.is("paid")).ok_or_else(|| {
                let said = format!(
                    "This PaymentIntent ({}) does not have a successful charge to refund.",
                    intent.id()
                );
                Refusal::invalid(said)
            })?
        }
        (None, None) => {
            let said = "One of the following params should be provided for this request: payment_intent or charge.";
            return Err(Refusal::invalid(said).code("parameter_missing"));
        }
    };
    if !charge.is("paid") {
        return Err(Refusal::invalid(format!("Charge {} was not paid.", charge.id())));
    }
    let dispute = charge.maybe("dispute").and_then(|id| world.find(id));
    let bars =
        |dispute: &Value| dispute.text("status") != "won" && !dispute.is("is_charge_refundable");
    if dispute.is_some_and(bars) {
        let said = format!("Charge {} has been charged back; cannot issue a refund.", charge.id());
        return Err(Refusal::invalid(said).code("charge_disputed"));
    }
    Ok(charge)
}

fn make(
    world: &mut World,
    charge: &Value,
    amount: i64,
    (reason, metadata): (Option<&str>, Value),
) -> String {
    let id = world.next_id("re");
    let card = cards::find(charge.text("_card"));
    let outcome = card.map_or(Outcome::Pays, |card| card.outcome);
    let waits = matches!(outcome, Outcome::RefundsLater | Outcome::Delayed { .. });
    let currency = charge.text("currency");
    let booked = book(world, &Booking::of("refund", &id, -amount, currency));
    world.insert(json!({
        "id": id, "object": "refund", "amount": amount, "currency": currency, "balance_transaction": booked,
        "charge": charge.id(), "payment_intent": charge["payment_intent"], "reason": reason, "metadata": metadata,
        "status": if waits { "pending" } else { "succeeded" }, "transfer_reversal": null, "source_transfer_reversal": null,
        "failure_reason": null, "failure_balance_transaction": null, "receipt_number": null,
        "destination_details": { "type": "card", "card": { "reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund" } },
    }));
    world.edit(charge.id(), |charge| {
        charge["amount_refunded"] = json!(charge.int("amount_refunded") + amount);
        charge["refunded"] = json!(charge.int("amount_refunded") == charge.int("amount"));
    });
    if waits {
        world.schedule(world.now + LATER, "refund", &id);
    }
    if outcome == Outcome::RefundsFail {
        world.schedule(world.now + LATER, "fail_refund", &id);
    }
    id
}

/// Reverses the transfer by the same share.
fn back(world: &mut World, charge: &Value, amount: i64, refund: &str) -> Value {
    let transfer = charge.maybe("transfer").and_then(|id| world.find(id)).cloned();
    let Some(transfer) = transfer else { return Value::Null };
    let rest = transfer.int("amount") - transfer.int("amount_reversed");
    let share =
        money::round(transfer.int("amount") * amount, charge.int("amount").max(1)).min(rest);
    let made = transfers::take_back(world, &transfer, share, &json!({}), Some(refund));
    json!(made.id())
}

/// A refund that waited has arrived.
pub(super) fn arrive(world: &mut World, id: &str) {
    if world.find(id).is_some_and(|refund| refund.text("status") == "pending") {
        world.edit(id, |refund| refund["status"] = json!("succeeded"));
        world.emit("refund.updated", id);
        world.emit("charge.refund.updated", id);
    }
}

/// The bank sends a refund back.
pub(super) fn fail(world: &mut World, id: &str) -> Result<(), Refusal> {
    let refund = world.need("refund", id, None)?;
    if !["pending", "succeeded"].contains(&refund.text("status")) {
        return Err(Refusal::invalid(format!("This refund is {}.", refund.text("status"))));
    }
    let (amount, currency) = (refund.int("amount"), refund.text("currency"));
    let booked = book(world, &Booking::of("refund_failure", id, amount, currency));
    world.edit(id, |refund| {
        refund["status"] = json!("failed");
        refund["failure_reason"] = json!("lost_or_stolen_card");
        refund["failure_balance_transaction"] = json!(booked);
    });
    world.edit(refund.text("charge"), |charge| {
        charge["amount_refunded"] = json!(charge.int("amount_refunded") - amount);
        charge["refunded"] = json!(false);
    });
    for kind in ["refund.failed", "refund.updated", "charge.refund.updated"] {
        world.emit(kind, id);
    }
    Ok(())
}
