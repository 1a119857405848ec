//! Ways to pay, by Stripe's page "Testing": what each of them does.

use serde_json::{Value, json};

use super::world::World;

/// What comes of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Pays,
    /// Refused, with the code that the bank gives.
    Declined(&'static str),
    /// The bank asks the payer first.
    Asks,
    /// The bank asks the payer every time, also when a plan is changed.
    AsksAlways,
    /// Bank debit: known a day later.
    Delayed {
        succeeds: bool,
    },
    /// Pays, and is disputed at once.
    Disputed,
    /// Pays, and a fraud warning follows.
    Warned,
    /// Pays; its refunds wait for a day.
    RefundsLater,
    /// Pays; its refunds fail a day later.
    RefundsFail,
    /// Can be saved, but does not pay.
    DeclinedLater,
}

/// A way to pay.
#[derive(Clone, Copy, Debug)]
pub(super) struct Card {
    pub(super) number: &'static str,
    /// A word for it.
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) brand: &'static str,
    pub(super) outcome: Outcome,
}

const fn card(
    number: &'static str,
    name: &'static str,
    label: &'static str,
    brand: &'static str,
    outcome: Outcome,
) -> Card {
    Card { number, name, label, brand, outcome }
}

/// All of them; debits have names in place of numbers.
pub(super) const CARDS: [Card; 15] = [
    card("4242424242424242", "success", "Pays, Visa", "visa", Outcome::Pays),
    card("5555555555554444", "mastercard", "Pays, Mastercard", "mastercard", Outcome::Pays),
    card(
        "4000000000000002",
        "declined",
        "Is declined",
        "visa",
        Outcome::Declined("generic_decline"),
    ),
    card(
        "4000000000009995",
        "insufficient_funds",
        "Has insufficient funds",
        "visa",
        Outcome::Declined("insufficient_funds"),
    ),
    card("4000000000000069", "expired", "Has expired", "visa", Outcome::Declined("expired_card")),
    card("4000002500003155", "3ds", "Asks for 3-D Secure", "visa", Outcome::Asks),
    card(
        "4000002760003184",
        "3ds_always",
        "Asks for 3-D Secure every time",
        "visa",
        Outcome::AsksAlways,
    ),
    card("4000000000000259", "dispute", "Pays and is disputed", "visa", Outcome::Disputed),
    card(
        "4000000000005423",
        "fraud_warning",
        "Pays and a fraud warning follows",
        "visa",
        Outcome::Warned,
    ),
    card(
        "4000000000007726",
        "refund_later",
        "Pays; a refund takes a day",
        "visa",
        Outcome::RefundsLater,
    ),
    card(
        "4000000000005126",
        "refund_fails",
        "Pays; a refund fails a day later",
        "visa",
        Outcome::RefundsFail,
    ),
    card(
        "4000000000000341",
        "declined_later",
        "Can be saved, but does not pay",
        "visa",
        Outcome::DeclinedLater,
    ),
    card(
        "debit_success",
        "debit_ok",
        "Bank debit that succeeds a day later",
        "",
        Outcome::Delayed { succeeds: true },
    ),
    card(
        "debit_failure",
        "debit_fails",
        "Bank debit that fails a day later",
        "",
        Outcome::Delayed { succeeds: false },
    ),
    card(
        "4000000000009235",
        "highest_risk",
        "Is blocked as fraud",
        "visa",
        Outcome::Declined("fraudulent"),
    ),
];

/// A way to pay by its number or name.
pub(super) fn find(said: &str) -> Option<&'static Card> {
    let plain: String =
        said.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    CARDS.iter().find(|card| card.number == plain || card.name == plain)
}

impl Card {
    pub(super) const fn is_delayed(&self) -> bool {
        matches!(self.outcome, Outcome::Delayed { .. })
    }

    /// The end of its number.
    pub(super) fn last4(&self) -> &'static str {
        if self.is_delayed() { "6789" } else { &self.number[self.number.len() - 4..] }
    }

    fn details(&self) -> (&'static str, Value) {
        if self.is_delayed() {
            let bank = "STRIPE TEST BANK";
            return ("us_bank_account", json!({ "bank_name": bank, "last4": self.last4() }));
        }
        let card = json!({
            "brand": self.brand, "country": "US", "exp_month": 12, "exp_year": 2034,
            "fingerprint": format!("fp{}", self.last4()), "funding": "credit", "last4": self.last4(),
        });
        ("card", card)
    }

    /// The way to pay as a charge tells it.
    pub(super) fn charged(&self) -> Value {
        let (kind, details) = self.details();
        json!({ "type": kind, kind: details })
    }

    /// A new payment method.
    pub(super) fn method(
        &self,
        world: &mut World,
        customer: Option<&str>,
        billing: &Value,
    ) -> Value {
        let (kind, details) = self.details();
        let id = world.next_id("pm");
        world.insert(json!({
            "id": id, "object": "payment_method", "type": kind, kind: details, "customer": customer,
            "billing_details": billing, "metadata": {}, "_card": self.number,
        }))
    }
}

/// What is told of a card that is declined: code, decline code, sentence.
pub(super) fn refusal(decline: &'static str) -> (&'static str, &'static str, &'static str) {
    match decline {
        "insufficient_funds" => ("card_declined", decline, "Your card has insufficient funds."),
        "expired_card" => ("expired_card", decline, "Your card has expired."),
        other => ("card_declined", other, "Your card was declined."),
    }
}
