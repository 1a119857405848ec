//! Connected accounts, and links to their pages.

use serde_json::{Value, json};

use super::balance;
use super::checkout::merge;
use super::field::Field as _;
use super::list::whole;
use super::params::Params;
use super::refusal::Refusal;
use super::route::Asked;
use super::store::LINKS;
use super::world::World;

/// An onboarding link is good for so long.
const LINK: i64 = 300;
const COUNTRIES: [&str; 46] = [
    "AE", "AT", "AU", "BE", "BG", "BR", "CA", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR",
    "GB", "GI", "GR", "HK", "HR", "HU", "IE", "IN", "IT", "JP", "LI", "LT", "LU", "LV", "MT", "MX",
    "MY", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SG", "SI", "SK", "TH", "TN", "US",
];
/// Where money can be received only.
const RECIPIENTS: [&str; 12] =
    ["AR", "CL", "CO", "EG", "ID", "KE", "KR", "NG", "PE", "PH", "VN", "ZA"];
/// What an account is asked for.
pub(super) const DUE: [&str; 5] = [
    "business_profile.url",
    "external_account",
    "individual.verification.document",
    "tos_acceptance.date",
    "tos_acceptance.ip",
];

/// Makes an account.
pub(super) fn create(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let country = params.text("country").unwrap_or("US").to_uppercase();
    let agreement =
        params.inside("tos_acceptance").text("service_agreement").unwrap_or("full").to_owned();
    let known = COUNTRIES.contains(&country.as_str())
        || (RECIPIENTS.contains(&country.as_str()) && agreement == "recipient");
    if !known {
        let said = format!(
            "{country} is not currently supported by Stripe under the {agreement} service agreement."
        );
        return Err(Refusal::invalid(said).code("country_unsupported").at("country"));
    }
    let asks = params.inside("capabilities");
    let wanted: Vec<String> = asks.keys().cloned().collect();
    if wanted.is_empty() {
        let said = "You must request at least one capability.";
        return Err(Refusal::invalid(said).at("capabilities"));
    }
    if agreement == "recipient" && wanted.iter().any(|name| name != "transfers") {
        let said = "Accounts under the recipient service agreement cannot request the card_payments capability.";
        return Err(Refusal::invalid(said).at("capabilities"));
    }
    let id = asked.world.next_id("acct");
    let states: Value = wanted.iter().map(|name| (name.clone(), json!("inactive"))).collect();
    asked.world.insert(json!({
        "id": id, "object": "account", "country": country, "default_currency": currency_of(&country), "email": params.text("email"),
        "business_type": params.text("business_type"), "business_profile": params.map("business_profile"), "type": "express",
        "charges_enabled": false, "payouts_enabled": false, "details_submitted": false, "capabilities": states,
        "controller": controller(params), "requirements": requirements(&DUE, Some("requirements.past_due")),
        "future_requirements": requirements(&[], None), "metadata": params.map("metadata"),
        "settings": { "payouts": { "schedule": schedule(params), "debit_negative_balances": true } },
        "tos_acceptance": { "service_agreement": agreement, "date": null }, "external_accounts": whole(&[], &format!("/v1/accounts/{id}/external_accounts")),
        "company": { "name": null }, "individual": null,
    }));
    for name in wanted {
        asked.world.insert(json!({
            "id": format!("{id}/{name}"), "object": "capability", "account": id, "requested": true, "status": "inactive",
            "requirements": requirements(&[], None),
        }));
    }
    sweep_soon(asked.world, &id);
    asked.world.need("account", &id, None)
}

fn controller(params: &Params) -> Value {
    let controller = params.inside("controller");
    json!({
        "type": "application", "is_controller": true,
        "fees": { "payer": controller.inside("fees").text("payer").unwrap_or("application") },
        "losses": { "payments": controller.inside("losses").text("payments").unwrap_or("application") },
        "requirement_collection": controller.text("requirement_collection").unwrap_or("stripe"),
        "stripe_dashboard": { "type": controller.inside("stripe_dashboard").text("type").unwrap_or("express") },
    })
}

fn schedule(params: &Params) -> Value {
    let asked = params.inside("settings").inside("payouts").inside("schedule");
    json!({ "interval": asked.text("interval").unwrap_or("daily"), "delay_days": 2 })
}

fn sweep_soon(world: &mut World, id: &str) {
    let daily = world
        .find(id)
        .is_some_and(|found| found["settings"]["payouts"]["schedule"].text("interval") == "daily");
    if daily {
        world.schedule(world.now + 86_400, "sweep", id);
    }
}

/// What is due of an account.
pub(super) fn requirements(due: &[&str], disabled: Option<&str>) -> Value {
    json!({
        "currently_due": due, "eventually_due": due, "past_due": due, "pending_verification": [], "alternatives": [],
        "current_deadline": null, "disabled_reason": disabled, "errors": [],
    })
}

