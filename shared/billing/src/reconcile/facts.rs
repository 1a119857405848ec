//! Facts of one object, as Stripe tells them and as they stand here, and in what they differ.

use std::collections::HashMap;

use models::{Currency, OrgId};
use serde_json::{Map, Value, json};

use super::Thing;

/// Named facts: `state`, `amount`, `currency` and so on.
pub type Facts = Map<String, Value>;

/// An object as it stands here. Without facts it is known, and nothing is to be compared: a page
/// that another one has replaced, a payment that people look at.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Whose.
    pub organization: Option<OrgId>,
    /// What is known of it.
    pub facts: Facts,
}

/// Something that is not the same on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Its kind of finding: `refund-amount`.
    pub kind: String,
    /// Whose, if anybody's.
    pub organization: Option<OrgId>,
    /// What stands here.
    pub local: Value,
    /// What Stripe says.
    pub stripe: Value,
}

/// What Stripe says of an object, in minor units and our words; nothing where that is no matter of
/// ours.
#[must_use]
pub fn told(thing: Thing, object: &Value) -> Option<Facts> {
    let text = |name: &str| object[name].as_str().unwrap_or_default();
    let sum = |name: &str| Value::from(minor(object, name));
    let currency = json!(text("currency").to_uppercase());
    let facts = match thing {
        Thing::Session => return session(object, &currency),
        Thing::Charge => {
            if text("status") != "succeeded" || object["customer"].is_string() {
                return None;
            }
            let returned = object["amount_refunded"] == object["amount"];
            let state = if returned { "returned" } else { "paid" };
            json!({"state": state, "amount": sum("amount"), "currency": currency})
        }
        Thing::Refund => {
            let state = match text("status") {
                "requires_action" => "pending",
                "canceled" => "failed",
                other => other,
            };
            json!({"state": state, "amount": sum("amount"), "currency": currency})
        }
        Thing::Transfer => {
            json!({"state": "made", "amount": sum("amount"), "currency": currency, "back": sum("amount_reversed")})
        }
        Thing::Fee => {
            json!({"state": "made", "amount": sum("amount"), "currency": currency, "back": sum("amount_refunded")})
        }
        Thing::Dispute | Thing::Payout => {
            json!({"state": text("status"), "amount": sum("amount"), "currency": currency})
        }
        Thing::Subscription => subscription(object),
        Thing::Invoice => {
            if text("status") == "draft" || !object["customer"].is_string() {
                return None;
            }
            json!({"state": text("status"), "amount": sum("total"), "currency": currency})
        }
        Thing::Account => {
            let due = |list: &str| object["requirements"][list].as_array().cloned();
            let due = [due("past_due"), due("currently_due")].into_iter().flatten().flatten();
            let mut due: Vec<String> =
                due.filter_map(|name| name.as_str().map(str::to_owned)).collect();
            due.sort();
            due.dedup();
            json!({"payouts": object["payouts_enabled"] == true, "due": due,
                   "disabled": object["requirements"]["disabled_reason"]})
        }
    };
    facts.as_object().cloned()
}

fn session(object: &Value, currency: &Value) -> Option<Facts> {
    let status = object["status"].as_str().unwrap_or_default();
    let facts = match object["mode"].as_str() {
        Some("payment") => {
            let state = match (status, object["payment_status"].as_str()) {
                ("complete", Some("unpaid")) => "processing",
                ("complete", _) => "paid",
                (other, _) => other,
            };
            json!({"state": state, "amount": minor(object, "amount_total"), "currency": currency})
        }
        Some("subscription") => {
            json!({"state": if status == "open" { "open" } else { "ended" }})
        }
        _ => return None,
    };
    facts.as_object().cloned()
}

fn subscription(object: &Value) -> Value {
    let state = match object["status"].as_str() {
        Some("incomplete_expired") => "canceled",
        other => other.unwrap_or_default(),
    };
    if state == "canceled" {
        return json!({"state": state});
    }
    let items = object["items"]["data"].as_array().into_iter().flatten();
    let plan: Facts = items
        .filter_map(|item| {
            let price = item["price"]["id"].as_str().or_else(|| item["price"].as_str())?;
            Some((price.to_owned(), json!(item["quantity"].as_i64().unwrap_or(1))))
        })
        .collect();
    json!({"state": state, "plan": plan})
}

/// An amount of the wire, in minor units of the object's own currency.
fn minor(object: &Value, name: &str) -> Option<i64> {
    let currency = object["currency"].as_str()?.to_uppercase().parse::<Currency>().ok()?;
    Some(object[name].as_i64()? / currency.wire_factor())
}

