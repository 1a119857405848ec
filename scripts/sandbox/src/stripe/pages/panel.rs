//! The panel: what there is, what was told, and what may happen next.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use serde_json::{Value, json};

use super::{alert, moment, stripe_page};
use crate::page::escape;
use crate::stripe::action::Action;
use crate::stripe::control;
use crate::stripe::disputes::CLOSED;
use crate::stripe::events::Delivery;
use crate::stripe::field::Field as _;
use crate::stripe::money::written;
use crate::stripe::world::{Stripe, World};

/// The rows of each table.
const ROWS: usize = 30;

/// The panel.
pub(in crate::stripe) async fn show(State(stripe): State<Stripe>) -> Html<String> {
    panel(&stripe, "")
}

fn panel(stripe: &Stripe, said: &str) -> Html<String> {
    let body = stripe.change(|world| {
        let mut body = format!(
            "<h1>Stripe</h1><p class=lead>Payments that the app has asked for here, and what banks and buyers do with them.</p>{}",
            alert(said)
        );
        body.push_str(&table(world, "checkout.session", "Checkouts", session_buttons));
        body.push_str(&table(world, "charge", "Charges", charge_buttons));
        body.push_str(&table(world, "refund", "Refunds", |refund| {
            let fails = ["pending", "succeeded"].contains(&refund.text("status"));
            when(fails, &json!({ "action": "fail_refund", "refund": refund.id() }), "Fail")
        }));
        body.push_str(&table(world, "dispute", "Disputes", dispute_buttons));
        body.push_str(&table(world, "account", "Connected accounts", account_buttons));
        body.push_str(&table(world, "payout", "Payouts", |payout| {
            let fails = !["failed", "canceled"].contains(&payout.text("status"));
            when(fails, &json!({ "action": "fail_payout", "payout": payout.id() }), "Fail")
        }));
        body.push_str(&table(world, "subscription", "Subscriptions", |plan| {
            let action = |card: &str| json!({ "action": "change_card", "customer": plan.text("customer"), "card": card });
            button(&action("declined_later"), "Card stops paying") + &button(&action("success"), "Card pays")
        }));
        body.push_str(&events(world));
        body.push_str(&faults(world));
        body
    });
    stripe_page("Stripe", &body)
}

/// A button that does something; a screen reader hears about what.
fn button(action: &Value, label: &str) -> String {
    let about = action
        .as_object()
        .into_iter()
        .flatten()
        .find(|(name, value)| *name != "action" && value.is_string());
    let about = about.and_then(|(_, value)| value.as_str()).unwrap_or_default();
    format!(
        "<form method=post action=\"/sandbox/stripe/act\" style=\"display:inline\"><button class=quiet name=json value=\"{}\" aria-label=\"{label} {}\">{label}</button></form> ",
        escape(&action.to_string()),
        escape(about)
    )
}

fn when(there: bool, action: &Value, label: &str) -> String {
    if there { button(action, label) } else { String::new() }
}

fn table(world: &World, kind: &str, heading: &str, buttons: impl Fn(&Value) -> String) -> String {
    let mut rows = String::new();
    for object in
        world.all(kind).filter(|row| kind != "charge" || row.get("_account").is_none()).take(ROWS)
    {
        let amount = object.maybe_int("amount_total").or(object.maybe_int("amount"));
        let amount =
            amount.map(|amount| written(amount, object.text("currency"))).unwrap_or_default();
        let _ = write!(
            rows,
            "<tr><td>{}</td><td>{}</td><td>{amount}</td><td>{}</td><td>{}</td></tr>",
            escape(object.id()),
            moment(object.int("created")),
            escape(&state(object)),
            buttons(object)
        );
    }
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "<h2>{heading}</h2><div class=\"wide whole\" role=region aria-label=\"{heading}\" tabindex=0><table><thead><tr><th scope=col>Id</th><th scope=col>Made</th>\
         <th scope=col>Amount</th><th scope=col>State</th><th scope=col>What may happen</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )
}

fn state(object: &Value) -> String {
    match object.text("object") {
        "account" if object.is("deleted") => "disconnected".into(),
        "account" if object.is("payouts_enabled") => "active".into(),
        "account" => object["requirements"].maybe("disabled_reason").unwrap_or("restricted").into(),
        "checkout.session" => {
            format!("{}, {}", object.text("status"), object.text("payment_status"))
        }
        "charge" if object.is("refunded") => "refunded".into(),
        "charge" if object.is("disputed") => "disputed".into(),
        _ => object.text("status").into(),
    }
}