fn currency_of(country: &str) -> &'static str {
    const OWN: [(&str, &str); 37] = [
        ("US", "usd"),
        ("GB", "gbp"),
        ("CH", "chf"),
        ("LI", "chf"),
        ("CA", "cad"),
        ("AU", "aud"),
        ("NZ", "nzd"),
        ("JP", "jpy"),
        ("DK", "dkk"),
        ("NO", "nok"),
        ("SE", "sek"),
        ("PL", "pln"),
        ("CZ", "czk"),
        ("HU", "huf"),
        ("RO", "ron"),
        ("AR", "ars"),
        ("CL", "clp"),
        ("CO", "cop"),
        ("EG", "egp"),
        ("GI", "gbp"),
        ("PE", "pen"),
        ("SG", "sgd"),
        ("HK", "hkd"),
        ("IN", "inr"),
        ("BR", "brl"),
        ("MX", "mxn"),
        ("MY", "myr"),
        ("TH", "thb"),
        ("AE", "aed"),
        ("TN", "tnd"),
        ("KE", "kes"),
        ("ZA", "zar"),
        ("PH", "php"),
        ("ID", "idr"),
        ("KR", "krw"),
        ("NG", "ngn"),
        ("VN", "vnd"),
    ];
    OWN.iter().find(|(known, _)| *known == country).map_or("eur", |(_, currency)| currency)
}

/// Changes an account.
pub(super) fn update(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    asked.world.need("account", id, None)?;
    let params = asked.params;
    let asks = params.inside("settings").inside("payouts").inside("schedule");
    let interval = asks.one_of("interval", &["manual", "daily", "weekly", "monthly"])?;
    asked.world.edit(id, |account| {
        merge(&mut account["metadata"], params.map("metadata"));
        if let Some(interval) = interval {
            account["settings"]["payouts"]["schedule"]["interval"] = json!(interval);
        }
        for key in ["email", "business_type"] {
            if let Some(said) = params.text(key) {
                account[key] = json!(said);
            }
        }
        merge(&mut account["business_profile"], params.map("business_profile"));
    });
    sweep_soon(asked.world, id);
    asked.world.emit("account.updated", id);
    asked.world.need("account", id, None)
}

/// Deletes an account that holds nothing.
pub(super) fn delete(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    known(asked.world, id, "id")?;
    if balance::sums(asked.world, Some(id)).values().any(|sum| *sum != (0, 0)) {
        let said = "This account cannot be deleted because it has a non-zero balance.";
        return Err(Refusal::invalid(said));
    }
    asked.world.edit(id, |account| account["deleted"] = json!(true));
    Ok(json!({ "id": id, "object": "account", "deleted": true }))
}

/// The account that the caller speaks for.
pub(super) fn own(asked: &Asked<'_>) -> Result<Value, Refusal> {
    match asked.account {
        Some(account) => asked.world.need("account", account, None),
        None => Ok(json!({
            "id": "acct_platform", "object": "account", "charges_enabled": true, "payouts_enabled": true,
            "country": "US", "default_currency": "usd", "details_submitted": true, "type": "standard",
        })),
    }
}

/// One account; what has been disconnected cannot be read any more.
pub(super) fn read(asked: &Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let mine = asked.account.is_none_or(|account| account == id);
    known(asked.world, id, "account").ok().filter(|_| mine).ok_or_else(|| Refusal::no_access(id))
}

/// An account that is there.
pub(super) fn known(world: &World, id: &str, param: &str) -> Result<Value, Refusal> {
    let found = world.need("account", id, None).ok().filter(|account| !account.is("deleted"));
    found.ok_or_else(|| Refusal::missing("destination", id).at(param))
}

/// Refuses money for an account that may not get any.
pub(super) fn may_receive(world: &World, id: &str, param: &str) -> Result<(), Refusal> {
    if known(world, id, param)?["capabilities"].text("transfers") == "active" {
        return Ok(());
    }
    let said = "Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments";
    Err(Refusal::invalid(said).code("insufficient_capabilities_for_transfer").at(param))
}

/// Refuses charges in the name of an account that may not make any.
pub(super) fn may_charge(world: &World, id: &str, param: &str) -> Result<(), Refusal> {
    let account = known(world, id, param)?;
    if account.is("charges_enabled") && account["capabilities"].text("card_payments") == "active" {
        return Ok(());
    }
    let said = "Your account cannot currently make charges: the `on_behalf_of` account must have the `card_payments` capability.";
    Err(Refusal::invalid(said).code("account_invalid").at(param))
}

/// A link to the onboarding page, good once and for five minutes.
pub(super) fn link(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let account = params.need("account")?;
    known(asked.world, account, "account")?;
    params.one_of("type", &["account_onboarding", "account_update"])?;
    params.need("type")?;
    let (refresh, back) = (params.url("refresh_url")?, params.url("return_url")?);
    let token = asked.world.next_id("link");
    let expires_at = asked.world.now + LINK;
    let kept = json!({ "account": account, "refresh_url": refresh, "return_url": back, "expires_at": expires_at });
    asked.world.store.put(LINKS, &token, kept);
    Ok(json!({
        "object": "account_link", "created": asked.world.now, "expires_at": expires_at,
        "url": format!("{}/sandbox/stripe/onboarding/{account}?link={token}", asked.world.origin),
    }))
}

/// A link to the account's own page.
pub(super) fn login_link(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    let account = known(asked.world, id, "account")?;
    if !account.is("details_submitted") {
        let said = "Cannot create a login link for an account that has not completed onboarding.";
        return Err(Refusal::invalid(said));
    }
    let token = asked.world.next_id("login");
    let kept = json!({ "account": id, "expires_at": asked.world.now + LINK });
    asked.world.store.put(LINKS, &token, kept);
    let url = format!("{}/sandbox/stripe/dashboard/{id}?link={token}", asked.world.origin);
    Ok(json!({ "object": "login_link", "created": asked.world.now, "url": url }))
}
