//! Somebody pays a session.

use serde_json::{Value, json};

use super::cards::{self, Card, Outcome};
use super::field::Field as _;
use super::refusal::Refusal;
use super::world::World;
use super::{accounts, charges, customers, subscriptions, tax};

/// Who pays, and how.
#[derive(Clone, Debug, Default)]
pub(super) struct Payer {
    pub(super) email: String,
    pub(super) name: String,
    pub(super) country: String,
    pub(super) postal_code: String,
    pub(super) tax_id: String,
    /// The bank was asked and said yes.
    pub(super) proven: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Paid {
    /// Paid, or on its way; the payer goes back to the app.
    Done(String),
    /// Declined, for this reason; the session stays open.
    Declined(String),
    /// The bank wants the payer first.
    Asks,
}

/// A session that can be paid.
pub(super) fn open(world: &World, id: &str) -> Result<Value, Refusal> {
    let session = world
        .find(id)
        .filter(|found| found.text("object") == "checkout.session")
        .ok_or_else(|| Refusal::missing("checkout.session", id))?;
    match session.text("status") {
        "open" => Ok(session.clone()),
        status => Err(Refusal::invalid(format!("This Checkout Session is {status}."))),
    }
}

/// Pays it.
pub(super) fn pay(
    world: &mut World,
    id: &str,
    card: &Card,
    payer: &Payer,
) -> Result<Paid, Refusal> {
    let session = open(world, id)?;
    let delayed = session.each("payment_method_types").iter().any(|method| method != "card");
    if card.is_delayed() && (!delayed || session.text("mode") != "payment") {
        return Err(Refusal::invalid("This session takes cards only."));
    }
    if session.text("mode") == "payment" {
        may_go_there(world, &session)?;
    }
    if matches!(card.outcome, Outcome::Asks | Outcome::AsksAlways) && !payer.proven {
        return Ok(Paid::Asks);
    }
    let session = address(world, id, payer);
    if session.text("mode") == "subscription" {
        return subscribe(world, &session, card, payer);
    }
    Ok(charge(world, &session, card, payer))
}

fn may_go_there(world: &World, session: &Value) -> Result<(), Refusal> {
    let intent = &session["_intent"];
    if let Some(account) = intent["transfer_data"].maybe("destination") {
        accounts::may_receive(world, account, "destination")?;
    }
    if let Some(account) = intent.maybe("on_behalf_of") {
        accounts::may_charge(world, account, "on_behalf_of")?;
    }
    Ok(())
}

/// Writes down who pays, and what tax that makes.
pub(super) fn address(world: &mut World, id: &str, payer: &Payer) -> Value {
    let customer = world.find(id).and_then(|session| session.maybe("customer")).map(str::to_owned);
    let known = customer.and_then(|id| world.find(&id).cloned()).unwrap_or_default();
    let country = if payer.country.is_empty() {
        known["address"].maybe("country").unwrap_or("US").to_owned()
    } else {
        payer.country.to_uppercase()
    };
    world.edit(id, |session| {
        let given = [payer.email.as_str(), session.text("customer_email"), known.text("email")];
        let email = given.into_iter().find(|email| !email.is_empty()).unwrap_or("buyer@example.com");
        let ids = if payer.tax_id.is_empty() {
            json!([])
        } else {
            json!([{ "type": "eu_vat", "value": payer.tax_id }])
        };
        session["customer_details"] = json!({
            "email": email, "name": if payer.name.is_empty() { "Sandbox Buyer" } else { &payer.name }, "phone": null,
            "address": { "country": country, "postal_code": payer.postal_code, "city": null, "line1": null, "line2": null, "state": null },
            "tax_exempt": "none", "tax_ids": ids,
        });
        if session["automatic_tax"].is("enabled") {
            tax::apply(session, &country);
        }
    })
}

fn charge(world: &mut World, session: &Value, card: &Card, payer: &Payer) -> Paid {
    let id = session.id().to_owned();
    let intent = charges::intent(world, session);
    let billing = billing(session, payer);
    let customer = session.maybe("customer").map(str::to_owned);
    let method = card.method(world, customer.as_deref(), &billing);
    world.edit(&intent, |intent| intent["payment_method"] = json!(method.id()));
    match card.outcome {
        Outcome::Declined(decline) => {
            let (_, _, said) = charges::decline(world, &intent, card, decline);
            Paid::Declined(said.to_owned())
        }
        Outcome::DeclinedLater => {
            let (_, _, said) = charges::decline(world, &intent, card, "generic_decline");
            Paid::Declined(said.to_owned())
        }
        Outcome::Delayed { succeeds } => {
            charges::process(world, &intent, card, succeeds);
            finish(world, &id, "unpaid")
        }
        _ => {
            charges::succeed(world, &intent, card);
            finish(world, &id, "paid")
        }
    }
}

fn billing(session: &Value, payer: &Payer) -> Value {
    let details = &session["customer_details"];
    json!({ "address": details["address"], "email": details["email"], "name": details["name"], "phone": null,
        "tax_id": (!payer.tax_id.is_empty()).then_some(&payer.tax_id) })
}

fn subscribe(
    world: &mut World,
    session: &Value,
    card: &Card,
    payer: &Payer,
) -> Result<Paid, Refusal> {
    if let Outcome::Declined(decline) = card.outcome {
        let (_, _, said) = cards::refusal(decline);
        return Ok(Paid::Declined(said.to_owned()));
    }
    let trial = session["_subscription"].maybe_int("trial_end").is_some();
    if card.outcome == Outcome::DeclinedLater && !trial {
        return Ok(Paid::Declined("Your card was declined.".to_owned()));
    }
    let customer = customers::of_session(world, session);
    customers::learn(world, session);
    let method = card.method(world, Some(&customer), &billing(session, payer));
    world.emit("payment_method.attached", method.id());
    let id = session.id().to_owned();
    world.edit(&id, |session| session["customer"] = json!(customer));
    let subscription = subscriptions::from_session(world, &id, method.id())?;
    let invoice = subscription["latest_invoice"].clone();
    world.edit(&id, |session| {
        session["subscription"] = json!(subscription.id());
        session["invoice"] = invoice;
    });
    Ok(finish(world, &id, if trial { "no_payment_required" } else { "paid" }))
}

fn finish(world: &mut World, id: &str, payment_status: &str) -> Paid {
    let session = world.edit(id, |session| {
        session["status"] = json!("complete");
        session["payment_status"] = json!(payment_status);
        session["url"] = Value::Null;
    });
    world.emit("checkout.session.completed", id);
    Paid::Done(session.text("success_url").replace("{CHECKOUT_SESSION_ID}", id))
}

/// A bank debit is known to have worked, or not.
pub(super) fn settle(world: &mut World, intent: &str, succeeds: bool) -> Result<(), Refusal> {
    let known = world.find(intent).filter(|found| found.text("status") == "processing");
    let Some(found) = known.cloned() else {
        return Err(Refusal::invalid("Nothing is on its way here."));
    };
    let card = cards::find(found.text("_card")).unwrap_or(&cards::CARDS[0]);
    if succeeds {
        charges::succeed(world, intent, card);
    } else {
        charges::decline(world, intent, card, "insufficient_funds");
    }
    let session = found.text("_session").to_owned();
    if succeeds {
        world.edit(&session, |session| session["payment_status"] = json!("paid"));
    }
    let kind = if succeeds { "succeeded" } else { "failed" };
    world.emit(&format!("checkout.session.async_payment_{kind}"), &session);
    Ok(())
}