fn session_buttons(session: &Value) -> String {
    let id = session.id();
    let open = session.text("status") == "open";
    let waits = session.text("status") == "complete" && session.text("payment_status") == "unpaid";
    let link =
        format!("<a href=\"/sandbox/stripe/checkout/{id}\">Open {}</a> ", &id[id.len() - 6..]);
    let settle = |ok: bool| json!({ "action": "settle_delayed", "session": id, "ok": ok });
    when(open, &json!({ "action": "pay", "session": id, "card": "success" }), "Pay")
        + &when(open, &json!({ "action": "expire", "session": id }), "Expire")
        + &when(waits, &settle(true), "Debit arrives")
        + &when(waits, &settle(false), "Debit fails")
        + &link
}

fn charge_buttons(charge: &Value) -> String {
    let id = charge.id();
    let paid = charge.is("paid");
    when(
        paid && !charge.is("disputed"),
        &json!({ "action": "dispute", "charge": id, "reason": "product_not_received" }),
        "Dispute",
    ) + &when(
        paid && !charge.is("disputed"),
        &json!({ "action": "dispute", "charge": id, "reason": "unrecognized", "inquiry": true }),
        "Inquiry",
    ) + &when(paid, &json!({ "action": "warn", "charge": id }), "Fraud warning")
}

fn dispute_buttons(dispute: &Value) -> String {
    let open = !CLOSED.contains(&dispute.text("status"));
    let close =
        |won: bool| json!({ "action": "close_dispute", "dispute": dispute.id(), "won": won });
    when(open, &close(true), "Won") + &when(open, &close(false), "Lost")
}

fn account_buttons(account: &Value) -> String {
    let id = account.id();
    let there = !account.is("deleted");
    let of = |action: &str| json!({ "action": action, "account": id });
    when(there && !account.is("payouts_enabled"), &of("activate"), "Activate")
        + &when(there, &of("restrict"), "Restrict")
        + &when(there, &of("reject"), "Reject")
        + &when(there, &of("deauthorize"), "Disconnect")
}

fn events(world: &World) -> String {
    let mode = format!("{:?}", world.mode()).to_lowercase();
    let of = |mode: &str| json!({ "action": "webhooks", "mode": mode });
    let mut body = format!(
        "<h2>Events</h2><p>Now: <strong>{mode}</strong>.</p><div class=row>{}{}{}{}{}</div>",
        button(&of("normal"), "Send at once"),
        button(&of("hold"), "Hold back"),
        button(&of("drop"), "Lose"),
        button(&json!({ "action": "deliver" }), "Deliver what waits"),
        button(
            &json!({ "action": "deliver", "shuffle_seed": world.now }),
            "Deliver in another order"
        ),
    );
    body.push_str("<div class=\"wide whole\" role=region aria-label=Events tabindex=0><table><thead><tr><th scope=col>Event</th><th scope=col>For</th><th scope=col>State</th><th scope=col>Answers</th><th scope=col>What may happen</th></tr></thead><tbody>");
    for Delivery { event, kind, scope, state, outcomes } in
        world.deliveries().into_iter().rev().take(2 * ROWS)
    {
        let again = if state == "waiting" { "Deliver" } else { "Repeat" };
        let _ = write!(
            body,
            "<tr><td>{}<br><span class=muted>{}</span></td><td>{scope}</td><td>{state}</td><td>{}</td><td>{}{}</td></tr>",
            escape(&kind),
            escape(&event),
            escape(&outcomes.join(", ")),
            button(&json!({ "action": "deliver", "event": event }), again),
            when(state == "waiting", &json!({ "action": "drop", "event": event }), "Lose"),
        );
    }
    body + "</tbody></table></div>"
}

fn faults(world: &World) -> String {
    let of = |kind: &str| json!({ "action": "fault", "kind": kind });
    format!(
        "<h2>The next call goes wrong</h2><div class=row>{}{}{}{}{}</div><p>{} set.</p><div class=row>{}{}</div>",
        button(&of("before"), "Lost before it happens"),
        button(&of("after"), "Answer lost"),
        button(&of("500_before"), "500, and nothing happens"),
        button(&of("500_after"), "500, and it happens"),
        button(&of("429"), "429"),
        world.faults.len(),
        button(&json!({ "action": "clear_faults" }), "Clear"),
        button(&json!({ "action": "release" }), "Let held calls go on"),
    )
}

/// A button was pressed.
pub(in crate::stripe) async fn act(State(stripe): State<Stripe>, form: String) -> Response {
    let pressed = serde_urlencoded::from_str::<Vec<(String, String)>>(&form).unwrap_or_default();
    let action = pressed.iter().find(|(name, _)| name == "json");
    let Some(action) = action.and_then(|(_, text)| serde_json::from_str::<Action>(text).ok())
    else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    match control::act(&stripe, action).await {
        Ok(_) => Redirect::to("/sandbox/stripe").into_response(),
        Err(refusal) => (StatusCode::CONFLICT, panel(&stripe, refusal.message())).into_response(),
    }
}
