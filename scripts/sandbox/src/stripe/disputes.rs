//! Disputes and early fraud warnings.

use serde_json::{Value, json};

use super::balance::{Booking, book};
use super::checkout::merge;
use super::field::Field as _;
use super::money;
use super::refusal::Refusal;
use super::route::Asked;
use super::world::World;

/// Evidence is taken for so long.
const DUE: i64 = 14 * 86_400;
/// Stripe's page "The Dispute object".
pub(super) const REASONS: [&str; 13] = [
    "fraudulent",
    "bank_cannot_process",
    "check_returned",
    "credit_not_processed",
    "customer_initiated",
    "debit_not_authorized",
    "duplicate",
    "general",
    "incorrect_account_details",
    "insufficient_funds",
    "product_not_received",
    "product_unacceptable",
    "unrecognized",
];

/// The buyer disputes a charge; the money is withdrawn at once.
pub(super) fn open(world: &mut World, charge: &str, reason: &str) -> Option<String> {
    let found =
        world.find(charge).filter(|found| found.is("paid") && !found.is("disputed"))?.clone();
    let id = world.next_id("du");
    let (amount, currency) =
        (found.int("amount") - found.int("amount_refunded"), found.text("currency"));
    let booking = Booking {
        fee: money::dispute_fee(currency),
        fee_kind: "stripe_fee",
        ..Booking::of("adjustment", &id, -amount, currency)
    };
    let booked = book(world, &booking);
    let booked = world.find(&booked).cloned();
    world.insert(json!({
        "id": id, "object": "dispute", "amount": amount, "currency": currency, "charge": charge,
        "payment_intent": found["payment_intent"], "reason": reason, "status": "needs_response", "metadata": {},
        "evidence": {}, "evidence_details": { "due_by": world.now + DUE, "has_evidence": false, "past_due": false, "submission_count": 0 },
        "is_charge_refundable": false, "balance_transactions": [booked], "enhanced_eligibility_types": [],
    }));
    world.edit(charge, |charge| {
        charge["disputed"] = json!(true);
        charge["dispute"] = json!(id);
    });
    world.schedule(world.now + DUE, "dispute_due", &id);
    world.emit("charge.dispute.created", &id);
    world.emit("charge.dispute.funds_withdrawn", &id);
    Some(id)
}

/// Whoever issued the card suspects fraud.
pub(super) fn warn(world: &mut World, charge: &str) {
    let id = world.next_id("issfr");
    let intent = world.find(charge).map(|charge| charge["payment_intent"].clone());
    world.insert(json!({
        "id": id, "object": "radar.early_fraud_warning", "actionable": true, "charge": charge,
        "payment_intent": intent, "fraud_type": "made_with_stolen_card",
    }));
    world.emit("radar.early_fraud_warning.created", &id);
}

/// Evidence is written down, and handed in.
pub(super) fn update(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let dispute = asked.world.need("dispute", id, None)?;
    if ["won", "lost", "prevented"].contains(&dispute.text("status")) {
        let said = "This dispute has already been closed.";
        return Err(Refusal::invalid(said).code("dispute_closed"));
    }
    if dispute["evidence_details"].int("due_by") < asked.world.now {
        return Err(Refusal::invalid("The time to submit evidence has passed."));
    }
    let evidence = asked.params.map("evidence");
    let submit = asked.params.text("submit").is_none_or(|said| said == "true");
    let metadata = asked.params.map("metadata");
    asked.world.edit(id, |dispute| {
        merge(&mut dispute["metadata"], metadata);
        if evidence.is_empty() {
            return;
        }
        merge(&mut dispute["evidence"], evidence);
        dispute["evidence_details"]["has_evidence"] = json!(true);
        if submit {
            dispute["status"] = json!("under_review");
            let count = dispute["evidence_details"].int("submission_count");
            dispute["evidence_details"]["submission_count"] = json!(count + 1);
        }
    });
    asked.world.emit("charge.dispute.updated", id);
    asked.world.need("dispute", id, None)
}

/// The organizer gives in.
pub(super) fn accept(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    close(asked.world, id, false)?;
    asked.world.need("dispute", id, None)
}

/// The time for evidence is over.
pub(super) fn lapse(world: &mut World, id: &str) {
    if world.find(id).is_some_and(|dispute| dispute.text("status") == "needs_response") {
        world.edit(id, |dispute| dispute["evidence_details"]["past_due"] = json!(true));
        let _ = close(world, id, false);
    }
}

/// The bank decides.
pub(super) fn close(world: &mut World, id: &str, won: bool) -> Result<(), Refusal> {
    let dispute = world.need("dispute", id, None)?;
    if ["won", "lost", "prevented"].contains(&dispute.text("status")) {
        let said = "This dispute has already been closed.";
        return Err(Refusal::invalid(said).code("dispute_closed"));
    }
    let back = won.then(|| {
        let (amount, currency) = (dispute.int("amount"), dispute.text("currency"));
        let fee = -money::dispute_fee(currency);
        let booking = Booking {
            fee,
            fee_kind: "stripe_fee",
            ..Booking::of("adjustment", id, amount, currency)
        };
        let booked = book(world, &booking);
        world.find(&booked).cloned().unwrap_or_default()
    });
    world.edit(id, |dispute| {
        dispute["status"] = json!(if won { "won" } else { "lost" });
        if let Some(moves) = dispute["balance_transactions"].as_array_mut() {
            moves.extend(back);
        }
    });
    if won {
        world.emit("charge.dispute.funds_reinstated", id);
    }
    world.emit("charge.dispute.closed", id);
    Ok(())
}
