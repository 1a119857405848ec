//! What a change of a subscription costs, by the second: the unused time of the old items back,
//! the rest of the period for the new ones. The preview and the change both ask here.

use chrono::{DateTime, Months, TimeDelta};
use serde_json::{Value, json};

use super::field::Field as _;
use super::money;
use super::params::Params;
use super::refusal::Refusal;
use super::world::World;

/// A change of a subscription that was asked for.
#[derive(Debug)]
pub(super) struct Change {
    /// The items as they will be.
    pub(super) items: Vec<Value>,
    /// Whether the billing period starts anew.
    pub(super) restarts: bool,
    /// What it costs.
    pub(super) lines: Vec<Value>,
}

/// The end of the period of a price that contains or follows `after`, counted from `anchor`.
pub(super) fn period_end(anchor: i64, price: &Value, after: i64) -> i64 {
    let recurring = &price["recurring"];
    let count = u32::try_from(recurring.int("interval_count").max(1)).unwrap_or(1);
    let Some(start) = DateTime::from_timestamp(anchor, 0) else { return after };
    for nth in 1..10_000 {
        let nth = nth * count;
        let end = match recurring.text("interval") {
            "day" => start.checked_add_signed(TimeDelta::days(i64::from(nth))),
            "week" => start.checked_add_signed(TimeDelta::weeks(i64::from(nth))),
            "year" => start.checked_add_months(Months::new(12 * nth)),
            _ => start.checked_add_months(Months::new(nth)),
        };
        match end.map(|end| end.timestamp()) {
            Some(end) if end > after => return end,
            Some(_) => {}
            None => break,
        }
    }
    after
}

/// Reads `items[]` against the items that a subscription has.
pub(super) fn items(
    world: &mut World,
    params: &Params,
    subscription: &Value,
) -> Result<Vec<Value>, Refusal> {
    let mut items = subscription["items"].each("data").to_vec();
    for asked in params.list("items") {
        let price = asked.text("price").map(|id| world.need("price", id, None)).transpose()?;
        if let Some(price) = &price {
            usable(price, subscription, &asked)?;
        }
        match asked.text("id") {
            Some(id) => alter(&mut items, &asked, id, price)?,
            None => add(world, &mut items, &asked, (subscription.id(), price))?,
        }
    }
    if items.is_empty() {
        let said = "A subscription must have at least one active item.";
        return Err(Refusal::invalid(said).at("items"));
    }
    let interval = |item: &Value| item["price"]["recurring"].clone();
    if items.iter().any(|item| interval(item) != interval(&items[0])) {
        let said = "All items of a subscription must have the same billing interval.";
        return Err(Refusal::invalid(said).at("items"));
    }
    Ok(items)
}

/// Changes an item, or takes it away.
fn alter(
    items: &mut Vec<Value>,
    asked: &Params,
    id: &str,
    price: Option<Value>,
) -> Result<(), Refusal> {
    let place = items.iter().position(|item| item.id() == id);
    let place =
        place.ok_or_else(|| Refusal::missing("subscription_item", id).at(asked.name("id")))?;
    if asked.flag("deleted")? {
        items.remove(place);
        return Ok(());
    }
    if let Some(price) = price {
        items[place]["price"] = price;
    }
    if let Some(quantity) = asked.int("quantity")? {
        items[place]["quantity"] = json!(quantity);
    }
    Ok(())
}

/// Adds an item for a price that no other has.
fn add(
    world: &mut World,
    items: &mut Vec<Value>,
    asked: &Params,
    (subscription, price): (&str, Option<Value>),
) -> Result<(), Refusal> {
    let Some(price) = price else { return asked.need("price").map(drop) };
    if items.iter().any(|item| item["price"].id() == price.id()) {
        let said =
            format!("Cannot add multiple subscription items with the same price: {}", price.id());
        return Err(Refusal::invalid(said).at(asked.name("price")));
    }
    let quantity = asked.int("quantity")?.unwrap_or(1);
    items.push(item(world, subscription, &price, quantity));
    Ok(())
}

fn usable(price: &Value, subscription: &Value, asked: &Params) -> Result<(), Refusal> {
    let name = asked.name("price");
    if !price["recurring"].is_object() {
        let said = "The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.";
        return Err(Refusal::invalid(said).at(name));
    }
    if !price.is("active") {
        return Err(Refusal::invalid("The price specified is inactive.").at(name));
    }
    let currency = subscription.text("currency");
    if !currency.is_empty() && price.text("currency") != currency {
        let said = format!(
            "The price specified only supports `{}`. This doesn't match the expected currency: `{currency}`.",
            price.text("currency")
        );
        return Err(Refusal::invalid(said).at(name));
    }
    Ok(())
}

/// A new item; its period is that of the subscription.
pub(super) fn item(world: &mut World, subscription: &str, price: &Value, quantity: i64) -> Value {
    let id = world.next_id("si");
    json!({
        "id": id, "object": "subscription_item", "created": world.now, "subscription": subscription, "price": price,
        "quantity": quantity, "metadata": {}, "tax_rates": [], "discounts": [],
        "current_period_start": null, "current_period_end": null,
    })
}

/// The period that a subscription is in.
pub(super) fn period(subscription: &Value) -> (i64, i64) {
    let first = subscription["items"].each("data").first().cloned().unwrap_or_default();
    (first.int("current_period_start"), first.int("current_period_end"))
}

