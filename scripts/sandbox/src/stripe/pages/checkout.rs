//! The hosted checkout: what is bought, who pays, with which card.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;

use super::{alert, field, nothing, stripe_page};
use crate::form::Form;
use crate::page::escape;
use crate::stripe::cards::{self, CARDS};
use crate::stripe::field::Field as _;
use crate::stripe::money::written;
use crate::stripe::pay::{self, Paid, Payer};
use crate::stripe::world::Stripe;

/// What a buyer fills in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::stripe) struct Filled {
    card: String,
    number: String,
    email: String,
    name: String,
    country: String,
    postal_code: String,
    tax_id: String,
    /// What was said to the bank: `yes` or `no`.
    bank: String,
}

impl Filled {
    fn payer(&self) -> Payer {
        Payer {
            email: self.email.trim().to_owned(),
            name: self.name.trim().to_owned(),
            country: self.country.trim().to_owned(),
            postal_code: self.postal_code.trim().to_owned(),
            tax_id: self.tax_id.trim().to_owned(),
            proven: self.bank == "yes",
        }
    }

    /// A number that was typed goes before the choice.
    fn way(&self) -> &str {
        if self.number.trim().is_empty() { &self.card } else { &self.number }
    }
}

/// The page of a session.
pub(in crate::stripe) async fn show(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
) -> Response {
    let Some(session) = session(&stripe, &id) else { return nothing("No such checkout") };
    shown(&session, &Filled::default(), "").into_response()
}

fn session(stripe: &Stripe, id: &str) -> Option<Value> {
    let found = stripe.change(|world| world.find(id).cloned())?;
    (found.text("object") == "checkout.session").then_some(found)
}

/// The buyer pays.
pub(in crate::stripe) async fn pay(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Form(filled): Form<Filled>,
) -> Response {
    let Some(before) = session(&stripe, &id) else { return nothing("No such checkout") };
    if before.text("status") != "open" {
        return (StatusCode::CONFLICT, ended(&before)).into_response();
    }
    let refused = |said: &str| {
        let session = session(&stripe, &id).unwrap_or_default();
        (StatusCode::PAYMENT_REQUIRED, shown(&session, &filled, said)).into_response()
    };
    if filled.bank == "no" {
        return refused(
            "We are unable to authenticate your payment method. Choose another one and try again.",
        );
    }
    if let Some(taxed) = taxed(&stripe, &before, &filled) {
        let said = "The tax of your country has been added. Check the total, then pay.";
        return shown(&taxed, &filled, said).into_response();
    }
    let Some(card) = cards::find(filled.way()) else {
        return refused("This card number is not one of the test cards.");
    };
    match stripe.change(|world| pay::pay(world, &id, card, &filled.payer())) {
        Ok(Paid::Done(back)) => Redirect::to(&back).into_response(),
        Ok(Paid::Declined(reason)) => refused(&reason),
        Ok(Paid::Asks) => bank(&before, &filled).into_response(),
        Err(refusal) => refused(refusal.message()),
    }
}

/// Nobody is charged a tax that he has not seen: the session with another total, if his country
/// makes one.
fn taxed(stripe: &Stripe, before: &Value, filled: &Filled) -> Option<Value> {
    let known = before["customer_details"]["address"].text("country");
    let country = filled.country.trim();
    if !before["automatic_tax"].is("enabled") || known.eq_ignore_ascii_case(country) {
        return None;
    }
    let after = stripe.change(|world| pay::address(world, before.id(), &filled.payer()));
    (after["amount_total"] != before["amount_total"]).then_some(after)
}

fn shown(session: &Value, filled: &Filled, said: &str) -> Html<String> {
    if session.text("status") != "open" {
        return ended(session);
    }
    let currency = session.text("currency");
    let total = session.int("amount_total");
    let plan = session.text("mode") == "subscription";
    let heading = if plan { "Subscribe" } else { "Pay" };
    let mut body = format!("<h1>{heading} {}</h1>{}", written(total, currency), alert(said));
    body.push_str(&lines(session));
    body.push_str("<form method=post>");
    body.push_str(&you(session, filled));
    body.push_str(&ways(session, filled));
    let label = match (plan, total) {
        (true, 0) => "Start".to_owned(),
        (true, _) => format!("Subscribe and pay {}", written(total, currency)),
        _ => format!("Pay {}", written(total, currency)),
    };
    let _ = write!(body, "<p><button>{label}</button></p></form>");
    if let Some(back) = session.maybe("cancel_url") {
        let _ = write!(body, "<p><a href=\"{}\">Back, without paying</a></p>", escape(back));
    }
    stripe_page(heading, &body)
}

