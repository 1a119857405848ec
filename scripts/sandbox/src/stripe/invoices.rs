//! Invoices of subscriptions: made, collected, paid later, given up.

use serde_json::{Value, json};

use super::cards::{self, Card, Outcome};
use super::field::Field as _;
use super::list::whole;
use super::refusal::Refusal;
use super::route::Asked;
use super::world::World;
use super::{charges, subscriptions, tax};

/// When a card that did not pay is tried again, in days after the last try.
const RETRIES: [i64; 3] = [3, 5, 7];
/// An update that was not paid lapses.
pub(super) const PENDING: i64 = 23 * 3600;

/// An invoice that is not kept yet: lines taxed and added up, the customer's credit used.
pub(super) fn draft(
    world: &World,
    subscription: &Value,
    mut lines: Vec<Value>,
    reason: &str,
) -> Value {
    let customer = world.find(subscription.text("customer")).cloned().unwrap_or_default();
    let automatic = subscription["automatic_tax"].is("enabled");
    let country = customer["address"].text("country");
    let rate = if automatic { tax::rate(country) } else { 0 };
    let (mut subtotal, mut taxed, mut total) = (0, 0, 0);
    for line in &mut lines {
        let amount = line.int("amount");
        let behavior = line.text("_behavior").to_owned();
        let part = tax::on(amount, rate, (&behavior, subscription.text("currency")));
        if part != 0 {
            line["taxes"] = json!([{ "amount": part, "tax_behavior": behavior, "taxable_amount": amount, "type": "tax_rate_details" }]);
        }
        subtotal += amount;
        taxed += part;
        total += if behavior == "inclusive" { amount } else { amount + part };
    }
    let starting = customer.int("balance");
    let due = (total + starting).max(0);
    let (period_start, period_end) = super::proration::period(subscription);
    json!({
        "id": null, "object": "invoice", "currency": subscription["currency"], "customer": subscription["customer"], "status": "draft",
        "customer_email": customer["email"], "customer_name": customer["name"], "customer_address": customer["address"],
        "billing_reason": reason, "collection_method": "charge_automatically", "auto_advance": true, "attempted": false, "attempt_count": 0,
        "subtotal": subtotal, "subtotal_excluding_tax": total - taxed, "total": total, "total_excluding_tax": total - taxed,
        "total_taxes": if taxed == 0 { json!([]) } else { json!([{ "amount": taxed, "tax_behavior": "exclusive", "type": "tax_rate_details" }]) },
        "amount_due": due, "amount_paid": 0, "amount_remaining": due, "starting_balance": starting, "ending_balance": null,
        "automatic_tax": { "enabled": automatic, "status": automatic.then_some("complete"), "liability": automatic.then(|| json!({ "type": "self" })) },
        "lines": whole(&lines, "/v1/invoices/lines"), "metadata": {}, "number": null, "description": null, "next_payment_attempt": null,
        "period_start": period_start, "period_end": period_end, "hosted_invoice_url": null, "invoice_pdf": null, "default_payment_method": null,
        "parent": { "type": "subscription_details", "quote_details": null, "subscription_details": { "subscription": subscription["id"], "metadata": subscription["metadata"] } },
        "status_transitions": { "finalized_at": null, "paid_at": null, "voided_at": null, "marked_uncollectible_at": null },
        "created": world.now, "livemode": false,
    })
}

/// Keeps and finalizes a draft; what it owes is not collected yet.
pub(super) fn open(world: &mut World, mut invoice: Value) -> String {
    let id = world.next_id("in");
    let count = world.all("invoice").count() + 1;
    invoice["id"] = json!(id);
    invoice["number"] = json!(format!("SANDBOX-{count:04}"));
    invoice["status"] = json!("open");
    invoice["status_transitions"]["finalized_at"] = json!(world.now);
    let page = format!("{}/sandbox/stripe/invoice/{id}", world.origin);
    invoice["hosted_invoice_url"] = json!(page);
    invoice["invoice_pdf"] = json!(page);
    let ending = (invoice.int("total") + invoice.int("starting_balance")).min(0);
    invoice["ending_balance"] = json!(ending);
    for at in 0..invoice["lines"].each("data").len() {
        invoice["lines"]["data"][at]["id"] = json!(world.next_id("il"));
        invoice["lines"]["data"][at]["invoice"] = json!(id);
    }
    invoice["lines"]["url"] = json!(format!("/v1/invoices/{id}/lines"));
    let invoice = world.insert(invoice);
    world.edit(invoice.text("customer"), |customer| customer["balance"] = json!(ending));
    world.emit("invoice.created", &id);
    world.emit("invoice.finalized", &id);
    id
}

