//! Refunds of application fees.

use serde_json::{Value, json};

use super::balance::{Booking, book};
use super::exchange::{convert, kept_in};
use super::field::Field as _;
use super::money;
use super::refusal::Refusal;
use super::route::Asked;
use super::world::World;

/// Gives a fee back, or a part of it.
pub(super) fn refund(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let fee = asked.world.need("application_fee", id, None)?;
    let rest = fee.int("amount") - fee.int("amount_refunded");
    let amount = asked.params.int("amount")?.unwrap_or(rest);
    if amount < 1 || amount > rest {
        let rest = money::written(rest, fee.text("currency"));
        let said = format!("Refund amount is greater than unrefunded amount on fee ({rest}).");
        return Err(Refusal::invalid(said).at("amount"));
    }
    let metadata = Value::Object(asked.params.map("metadata"));
    Ok(give_back(asked.world, &fee, amount, &metadata))
}

/// Moves it on both sides.
pub(super) fn give_back(world: &mut World, fee: &Value, amount: i64, metadata: &Value) -> Value {
    let id = world.next_id("fr");
    let (account, currency) = (fee.text("account"), fee.text("currency"));
    let booked = book(world, &Booking::of("application_fee_refund", &id, -amount, currency));
    let kept = kept_in(world, account, currency);
    let back = convert(amount, currency, &kept);
    book(
        world,
        &Booking {
            account: Some(account),
            ..Booking::of("application_fee_refund", &id, back, &kept)
        },
    );
    let refund = world.insert(json!({
        "id": id, "object": "fee_refund", "amount": amount, "balance_transaction": booked, "currency": currency,
        "fee": fee.id(), "metadata": metadata,
    }));
    let all = world.all_of("fee_refund", "fee", fee.id());
    world.edit(fee.id(), |fee| {
        fee["amount_refunded"] = json!(fee.int("amount_refunded") + amount);
        fee["refunded"] = json!(fee.int("amount_refunded") == fee.int("amount"));
        fee["refunds"]["data"] = json!(all);
    });
    world.emit("application_fee.refunded", fee.id());
    refund
}
