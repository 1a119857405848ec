//! Onboarding of a connected account, and the account's own page.

use std::fmt::Write as _;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{field, moment, nothing, stripe_page};
use crate::form::Form;
use crate::page::escape;
use crate::stripe::balance;
use crate::stripe::field::Field as _;
use crate::stripe::money::written;
use crate::stripe::standing::{self, Standing};
use crate::stripe::store::LINKS;
use crate::stripe::world::{Stripe, World};

/// The link by which somebody came.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::stripe) struct By {
    link: String,
}

/// A link's row if it is still good for this account.
fn good(world: &World, link: &str, account: &str) -> Option<Value> {
    let kept = world.store.get(LINKS, link).filter(|kept| kept.text("account") == account)?;
    (kept.int("expires_at") > world.now && !kept.is("used")).then(|| kept.clone())
}

/// The page; whoever comes by an old link is sent to where a new one is made.
pub(in crate::stripe) async fn show(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Query(by): Query<By>,
) -> Response {
    let (kept, account) = stripe.change(|world| {
        (
            world.store.get(LINKS, &by.link).cloned(),
            good(world, &by.link, &id).and(world.find(&id).cloned()),
        )
    });
    let Some(account) = account else {
        let refresh = kept.as_ref().and_then(|kept| kept.maybe("refresh_url"));
        return refresh
            .map_or_else(|| nothing("No such link"), |url| Redirect::to(url).into_response());
    };
    let named = account["company"].text("name");
    let body = format!(
        "<h1>Get paid</h1><p class=lead>Tell about whoever is to receive the money of account {}.</p>\
         <form method=post><input type=hidden name=link value=\"{}\">{}{}\
         <fieldset><legend>Bank account</legend><p>The test bank’s account that ends in 6789 is used.</p></fieldset>\
         <p class=row><button name=answer value=finish>Finish</button> \
         <button name=answer value=verify class=quiet>Finish, but be looked at first</button> \
         <button name=answer value=restrict class=quiet>Be restricted</button> \
         <button name=answer value=later class=quiet formnovalidate>Leave for later</button></p></form>",
        escape(&id),
        escape(&by.link),
        field(
            "legal_name",
            "Legal name",
            named,
            "required maxlength=100 autocomplete=organization"
        ),
        field("country", "Country", account.text("country"), "readonly size=4"),
    );
    stripe_page("Get paid", &body).into_response()
}

/// What was filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::stripe) struct Filled {
    link: String,
    legal_name: String,
    answer: String,
}

/// Goes back to the app; the link is used up.
pub(in crate::stripe) async fn act(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Form(filled): Form<Filled>,
) -> Response {
    let done = stripe.change(|world| {
        let mut kept = good(world, &filled.link, &id)?;
        let standing = match filled.answer.as_str() {
            "finish" => Some(Standing::Active),
            "verify" => Some(Standing::Pending),
            "restrict" => Some(Standing::Restricted),
            _ => None,
        };
        if let Some(standing) = standing {
            let name = filled.legal_name.trim();
            world.edit(&id, |account| account["company"] = json!({ "name": name }));
            standing::set(world, &id, standing).ok()?;
        }
        kept["used"] = json!(true);
        let back = kept.text("return_url").to_owned();
        world.store.put(LINKS, &filled.link, kept);
        Some(back)
    });
    done.map_or_else(|| nothing("No such link"), |back| Redirect::to(&back).into_response())
}

/// The account's own page: balances and payouts.
pub(in crate::stripe) async fn dashboard(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Query(by): Query<By>,
) -> Response {
    let body = stripe.change(|world| {
        let account = good(world, &by.link, &id).and(world.find(&id).cloned())?;
        let name = account["company"].text("name");
        let mut body = format!(
            "<h1>{}</h1><h2>Balances</h2><ul>",
            escape(if name.is_empty() { &id } else { name })
        );
        for (currency, (available, pending)) in balance::sums(world, Some(&id)) {
            let _ = write!(
                body,
                "<li>{} available, {} on the way</li>",
                written(available, &currency),
                written(pending, &currency)
            );
        }
        body.push_str("</ul><h2>Payouts</h2><ul>");
        for payout in world.all("payout").filter(|payout| payout.maybe("_account") == Some(&id)) {
            let amount = written(payout.int("amount"), payout.text("currency"));
            let _ = write!(
                body,
                "<li>{amount}: {}, {}</li>",
                payout.text("status"),
                moment(payout.int("arrival_date"))
            );
        }
        body.push_str("</ul>");
        Some(body)
    });
    match body {
        Some(body) => (StatusCode::OK, stripe_page("Express dashboard", &body)).into_response(),
        None => nothing("No such link"),
    }
}
