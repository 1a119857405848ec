//! Payouts of connected accounts to their banks.

use serde_json::{Value, json};

use super::balance::{self, Booking, book};
use super::field::Field as _;
use super::money;
use super::refusal::Refusal;
use super::route::Asked;
use super::world::World;

/// Until then a payout can be cancelled.
const LEAVES: i64 = 43_200;
/// A payout arrives a day later.
const ARRIVES: i64 = 86_400;

/// Pays out by hand.
pub(super) fn create(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let amount = params.need_int("amount")?;
    let currency = money::currency(params.need("currency")?, "currency")?;
    money::on_step(amount, &currency, "amount")?;
    if let Some(account) = asked.account {
        let account = asked.world.need("account", account, None)?;
        if !account.is("payouts_enabled") {
            let said = "Cannot create payouts: payouts are disabled on this account.";
            return Err(Refusal::invalid(said).code("payouts_not_allowed"));
        }
    }
    if money::is_paid_out_whole(&currency) && amount % 100 != 0 {
        let said = format!("Payouts in {currency} must be whole units.");
        return Err(Refusal::invalid(said).code("invalid_amount").at("amount"));
    }
    if amount < 1 {
        return Err(Refusal::invalid("This value must be greater than or equal to 1.").at("amount"));
    }
    if amount > balance::available(asked.world, asked.account, &currency) {
        let said = "You have insufficient funds in your Stripe account for this transfer. Your available balance is too low.";
        return Err(Refusal::invalid(said).code("balance_insufficient"));
    }
    let metadata = Value::Object(params.map("metadata"));
    let id = make(asked.world, asked.account, (amount, &currency), (false, metadata));
    asked.world.need("payout", &id, asked.account)
}

fn make(
    world: &mut World,
    account: Option<&str>,
    (amount, currency): (i64, &str),
    (automatic, metadata): (bool, Value),
) -> String {
    let id = world.next_id("po");
    let bank = account.and_then(|id| world.find(id)).and_then(|account| {
        Some(account["external_accounts"].each("data").first()?.id().to_owned())
    });
    let booked = book(world, &Booking { account, ..Booking::of("payout", &id, -amount, currency) });
    let arrival = world.now + ARRIVES;
    world.insert(json!({
        "id": id, "object": "payout", "amount": amount, "currency": currency, "arrival_date": arrival, "automatic": automatic,
        "balance_transaction": booked, "destination": bank, "failure_code": null, "failure_message": null,
        "failure_balance_transaction": null, "metadata": metadata, "method": "standard", "status": "pending", "type": "bank_account",
        "source_type": "card", "statement_descriptor": null, "_account": account,
    }));
    world.schedule(world.now + LEAVES, "payout_leaves", &id);
    world.schedule(arrival, "payout", &id);
    world.emit("payout.created", &id);
    id
}

/// Stops a payout that has not left.
pub(super) fn cancel(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let payout = asked.world.need("payout", id, asked.account)?;
    if payout.text("status") != "pending" {
        let said = "Payouts can only be canceled while they are pending.";
        return Err(Refusal::invalid(said).code("payout_already_sent"));
    }
    undo(asked.world, &payout, "payout_cancel");
    let payout = asked.world.edit(id, |payout| payout["status"] = json!("canceled"));
    asked.world.emit("payout.canceled", id);
    Ok(payout)
}

fn undo(world: &mut World, payout: &Value, kind: &str) -> String {
    let (amount, currency) = (payout.int("amount"), payout.text("currency"));
    let account = payout.maybe("_account");
    book(world, &Booking { account, ..Booking::of(kind, payout.id(), amount, currency) })
}

/// A payout is on its way to the bank.
pub(super) fn leave(world: &mut World, id: &str) {
    if world.find(id).is_some_and(|payout| payout.text("status") == "pending") {
        world.edit(id, |payout| payout["status"] = json!("in_transit"));
        world.emit("payout.updated", id);
    }
}

/// A payout has arrived.
pub(super) fn arrive(world: &mut World, id: &str) {
    if world
        .find(id)
        .is_some_and(|payout| ["pending", "in_transit"].contains(&payout.text("status")))
    {
        world.edit(id, |payout| payout["status"] = json!("paid"));
        world.emit("payout.paid", id);
    }
}

/// The bank sends a payout back, even after it was paid.
pub(super) fn fail(world: &mut World, id: &str) -> Result<(), Refusal> {
    let payout = world.find(id).filter(|found| found.text("object") == "payout").cloned();
    let payout = payout.ok_or_else(|| Refusal::missing("payout", id))?;
    if ["failed", "canceled"].contains(&payout.text("status")) {
        return Err(Refusal::invalid(format!("This payout is {}.", payout.text("status"))));
    }
    let booked = undo(world, &payout, "payout_failure");
    world.edit(id, |payout| {
        payout["status"] = json!("failed");
        payout["failure_code"] = json!("account_closed");
        payout["failure_message"] = json!("The bank account has been closed.");
        payout["failure_balance_transaction"] = json!(booked);
    });
    world.emit("payout.failed", id);
    Ok(())
}

/// Accounts on a daily schedule are paid out what has become available.
pub(super) fn sweep(world: &mut World, account: &str) {
    let Some(found) = world.find(account).cloned() else { return };
    let daily = found["settings"]["payouts"]["schedule"].text("interval") == "daily";
    if !daily || found.is("deleted") {
        return;
    }
    world.schedule(world.now + 86_400, "sweep", account);
    if !found.is("payouts_enabled") {
        return;
    }
    for (currency, (available, _)) in balance::sums(world, Some(account)) {
        let whole =
            if money::is_paid_out_whole(&currency) { available / 100 * 100 } else { available };
        if whole > 0 {
            make(world, Some(account), (whole, &currency), (true, json!({})));
        }
    }
}