/// The card that an invoice is charged to: the subscription's own goes before the customer's.
fn card(world: &World, invoice: &Value) -> Option<(&'static Card, String)> {
    let details = &invoice["parent"]["subscription_details"];
    let own = world
        .find(details.text("subscription"))
        .and_then(|subscription| subscription.maybe("default_payment_method"));
    let customer = world.find(invoice.text("customer"))?;
    let method = own.or_else(|| customer["invoice_settings"].maybe("default_payment_method"))?;
    let method = world.find(method)?;
    Some((cards::find(method.text("_card"))?, method.id().to_owned()))
}

/// What came of a try to collect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Collected {
    Paid,
    Declined,
    /// The bank wants the payer.
    Asks,
}

/// Charges what is due. `present` says that the payer is there and proves himself.
pub(super) fn collect(world: &mut World, id: &str, present: bool) -> Collected {
    let Some(invoice) = world.find(id).cloned() else { return Collected::Declined };
    if invoice.int("amount_remaining") == 0 {
        settled(world, id);
        return Collected::Paid;
    }
    let intent = intent(world, &invoice);
    let way = card(world, &invoice);
    let outcome = way.as_ref().map_or(Outcome::DeclinedLater, |(card, _)| card.outcome);
    let card = way.as_ref().map_or(&cards::CARDS[0], |(card, _)| card);
    if let Some((_, method)) = &way {
        world.edit(&intent, |intent| intent["payment_method"] = json!(method));
    }
    let collected = match outcome {
        Outcome::Declined(decline) => {
            charges::decline(world, &intent, card, decline);
            Collected::Declined
        }
        Outcome::DeclinedLater => {
            charges::decline(world, &intent, card, "generic_decline");
            Collected::Declined
        }
        Outcome::AsksAlways if !present => {
            world.edit(&intent, |intent| intent["status"] = json!("requires_action"));
            world.emit("payment_intent.requires_action", &intent);
            Collected::Asks
        }
        _ => {
            charges::succeed(world, &intent, card);
            Collected::Paid
        }
    };
    world.edit(id, |invoice| {
        invoice["attempted"] = json!(true);
        invoice["attempt_count"] = json!(invoice.int("attempt_count") + 1);
    });
    match collected {
        Collected::Paid => settled(world, id),
        Collected::Declined => world.emit("invoice.payment_failed", id),
        Collected::Asks => world.emit("invoice.payment_action_required", id),
    }
    collected
}

/// The payment intent of an invoice, and what ties them.
fn intent(world: &mut World, invoice: &Value) -> String {
    let known = world.all_of("invoice_payment", "invoice", invoice.id());
    if let Some(known) = known.first() {
        return known["payment"].text("payment_intent").to_owned();
    }
    let (id, tie) = (world.next_id("pi"), world.next_id("inpay"));
    world.insert(json!({
        "id": id, "object": "payment_intent", "amount": invoice["amount_remaining"], "amount_received": 0, "currency": invoice["currency"],
        "status": "requires_payment_method", "customer": invoice["customer"], "metadata": {}, "payment_method": null,
        "latest_charge": null, "last_payment_error": null, "application_fee_amount": null, "transfer_data": null, "transfer_group": null,
        "on_behalf_of": null, "description": "Subscription update", "payment_method_types": ["card"], "client_secret": format!("{id}_secret"),
        "canceled_at": null, "_billing": { "address": invoice["customer_address"], "email": invoice["customer_email"], "name": invoice["customer_name"] },
    }));
    world.insert(json!({
        "id": tie, "object": "invoice_payment", "invoice": invoice.id(), "amount_requested": invoice["amount_remaining"], "amount_paid": 0,
        "currency": invoice["currency"], "status": "open", "is_default": true,
        "payment": { "type": "payment_intent", "payment_intent": id }, "status_transitions": { "canceled_at": null, "paid_at": null },
    }));
    world.emit("payment_intent.created", &id);
    id
}

