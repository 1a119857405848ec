//! Which call is which.

use axum::http::Method;
use serde_json::{Value, json};

use super::list::whole;
use super::params::Params;
use super::refusal::Refusal;
use super::world::{VERSION, World, shown};
use super::{
    accounts, balance, catalogue, checkout, customers, disputes, expand, fees, files, invoices,
    known, list, payouts, portal, preview, refunds, schedules, subscriptions, tax, transfers,
};

/// A call that may be answered.
pub(super) struct Asked<'a> {
    pub(super) world: &'a mut World,
    pub(super) params: &'a Params,
    /// The connected account that the caller speaks for.
    pub(super) account: Option<&'a str>,
}

/// Answers, with what was asked to be expanded and without what is the stand-in's own.
pub(super) fn call(mut asked: Asked<'_>, method: &Method, path: &str) -> Result<Value, Refusal> {
    let path = path.trim_start_matches("/v1").trim_matches('/');
    let steps: Vec<&str> = path.split('/').collect();
    let mut answer = match method.as_str() {
        "GET" => read(&mut asked, &steps)?,
        "POST" => {
            known::check(&steps, asked.params)?;
            write(&mut asked, &steps).unwrap_or_else(|| Err(unknown("POST", path)))?
        }
        "DELETE" => delete(&mut asked, &steps).unwrap_or_else(|| Err(unknown("DELETE", path)))?,
        other => return Err(unknown(other, path)),
    };
    for wanted in asked.params.words("expand") {
        expand::expand(asked.world, &mut answer, &wanted)?;
    }
    Ok(shown(&answer))
}

fn unknown(method: &str, path: &str) -> Refusal {
    Refusal::not_found(format!("Unrecognized request URL ({method}: /v1/{path})."))
}

fn read(asked: &mut Asked<'_>, steps: &[&str]) -> Result<Value, Refusal> {
    match steps {
        ["balance"] => Ok(balance::get(asked)),
        ["checkout", "sessions", id, "line_items"] => checkout::line_items(asked, id),
        ["account"] => accounts::own(asked),
        ["accounts", id] => accounts::read(asked, id),
        ["webhook_endpoints"] => Ok(endpoints(asked)),
        _ => list::read(asked, steps).unwrap_or_else(|| Err(unknown("GET", &steps.join("/")))),
    }
}

/// The two endpoints of the app, at the version that is spoken (PA-40).
fn endpoints(asked: &Asked<'_>) -> Value {
    let one = |scope: &str| {
        json!({
            "id": format!("we_sandbox_{scope}"), "object": "webhook_endpoint", "api_version": VERSION, "status": "enabled",
            "enabled_events": ["*"], "livemode": false, "metadata": {}, "created": asked.world.now,
            "url": format!("{}/webhooks/stripe/{scope}", asked.world.app),
        })
    };
    whole(&["account", "connect"].map(one), "/v1/webhook_endpoints")
}

fn write(asked: &mut Asked<'_>, steps: &[&str]) -> Option<Result<Value, Refusal>> {
    Some(match steps {
        ["checkout", "sessions"] => checkout::create(asked),
        ["checkout", "sessions", id] => checkout::update(asked, id),
        ["checkout", "sessions", id, "expire"] => checkout::expire(asked, id),
        ["payment_intents", id] => customers::rename(asked, "payment_intent", id),
        ["charges", id] => customers::rename(asked, "charge", id),
        ["refunds"] => refunds::create(asked),
        ["refunds", id] => customers::rename(asked, "refund", id),
        ["transfers"] => transfers::create(asked),
        ["transfers", id] => customers::rename(asked, "transfer", id),
        ["transfers", id, "reversals"] => transfers::reverse(asked, id),
        ["application_fees", id, "refunds"] => fees::refund(asked, id),
        ["payouts"] => payouts::create(asked),
        ["payouts", id, "cancel"] => payouts::cancel(asked, id),
        ["accounts"] => accounts::create(asked),
        ["accounts", id] => accounts::update(asked, id),
        ["accounts", id, "login_links"] => accounts::login_link(asked, id),
        ["account_links"] => accounts::link(asked),
        ["customers"] => customers::create(asked),
        ["customers", id] => customers::update(asked, id),
        ["customers", id, "tax_ids"] => customers::add_tax_id(asked, id),
        ["payment_methods", id, "detach"] => customers::detach(asked, id),
        ["products"] => catalogue::create_product(asked),
        ["products", id] => catalogue::update_product(asked, id),
        ["prices"] => catalogue::create_price(asked),
        ["prices", id] => catalogue::update_price(asked, id),
        ["disputes", id] => disputes::update(asked, id),
        ["disputes", id, "close"] => disputes::accept(asked, id),
        ["files"] => files::create(asked),
        ["tax", "calculations"] => tax::calculate(asked),
        ["tax", "locations"] => tax::locate(asked),
        _ => return write_billing(asked, steps),
    })
}

fn write_billing(asked: &mut Asked<'_>, steps: &[&str]) -> Option<Result<Value, Refusal>> {
    Some(match steps {
        ["subscriptions", id] => subscriptions::update(asked, id),
        ["subscription_schedules"] => schedules::create(asked),
        ["subscription_schedules", id] => schedules::update(asked, id),
        ["subscription_schedules", id, "release"] => schedules::end(asked, id, "released"),
        ["subscription_schedules", id, "cancel"] => schedules::end(asked, id, "canceled"),
        ["invoices", "create_preview"] => preview::create(asked),
        ["invoices", id, "pay"] => invoices::pay_now(asked, id),
        ["invoices", id, "void"] => invoices::void(asked, id),
        ["billing_portal", "sessions"] => portal::create(asked),
        _ => return None,
    })
}

fn delete(asked: &mut Asked<'_>, steps: &[&str]) -> Option<Result<Value, Refusal>> {
    Some(match steps {
        ["accounts", id] => accounts::delete(asked, id),
        ["subscriptions", id] => subscriptions::cancel(asked, id),
        ["customers", id, "tax_ids", tax_id] => customers::remove_tax_id(asked, id, tax_id),
        _ => return None,
    })
}