/// What it costs to have `items` from `date` on.
pub(super) fn change(
    subscription: &Value,
    items: Vec<Value>,
    date: i64,
) -> Result<Change, Refusal> {
    let (start, end) = period(subscription);
    if date < start || date > end {
        let said = "The `proration_date` must be within the current billing period.";
        return Err(Refusal::invalid(said).at("proration_date"));
    }
    let old = subscription["items"].each("data");
    let interval =
        |items: &[Value]| items.first().map(|item| item["price"]["recurring"]["interval"].clone());
    let restarts = interval(old) != interval(&items);
    let mut lines = Vec::new();
    // A trial is not paid for, so nothing of it is given back.
    if subscription.text("status") == "trialing" {
        return Ok(Change { items, restarts: false, lines });
    }
    let part = (date, end, end - start);
    for item in old {
        let same = items.iter().find(|new| new.id() == item.id());
        let unchanged = same.is_some_and(|new| is_same(new, item)) && !restarts;
        if !unchanged {
            lines.push(line(subscription, item, Share::Back(part)));
        }
    }
    for item in &items {
        let same = old.iter().find(|old| old.id() == item.id());
        if restarts {
            let to = period_end(date, &item["price"], date);
            lines.push(line(subscription, item, Share::Whole(date, to)));
        } else if !same.is_some_and(|old| is_same(old, item)) {
            lines.push(line(subscription, item, Share::Rest(part)));
        }
    }
    Ok(Change { items, restarts, lines })
}

fn is_same(one: &Value, other: &Value) -> bool {
    one["price"].id() == other["price"].id() && one["quantity"] == other["quantity"]
}

/// What part of an item is paid: from, to, and the length of the period.
#[derive(Clone, Copy)]
pub(super) enum Share {
    Back((i64, i64, i64)),
    Rest((i64, i64, i64)),
    Whole(i64, i64),
}

/// A line of an invoice.
pub(super) fn line(subscription: &Value, item: &Value, share: Share) -> Value {
    let price = &item["price"];
    let quantity = item.int("quantity");
    let full = price.int("unit_amount") * quantity;
    let (amount, from, to, proration) = match share {
        Share::Whole(from, to) => (full, from, to, false),
        Share::Rest((from, to, length)) => {
            (money::round(full * (to - from), length.max(1)), from, to, true)
        }
        Share::Back((from, to, length)) => {
            (-money::round(full * (to - from), length.max(1)), from, to, true)
        }
    };
    let said = match share {
        Share::Back(_) => "Unused time on",
        Share::Rest(_) => "Remaining time on",
        Share::Whole(..) => "Subscription:",
    };
    let name = price.maybe("nickname").unwrap_or_else(|| price.text("product"));
    json!({
        "id": null, "object": "line_item", "amount": amount, "subtotal": amount, "currency": price["currency"], "quantity": quantity,
        "description": format!("{said} {quantity} × {name}"), "period": { "start": from, "end": to }, "discountable": !proration,
        "discounts": [], "discount_amounts": [], "metadata": {}, "taxes": [],
        "pricing": { "type": "price_details", "price_details": { "price": price.id(), "product": price["product"] }, "unit_amount_decimal": price["unit_amount_decimal"] },
        "parent": { "type": "subscription_item_details", "invoice_item_details": null, "subscription_item_details": {
            "subscription": subscription["id"], "subscription_item": item["id"], "proration": proration,
            "proration_details": { "credited_items": null }, "invoice_item": null,
        } },
        "_behavior": price["tax_behavior"],
    })
}

/// The lines of a whole period.
pub(super) fn whole(subscription: &Value, items: &[Value], from: i64, to: i64) -> Vec<Value> {
    items.iter().map(|item| line(subscription, item, Share::Whole(from, to))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(amount: i64, interval: &str) -> Value {
        json!({ "id": format!("price_{amount}_{interval}"), "unit_amount": amount, "currency": "usd",
            "recurring": { "interval": interval, "interval_count": 1 } })
    }

    #[test]
    fn a_month_that_starts_on_the_31st_ends_on_the_last_day() {
        let start = DateTime::parse_from_rfc3339("2027-01-31T10:00:00Z").unwrap().timestamp();
        let first = period_end(start, &price(1, "month"), start);
        assert_eq!(
            DateTime::from_timestamp(first, 0).unwrap().to_rfc3339(),
            "2027-02-28T10:00:00+00:00"
        );
        let second = period_end(start, &price(1, "month"), first);
        assert_eq!(
            DateTime::from_timestamp(second, 0).unwrap().to_rfc3339(),
            "2027-03-31T10:00:00+00:00"
        );
    }

    #[test]
    fn half_a_period_is_half_the_difference() {
        let old = json!({ "id": "si_1", "price": price(2900, "month"), "quantity": 1, "current_period_start": 0, "current_period_end": 2000 });
        let subscription = json!({ "id": "sub_1", "status": "active", "items": { "data": [old] } });
        let mut new = old.clone();
        new["price"] = price(19_900, "month");
        let change = change(&subscription, vec![new], 1000).unwrap();
        let amounts: Vec<i64> = change.lines.iter().map(|line| line.int("amount")).collect();
        assert_eq!(amounts, [-1450, 9950]);
    }
}