fn settled(world: &mut World, id: &str) {
    let now = world.now;
    let invoice = world.edit(id, |invoice| {
        invoice["status"] = json!("paid");
        invoice["amount_paid"] = json!(invoice.int("amount_remaining"));
        invoice["amount_remaining"] = json!(0);
        invoice["next_payment_attempt"] = Value::Null;
        invoice["status_transitions"]["paid_at"] = json!(now);
    });
    for tie in world.all_of("invoice_payment", "invoice", id) {
        world.edit(tie.id(), |tie| {
            tie["status"] = json!("paid");
            tie["amount_paid"] = tie["amount_requested"].clone();
            tie["status_transitions"]["paid_at"] = json!(now);
        });
    }
    world.emit("invoice.paid", id);
    world.emit("invoice.payment_succeeded", id);
    subscriptions::invoice_paid(world, &invoice);
}

/// Tries again later, until it has been tried often enough; then the plan is unpaid.
pub(super) fn try_again(world: &mut World, id: &str) -> bool {
    let attempts = world.find(id).map_or(0, |invoice| invoice.int("attempt_count")).max(1);
    let wait = usize::try_from(attempts - 1).ok().and_then(|at| RETRIES.get(at));
    let next = wait.map(|days| world.now + days * 86_400);
    world.edit(id, |invoice| invoice["next_payment_attempt"] = json!(next));
    if let Some(next) = next {
        world.schedule(next, "retry", id);
    }
    next.is_some()
}

/// The payer pays an invoice now.
pub(super) fn pay_now(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    asked.world.need("invoice", id, None)?;
    pay(asked.world, id, false)?;
    asked.world.need("invoice", id, None)
}

/// Charges an open invoice again.
pub(super) fn pay(world: &mut World, id: &str, present: bool) -> Result<(), Refusal> {
    let invoice = world.need("invoice", id, None)?;
    if invoice.text("status") != "open" {
        let said = format!("Invoice is already {}", invoice.text("status"));
        return Err(Refusal::invalid(said).code("invoice_not_editable"));
    }
    match collect(world, id, present) {
        Collected::Paid => Ok(()),
        Collected::Declined => {
            Err(Refusal::card("card_declined", "generic_decline", "Your card was declined."))
        }
        Collected::Asks => Err(Refusal::card(
            "invoice_payment_intent_requires_action",
            "authentication_required",
            "This payment requires additional user action before it can be completed successfully.",
        )),
    }
}

/// Nobody owes it any more.
pub(super) fn void(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let invoice = asked.world.need("invoice", id, None)?;
    if !["open", "uncollectible"].contains(&invoice.text("status")) {
        let said =
            format!("You can only void open invoices; this one is {}.", invoice.text("status"));
        return Err(Refusal::invalid(said).code("invoice_not_editable"));
    }
    annul(asked.world, id);
    asked.world.need("invoice", id, None)
}

fn annul(world: &mut World, id: &str) {
    let now = world.now;
    world.edit(id, |invoice| {
        invoice["status"] = json!("void");
        invoice["next_payment_attempt"] = Value::Null;
        invoice["status_transitions"]["voided_at"] = json!(now);
    });
    world.emit("invoice.voided", id);
}

/// An update that waited for its payment lapses.
pub(super) fn give_up(world: &mut World, id: &str) {
    let open = world.find(id).filter(|invoice| invoice.text("status") == "open").cloned();
    let Some(invoice) = open else { return };
    annul(world, id);
    let details = &invoice["parent"]["subscription_details"];
    subscriptions::update_lapsed(world, details.text("subscription"));
}