/// Who pays.
fn you(session: &Value, filled: &Filled) -> String {
    let known = session.text("customer_email");
    let email = if filled.email.is_empty() { known } else { &filled.email };
    let mut body = String::from("<fieldset><legend>You</legend>");
    body.push_str(&field("email", "E-mail", email, "type=email autocomplete=email required"));
    body.push_str(&field("name", "Name", &filled.name, "autocomplete=name required maxlength=100"));
    let country = if filled.country.is_empty() { "US" } else { &filled.country };
    body.push_str(&field(
        "country",
        "Country, two letters",
        country,
        "autocomplete=country required pattern=\"[A-Za-z]{2}\" maxlength=2 size=4",
    ));
    body.push_str(&field(
        "postal_code",
        "Postal code",
        &filled.postal_code,
        "autocomplete=postal-code maxlength=12 size=12",
    ));
    if session["tax_id_collection"].is("enabled") {
        body.push_str(&field(
            "tax_id",
            "Tax id of a business, if you buy as one",
            &filled.tax_id,
            "maxlength=20",
        ));
    }
    body + "</fieldset>"
}

fn lines(session: &Value) -> String {
    let currency = session.text("currency");
    let mut table = String::from(
        "<div class=wide><table><caption>What you buy</caption><thead><tr><th scope=col>Item</th><th scope=col>Quantity</th><th scope=col>Amount</th></tr></thead><tbody>",
    );
    for line in session.each("_line_items") {
        let every = line["price"]["recurring"].maybe("interval");
        let every = every.map(|interval| format!(" every {interval}")).unwrap_or_default();
        let note = line["price"].text("_note");
        let note = if note.is_empty() {
            String::new()
        } else {
            format!("<br><span class=muted>{}</span>", escape(note))
        };
        let _ = write!(
            table,
            "<tr><td>{}{note}</td><td>{}</td><td>{}{every}</td></tr>",
            escape(line.text("description")),
            line.int("quantity"),
            written(line.int("amount_subtotal"), currency),
        );
    }
    let tax = session["total_details"].int("amount_tax");
    table.push_str("</tbody><tfoot>");
    if tax > 0 {
        let _ = write!(
            table,
            "<tr><th scope=row colspan=2>Tax</th><td>{}</td></tr>",
            written(tax, currency)
        );
    } else if session["automatic_tax"].text("status") == "requires_location_inputs" {
        table.push_str("<tr><th scope=row colspan=2>Tax</th><td>by your country</td></tr>");
    }
    let _ = write!(
        table,
        "<tr><th scope=row colspan=2>Total due today</th><td><strong>{}</strong></td></tr></tfoot></table></div>",
        written(session.int("amount_total"), currency)
    );
    table
}

fn ways(session: &Value, filled: &Filled) -> String {
    let debits = session.each("payment_method_types").iter().any(|method| method != "card")
        && session.text("mode") == "payment";
    let mut form = String::from("<fieldset><legend>How you pay</legend>");
    let chosen = if filled.card.is_empty() { CARDS[0].name } else { &filled.card };
    for card in CARDS.iter().filter(|card| debits || !card.is_delayed()) {
        let checked = if card.name == chosen { " checked" } else { "" };
        let number = if card.is_delayed() {
            String::new()
        } else {
            format!(" <span class=muted>{}</span>", grouped(card.number))
        };
        let _ = write!(
            form,
            "<p><label><input type=radio name=card value=\"{}\"{checked}> {}{number}</label></p>",
            card.name, card.label
        );
    }
    form.push_str(&field(
        "number",
        "Or the number of a test card",
        &filled.number,
        "inputmode=numeric autocomplete=off maxlength=23",
    ));
    form + "</fieldset>"
}

fn grouped(number: &str) -> String {
    number.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

/// The page of the payer's bank.
fn bank(session: &Value, filled: &Filled) -> Html<String> {
    let kept = [
        ("card", filled.way()),
        ("email", &filled.email),
        ("name", &filled.name),
        ("country", &filled.country),
        ("postal_code", &filled.postal_code),
        ("tax_id", &filled.tax_id),
    ];
    let hidden = kept
        .map(|(name, value)| {
            format!("<input type=hidden name=\"{name}\" value=\"{}\">", escape(value))
        })
        .concat();
    let body = format!(
        "<h1>Your bank asks: is this you?</h1><p>3-D Secure for a payment of {}.</p>\
         <form method=post class=row>{hidden}<button name=bank value=yes>Complete authentication</button> \
         <button name=bank value=no class=quiet>Fail authentication</button></form>",
        written(session.int("amount_total"), session.text("currency"))
    );
    stripe_page("3-D Secure", &body)
}

fn ended(session: &Value) -> Html<String> {
    let (heading, said, address, label) = match session.text("status") {
        "complete" => (
            "This is paid",
            "Nothing is left to do here.",
            session.text("success_url").replace("{CHECKOUT_SESSION_ID}", session.id()),
            "Go on",
        ),
        _ => (
            "This checkout has expired",
            "Nothing was charged. Start again from the page that you came from.",
            session.text("cancel_url").to_owned(),
            "Back",
        ),
    };
    let link = if address.is_empty() {
        String::new()
    } else {
        format!("<p><a href=\"{}\">{label}</a></p>", escape(&address))
    };
    stripe_page(heading, &format!("<h1>{heading}</h1><p>{said}</p>{link}"))
}
