//! The customer portal: card, address, tax id, invoices. Plan, seats and cancellation are the
//! app's own (BI-22).

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{alert, field, moment, nothing, stripe_page};
use crate::form::Form;
use crate::page::escape;
use crate::stripe::cards::{CARDS, Outcome};
use crate::stripe::field::Field as _;
use crate::stripe::money::written;
use crate::stripe::portal::GOOD;
use crate::stripe::refusal::Refusal;
use crate::stripe::world::{Stripe, World};
use crate::stripe::{customers, invoices};

/// What a customer changes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::stripe) struct Filled {
    what: String,
    card: String,
    name: String,
    email: String,
    line1: String,
    postal_code: String,
    city: String,
    country: String,
    tax_id: String,
    invoice: String,
}

fn session(world: &World, id: &str) -> Option<Value> {
    let found = world.find(id).filter(|found| found.text("object") == "billing_portal.session")?;
    (found.int("created") + GOOD > world.now).then(|| found.clone())
}

/// The page.
pub(in crate::stripe) async fn show(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
) -> Response {
    shown(&stripe, &id, "", StatusCode::OK)
}

fn shown(stripe: &Stripe, id: &str, said: &str, status: StatusCode) -> Response {
    let body = stripe.change(|world| {
        let session = session(world, id)?;
        let customer = world.find(session.text("customer"))?.clone();
        let mut body = format!("<h1>Billing</h1>{}", alert(said));
        if let Some(back) = session.maybe("return_url") {
            let _ = write!(body, "<p><a href=\"{}\">Back to Accredit</a></p>", escape(back));
        }
        body.push_str(&card(world, &customer));
        body.push_str(&address(world, &customer));
        body.push_str(&bills(world, &customer));
        Some(body)
    });
    match body {
        Some(body) => (status, stripe_page("Billing", &body)).into_response(),
        None => nothing("No such session"),
    }
}

fn card(world: &World, customer: &Value) -> String {
    let method = customer["invoice_settings"].maybe("default_payment_method");
    let known = method.and_then(|id| world.find(id)).map(|method| {
        let card = &method["card"];
        format!(
            "{} that ends in {}, until {}/{}",
            card.text("brand"),
            card.text("last4"),
            card.int("exp_month"),
            card.int("exp_year")
        )
    });
    let mut form = format!(
        "<h2>Card</h2><p>Now: {}.</p><form method=post><input type=hidden name=what value=card><fieldset><legend>Another card</legend>",
        escape(&known.unwrap_or_else(|| "none".to_owned()))
    );
    let saved = CARDS.iter().filter(|card| {
        !card.is_delayed() && !matches!(card.outcome, Outcome::Disputed | Outcome::Warned)
    });
    for (nth, card) in saved.enumerate() {
        let checked = if nth == 0 { " checked" } else { "" };
        let _ = write!(
            form,
            "<p><label><input type=radio name=card value=\"{}\"{checked}> {}, ends in {}</label></p>",
            card.name,
            card.label,
            card.last4()
        );
    }
    form + "</fieldset><p><button>Save the card</button></p></form>"
}

fn address(world: &World, customer: &Value) -> String {
    let place = &customer["address"];
    let fields = [
        field(
            "name",
            "Legal name",
            customer.text("name"),
            "required maxlength=100 autocomplete=organization",
        ),
        field(
            "email",
            "E-mail for invoices",
            customer.text("email"),
            "type=email required autocomplete=email",
        ),
        field("line1", "Street", place.text("line1"), "maxlength=100 autocomplete=address-line1"),
        field(
            "postal_code",
            "Postal code",
            place.text("postal_code"),
            "maxlength=12 autocomplete=postal-code",
        ),
        field("city", "City", place.text("city"), "maxlength=60 autocomplete=address-level2"),
        field(
            "country",
            "Country, two letters",
            place.text("country"),
            "required pattern=\"[A-Za-z]{2}\" maxlength=2 size=4 autocomplete=country",
        ),
        field("tax_id", "Another tax id (EU VAT)", "", "maxlength=20"),
    ];
    let ids: Vec<String> = world
        .all_of("tax_id", "customer", customer.id())
        .iter()
        .map(|row| escape(row.text("value")))
        .collect();
    let ids =
        if ids.is_empty() { String::new() } else { format!("<p>Tax ids: {}.</p>", ids.join(", ")) };
    format!(
        "<h2>Billing details</h2>{ids}<form method=post><input type=hidden name=what value=details>{}<p><button>Save the details</button></p></form>",
        fields.concat()
    )
}

fn bills(world: &World, customer: &Value) -> String {
    let rows = world.all_of("invoice", "customer", customer.id());
    if rows.is_empty() {
        return "<h2>Invoices</h2><p>None yet.</p>".to_owned();
    }
    let mut table = String::from(
        "<h2>Invoices</h2><div class=\"wide whole\" role=region aria-label=Invoices tabindex=0><table><thead><tr><th scope=col>Number</th><th scope=col>Date</th><th scope=col>Total</th><th scope=col>State</th><th scope=col>Pay</th></tr></thead><tbody>",
    );
    for invoice in rows {
        let pay = if invoice.text("status") == "open" {
            format!(
                "<form method=post><input type=hidden name=what value=pay><button name=invoice value=\"{}\" aria-label=\"Pay {}\">Pay</button></form>",
                invoice.id(),
                invoice.text("number")
            )
        } else {
            String::new()
        };
        let _ = write!(
            table,
            "<tr><td><a href=\"{}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{pay}</td></tr>",
            escape(invoice.text("hosted_invoice_url")),
            escape(invoice.text("number")),
            moment(invoice.int("created")),
            written(invoice.int("total"), invoice.text("currency")),
            invoice.text("status"),
        );
    }
    table + "</tbody></table></div>"
}

/// Changes something.
pub(in crate::stripe) async fn act(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Form(filled): Form<Filled>,
) -> Response {
    let done = stripe.change(|world| {
        let session = session(world, &id)?;
        let customer = session.text("customer").to_owned();
        Some(match filled.what.as_str() {
            "card" => customers::change_card(world, &customer, &filled.card),
            "details" => details(world, &customer, &filled),
            "pay" => own_invoice(world, &customer, &filled.invoice),
            _ => Err(Refusal::invalid("Nothing was asked for.")),
        })
    });
    match done {
        None => nothing("No such session"),
        Some(Ok(())) => Redirect::to(&format!("/sandbox/stripe/portal/{id}")).into_response(),
        Some(Err(refusal)) => shown(&stripe, &id, refusal.message(), refusal.status),
    }
}

fn own_invoice(world: &mut World, customer: &str, invoice: &str) -> Result<(), Refusal> {
    let found = world.need("invoice", invoice, None)?;
    if found.text("customer") != customer {
        return Err(Refusal::missing("invoice", invoice));
    }
    // Whoever presses the button proves himself to the bank.
    invoices::pay(world, invoice, true)
}

fn details(world: &mut World, customer: &str, filled: &Filled) -> Result<(), Refusal> {
    if !filled.tax_id.trim().is_empty() {
        customers::tax_id(world, customer, "eu_vat", filled.tax_id.trim())?;
    }
    world.edit(customer, |customer| {
        customer["name"] = json!(filled.name.trim());
        customer["email"] = json!(filled.email.trim());
        customer["address"] = json!({
            "line1": filled.line1.trim(), "line2": null, "city": filled.city.trim(), "state": null,
            "postal_code": filled.postal_code.trim(), "country": filled.country.trim().to_uppercase(),
        });
    });
    world.emit("customer.updated", customer);
    Ok(())
}
