//! Transfers to connected accounts, and their reversals.

use serde_json::{Value, json};

use super::balance::{self, Booking, book};
use super::charges::SETTLING;
use super::checkout::merge;
use super::exchange::{convert, kept_in};
use super::field::Field as _;
use super::refusal::Refusal;
use super::route::Asked;
use super::world::World;
use super::{accounts, money};

/// Money that goes to a connected account.
pub(super) struct Order<'a> {
    pub(super) account: &'a str,
    pub(super) amount: i64,
    pub(super) currency: &'a str,
    pub(super) group: Option<&'a str>,
    /// The charge that it comes from.
    pub(super) source: Option<&'a str>,
    /// What the platform collects there.
    pub(super) fee: i64,
    pub(super) metadata: Value,
}

/// Moves the money on both sides.
pub(super) fn make(world: &mut World, order: &Order<'_>) -> String {
    let (id, payment) = (world.next_id("tr"), world.next_id("py"));
    let &Order { account, amount, currency, .. } = order;
    let settles_in = if order.source.is_some() { SETTLING } else { 0 };
    let booked =
        book(world, &Booking { settles_in, ..Booking::of("transfer", &id, -amount, currency) });
    let kept = kept_in(world, account, currency);
    let arrived = book(
        world,
        &Booking {
            settles_in,
            account: Some(account),
            fee: convert(order.fee, currency, &kept),
            fee_kind: "application_fee",
            ..Booking::of("payment", &payment, convert(amount, currency, &kept), &kept)
        },
    );
    world.insert(json!({
        "id": payment, "object": "charge", "amount": amount, "amount_refunded": 0, "currency": currency, "status": "succeeded",
        "paid": true, "refunded": false, "balance_transaction": arrived, "source_transfer": id,
        "application_fee_amount": order.fee, "metadata": {}, "_account": account,
    }));
    world.insert(json!({
        "id": id, "object": "transfer", "amount": amount, "amount_reversed": 0, "balance_transaction": booked,
        "currency": currency, "description": null, "destination": account, "destination_payment": payment,
        "metadata": order.metadata, "reversed": false, "source_transaction": order.source, "source_type": "card",
        "transfer_group": order.group,
        "reversals": { "object": "list", "data": [], "has_more": false, "url": format!("/v1/transfers/{id}/reversals") },
    }));
    id
}

/// Sends money of the platform.
pub(super) fn create(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let currency = money::currency(params.need("currency")?, "currency")?;
    let account = params.need("destination")?;
    accounts::may_receive(asked.world, account, "destination")?;
    let source = params.text("source_transaction");
    let charged = match source {
        Some(source) => Some(asked.world.need("charge", source, None)?),
        None => None,
    };
    let amount = match params.int("amount")? {
        Some(amount) => amount,
        None => charged
            .as_ref()
            .map_or_else(|| params.need_int("amount"), |charge| Ok(charge.int("amount")))?,
    };
    money::on_step(amount, &currency, "amount")?;
    let there = match &charged {
        Some(charge) => {
            let sent = asked.world.all_of("transfer", "source_transaction", charge.id());
            charge.int("amount") - sent.iter().map(|sent| sent.int("amount")).sum::<i64>()
        }
        None => balance::available(asked.world, None, &currency),
    };
    if amount > there {
        let said = "You have insufficient available funds in your Stripe account.";
        return Err(Refusal::invalid(said).code("balance_insufficient"));
    }
    let order = Order {
        account,
        amount,
        currency: &currency,
        group: params.text("transfer_group"),
        source,
        fee: 0,
        metadata: Value::Object(params.map("metadata")),
    };
    let id = make(asked.world, &order);
    asked.world.emit("transfer.created", &id);
    asked.world.need("transfer", &id, None)
}

/// Takes money back.
pub(super) fn reverse(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let transfer = asked.world.need("transfer", id, None)?;
    let rest = transfer.int("amount") - transfer.int("amount_reversed");
    let amount = asked.params.int("amount")?.unwrap_or(rest);
    if amount < 1 || amount > rest {
        let rest = money::written(rest, transfer.text("currency"));
        let said =
            format!("Reversal amount is greater than unreversed amount on transfer ({rest}).");
        return Err(Refusal::invalid(said).at("amount"));
    }
    let metadata = Value::Object(asked.params.map("metadata"));
    if asked.params.flag("refund_application_fee")? {
        let payment = transfer.text("destination_payment");
        for fee in asked.world.all_of("application_fee", "charge", payment) {
            let share = money::round(fee.int("amount") * amount, transfer.int("amount").max(1));
            super::fees::give_back(asked.world, &fee, share, &json!({}));
        }
    }
    Ok(take_back(asked.world, &transfer, amount, &metadata, None))
}

/// Reverses a part of a transfer.
pub(super) fn take_back(
    world: &mut World,
    transfer: &Value,
    amount: i64,
    metadata: &Value,
    refund: Option<&str>,
) -> Value {
    let (id, there) = (world.next_id("trr"), world.next_id("pyr"));
    let (account, currency) = (transfer.text("destination"), transfer.text("currency"));
    let booked = book(world, &Booking::of("transfer_refund", &id, amount, currency));
    let kept = kept_in(world, account, currency);
    let gone = convert(-amount, currency, &kept);
    book(
        world,
        &Booking { account: Some(account), ..Booking::of("payment_refund", &there, gone, &kept) },
    );
    let mut added = json!({});
    if let Some(metadata) = metadata.as_object() {
        merge(&mut added, metadata.clone());
    }
    let reversal = world.insert(json!({
        "id": id, "object": "transfer_reversal", "amount": amount, "balance_transaction": booked, "currency": currency,
        "destination_payment_refund": there, "metadata": added, "source_refund": refund, "transfer": transfer.id(),
    }));
    let all = world.all_of("transfer_reversal", "transfer", transfer.id());
    world.edit(transfer.id(), |transfer| {
        transfer["amount_reversed"] = json!(transfer.int("amount_reversed") + amount);
        transfer["reversed"] = json!(transfer.int("amount_reversed") == transfer.int("amount"));
        transfer["reversals"]["data"] = json!(all);
    });
    world.emit("transfer.reversed", transfer.id());
    reversal
}
