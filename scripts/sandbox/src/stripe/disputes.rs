//! Disputes and early fraud warnings.

use serde_json::{Value, json};

use super::balance::{Booking, book};
use super::checkout::merge;
use super::field::Field as _;
use super::files;
use super::money;
use super::refusal::Refusal;
use super::route::Asked;
use super::world::World;

/// Evidence is taken for so long.
const DUE: i64 = 14 * 86_400;
/// Nothing more will be decided.
pub(super) const CLOSED: [&str; 4] = ["won", "lost", "prevented", "warning_closed"];
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

/// What the buyer's bank does first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The money is withdrawn at once.
    Chargeback,
    /// The bank only asks; it may become a chargeback.
    Inquiry,
}

/// The buyer disputes what is left of a charge.
pub(super) fn open(world: &mut World, charge: &str, reason: &str, kind: Kind) -> Option<String> {
    let left = |charge: &Value| charge.int("amount") - charge.int("amount_refunded");
    let found = world
        .find(charge)
        .filter(|found| found.is("paid") && !found.is("disputed") && left(found) > 0)?
        .clone();
    let id = world.next_id("du");
    let status = match kind {
        Kind::Chargeback => "needs_response",
        Kind::Inquiry => "warning_needs_response",
    };
    world.insert(json!({
        "id": id, "object": "dispute", "amount": left(&found), "currency": found["currency"], "charge": charge,
        "payment_intent": found["payment_intent"], "reason": reason, "status": status, "metadata": {}, "evidence": {},
        "evidence_details": { "due_by": world.now + DUE, "has_evidence": false, "past_due": false, "submission_count": 0 },
        "is_charge_refundable": kind == Kind::Inquiry, "balance_transactions": [], "enhanced_eligibility_types": [],
    }));
    world.edit(charge, |charge| {
        charge["disputed"] = json!(true);
        charge["dispute"] = json!(id);
    });
    world.schedule(world.now + DUE, "dispute_due", &id);
    if kind == Kind::Chargeback {
        book_move(world, &id, -1);
    }
    world.emit("charge.dispute.created", &id);
    if kind == Kind::Chargeback {
        world.emit("charge.dispute.funds_withdrawn", &id);
    }
    Some(id)
}

/// Takes the disputed amount and the fee for it, or gives both back.
fn book_move(world: &mut World, id: &str, sign: i64) {
    let Some(dispute) = world.find(id).cloned() else { return };
    let currency = dispute.text("currency");
    let booking = Booking {
        fee: -sign * money::dispute_fee(currency),
        fee_kind: "stripe_fee",
        ..Booking::of("adjustment", id, sign * dispute.int("amount"), currency)
    };
    let booked = book(world, &booking);
    let booked = world.find(&booked).cloned();
    world.edit(id, |dispute| {
        if let Some(moves) = dispute["balance_transactions"].as_array_mut() {
            moves.extend(booked);
        }
    });
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
    let dispute = undecided(asked.world, id)?;
    if dispute["evidence_details"].int("due_by") < asked.world.now {
        return Err(Refusal::invalid("The time to submit evidence has passed."));
    }
    let evidence = asked.params.map("evidence");
    files::are_known(asked.world, &evidence)?;
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
            let asks = dispute.text("status").starts_with("warning");
            dispute["status"] = json!(if asks { "warning_under_review" } else { "under_review" });
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
    let waits = |dispute: &Value| dispute.text("status").ends_with("needs_response");
    if world.find(id).is_some_and(waits) {
        world.edit(id, |dispute| dispute["evidence_details"]["past_due"] = json!(true));
        // It waits, so it is open.
        let _ = close(world, id, false);
    }
}

/// The bank decides. An inquiry that is lost becomes a chargeback.
pub(super) fn close(world: &mut World, id: &str, won: bool) -> Result<(), Refusal> {
    let dispute = undecided(world, id)?;
    let asks = dispute.text("status").starts_with("warning");
    if asks && !won {
        let due = world.now + DUE;
        world.edit(id, |dispute| {
            dispute["status"] = json!("needs_response");
            dispute["is_charge_refundable"] = json!(false);
            dispute["evidence_details"]["due_by"] = json!(due);
        });
        book_move(world, id, -1);
        world.schedule(due, "dispute_due", id);
        world.emit("charge.dispute.updated", id);
        world.emit("charge.dispute.funds_withdrawn", id);
        return Ok(());
    }
    let status = match (asks, won) {
        (true, _) => "warning_closed",
        (false, true) => "won",
        (false, false) => "lost",
    };
    if status == "won" {
        book_move(world, id, 1);
    }
    world.edit(id, |dispute| dispute["status"] = json!(status));
    if status == "won" {
        world.emit("charge.dispute.funds_reinstated", id);
    }
    world.emit("charge.dispute.closed", id);
    Ok(())
}

/// A dispute that is open.
fn undecided(world: &World, id: &str) -> Result<Value, Refusal> {
    let dispute = world.need("dispute", id, None)?;
    if CLOSED.contains(&dispute.text("status")) {
        let said = "This dispute has already been closed.";
        return Err(Refusal::invalid(said).code("dispute_closed"));
    }
    Ok(dispute)
}