/// In what an object differs from what stands here.
#[must_use]
pub fn differences(thing: Thing, told: &Facts, known: Option<&Known>) -> Vec<Difference> {
    let different = |aspect: &str, known: Option<&Known>| Difference {
        kind: format!("{}-{aspect}", thing.word()),
        organization: known.and_then(|known| known.organization),
        local: known.map(|known| Value::Object(known.facts.clone())).unwrap_or_default(),
        stripe: Value::Object(told.clone()),
    };
    let state = told.get("state").and_then(Value::as_str).unwrap_or_default();
    let Some(known) = known else {
        return if matters(thing, state) { vec![different("unknown", None)] } else { Vec::new() };
    };
    known
        .facts
        .iter()
        .filter_map(|(name, here)| Some((name, here, told.get(name)?)))
        .filter(|(name, here, there)| match (name.as_str(), here.as_str(), there.as_str()) {
            ("state", Some(here), Some(there)) => !agree(thing, here, there),
            _ => here != there,
        })
        .map(|(name, ..)| different(name, Some(known)))
        .collect()
}

/// Whether something that nobody here knows of has to be known.
fn matters(thing: Thing, state: &str) -> bool {
    match thing {
        Thing::Session => matches!(state, "paid" | "processing"),
        Thing::Subscription => state != "canceled",
        _ => true,
    }
}

/// Whether our word and Stripe's mean the same.
fn agree(thing: Thing, here: &str, there: &str) -> bool {
    match (thing, there) {
        // A page that ended here may be open there for a while, and a bank's days go on.
        (Thing::Session, "open") => !matches!(here, "paid" | "processing" | "failed"),
        (Thing::Session, "expired") => !matches!(here, "open" | "processing" | "paid"),
        (Thing::Session, "processing") => {
            matches!(here, "processing" | "failed" | "canceled" | "expired")
        }
        (Thing::Charge, "returned") => matches!(here, "paid" | "returned"),
        _ => here == there,
    }
}

/// Facts of one row, by the object that they are about.
pub(super) type Rows = HashMap<String, Known>;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn known(facts: &Value) -> Known {
        Known { organization: None, facts: facts.as_object().unwrap().clone() }
    }

    fn kinds(thing: Thing, object: &Value, here: Option<&Value>) -> Vec<String> {
        let told = told(thing, object).unwrap();
        let here = here.map(known);
        differences(thing, &told, here.as_ref()).into_iter().map(|found| found.kind).collect()
    }

    #[test]
    fn each_side_has_its_own_words_for_the_same() {
        let page = |status: &str, paid: &str| json!({"mode": "payment", "status": status, "payment_status": paid, "currency": "usd", "amount_total": 2352});
        let here = |state: &str| json!({"state": state});
        for (page, agreed) in [
            (page("complete", "paid"), vec!["paid"]),
            (page("complete", "unpaid"), vec!["processing", "failed", "canceled", "expired"]),
            (page("open", "unpaid"), vec!["draft", "open", "canceled", "expired", "superseded"]),
            (
                page("expired", "unpaid"),
                vec!["draft", "failed", "canceled", "expired", "superseded"],
            ),
        ] {
            let all = [
                "draft",
                "open",
                "processing",
                "paid",
                "failed",
                "canceled",
                "expired",
                "superseded",
            ];
            let fine: Vec<&str> = all
                .into_iter()
                .filter(|state| kinds(Thing::Session, &page, Some(&here(state))).is_empty())
                .collect();
            assert_eq!(fine, agreed, "{page}");
        }
    }

    #[test]
    fn what_nobody_knows_and_what_differs_is_told_by_its_aspect() {
        let refund = json!({"status": "succeeded", "amount": 10_000, "currency": "isk"});
        assert_eq!(kinds(Thing::Refund, &refund, None), ["refund-unknown"]);
        let here = json!({"state": "succeeded", "amount": 100, "currency": "ISK"});
        assert_eq!(kinds(Thing::Refund, &refund, Some(&here)), [""; 0], "the wire has 100 for 1");
        let here = json!({"state": "pending", "amount": 99, "currency": "ISK"});
        assert_eq!(kinds(Thing::Refund, &refund, Some(&here)), ["refund-amount", "refund-state"]);
        assert_eq!(kinds(Thing::Refund, &refund, Some(&json!({}))), [""; 0], "known is enough");
    }

    #[test]
    fn what_is_over_need_not_be_known() {
        let lapsed = json!({"status": "incomplete_expired", "items": {"data": []}});
        assert_eq!(kinds(Thing::Subscription, &lapsed, None), [""; 0]);
        let live = json!({"status": "active", "items": {"data": [{"price": {"id": "price_1"}, "quantity": 3}]}});
        assert_eq!(kinds(Thing::Subscription, &live, None), ["subscription-unknown"]);
        let here = json!({"state": "active", "plan": {"price_1": 2}});
        assert_eq!(kinds(Thing::Subscription, &live, Some(&here)), ["subscription-plan"]);
        assert_eq!(told(Thing::Charge, &json!({"status": "failed"})), None);
    }
}
