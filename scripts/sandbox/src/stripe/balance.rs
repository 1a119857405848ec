//! Balance transactions, and the balances that they add up to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::field::Field as _;
use super::route::Asked;
use super::world::World;

/// Money that moves on a balance.
pub(super) struct Booking<'a> {
    pub(super) kind: &'a str,
    pub(super) source: &'a str,
    /// What moves; negative when it leaves.
    pub(super) amount: i64,
    pub(super) currency: &'a str,
    /// What is kept of it, and by whom.
    pub(super) fee: i64,
    pub(super) fee_kind: &'a str,
    /// Seconds until it is available.
    pub(super) settles_in: i64,
    /// The connected account, or the platform.
    pub(super) account: Option<&'a str>,
}

impl<'a> Booking<'a> {
    /// Money of the platform that is there at once, without a fee.
    pub(super) const fn of(kind: &'a str, source: &'a str, amount: i64, currency: &'a str) -> Self {
        Self { kind, source, amount, currency, fee: 0, fee_kind: "", settles_in: 0, account: None }
    }
}

/// Writes a balance transaction.
pub(super) fn book(world: &mut World, booking: &Booking<'_>) -> String {
    let id = world.next_id("txn");
    let (fee, currency) = (booking.fee, booking.currency);
    let details = if fee == 0 {
        json!([])
    } else {
        json!([{ "amount": fee, "currency": currency, "type": booking.fee_kind, "description": null, "application": null }])
    };
    let available_on = world.now + booking.settles_in;
    world.insert(json!({
        "id": id, "object": "balance_transaction", "type": booking.kind, "source": booking.source,
        "amount": booking.amount, "fee": fee, "net": booking.amount - fee, "currency": currency, "fee_details": details,
        "available_on": available_on, "status": if booking.settles_in == 0 { "available" } else { "pending" },
        "reporting_category": category(booking.kind), "description": null, "exchange_rate": null, "balance_type": "payments",
        "_account": booking.account,
    }));
    if booking.settles_in > 0 {
        world.schedule(available_on, "available", &id);
    }
    id
}

fn category(kind: &str) -> &str {
    match kind {
        "payment" => "charge",
        "transfer_refund" => "transfer_reversal",
        "payment_refund" => "refund",
        "application_fee" => "platform_earning",
        "application_fee_refund" => "platform_earning_refund",
        "adjustment" => "dispute",
        "payout_failure" => "payout_reversal",
        other => other,
    }
}

/// Sums by currency: available, pending.
pub(super) fn sums(world: &World, account: Option<&str>) -> BTreeMap<String, (i64, i64)> {
    let mut sums = BTreeMap::<String, (i64, i64)>::new();
    for row in world.all("balance_transaction").filter(|row| row.maybe("_account") == account) {
        let sum = sums.entry(row.text("currency").to_owned()).or_default();
        if row.text("status") == "available" {
            sum.0 += row.int("net");
        } else {
            sum.1 += row.int("net");
        }
    }
    sums
}

/// What can be paid out in a currency.
pub(super) fn available(world: &World, account: Option<&str>, currency: &str) -> i64 {
    sums(world, account).get(currency).map_or(0, |sum| sum.0)
}

/// The balance of whoever calls.
pub(super) fn get(asked: &Asked<'_>) -> Value {
    let sums = sums(asked.world, asked.account);
    let side = |of: fn(&(i64, i64)) -> i64| -> Vec<Value> {
        let one = |(currency, sum): (&String, &(i64, i64))| json!({ "amount": of(sum), "currency": currency, "source_types": { "card": of(sum) } });
        sums.iter().map(one).collect()
    };
    json!({
        "object": "balance", "available": side(|sum| sum.0), "pending": side(|sum| sum.1),
        "connect_reserved": [], "livemode": false,
    })
}
