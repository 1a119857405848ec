//! An invoice with its lines, and a button to pay it.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use serde_json::Value;

use super::{alert, moment, nothing, stripe_page};
use crate::page::escape;
use crate::stripe::field::Field as _;
use crate::stripe::invoices;
use crate::stripe::money::written;
use crate::stripe::world::Stripe;

/// The page.
pub(in crate::stripe) async fn show(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
) -> Response {
    match stripe.change(|world| world.need("invoice", &id, None)) {
        Ok(invoice) => shown(&invoice, "").into_response(),
        Err(_) => nothing("No such invoice"),
    }
}

fn shown(invoice: &Value, said: &str) -> Html<String> {
    let currency = invoice.text("currency");
    let number = escape(invoice.text("number"));
    let mut body = format!(
        "<h1>Invoice {number}</h1>{}<p>{}, {}.</p><div class=wide><table><thead><tr><th scope=col>Item</th><th scope=col>Amount</th></tr></thead><tbody>",
        alert(said),
        moment(invoice.int("created")),
        invoice.text("status")
    );
    for line in invoice["lines"].each("data") {
        let _ = write!(
            body,
            "<tr><td>{}</td><td>{}</td></tr>",
            escape(line.text("description")),
            written(line.int("amount"), currency)
        );
    }
    let _ = write!(
        body,
        "</tbody><tfoot><tr><th scope=row>Total</th><td>{}</td></tr><tr><th scope=row>Due</th><td>{}</td></tr></tfoot></table></div>",
        written(invoice.int("total"), currency),
        written(invoice.int("amount_remaining"), currency)
    );
    if invoice.text("status") == "open" {
        body.push_str(
            "<form method=post><p><button>Pay, and prove it to the bank</button></p></form>",
        );
    }
    stripe_page("Invoice", &body)
}

/// The payer pays it.
pub(in crate::stripe) async fn pay(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
) -> Response {
    let done = stripe.change(|world| invoices::pay(world, &id, true));
    match (done, stripe.change(|world| world.need("invoice", &id, None))) {
        (Ok(()), _) => Redirect::to(&format!("/sandbox/stripe/invoice/{id}")).into_response(),
        (Err(refusal), Ok(invoice)) => {
            (refusal.status, shown(&invoice, refusal.message())).into_response()
        }
        (Err(_), Err(_)) => nothing("No such invoice"),
    }
}
