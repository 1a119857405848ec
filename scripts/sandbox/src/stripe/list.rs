//! Reading: one object, a page of them, a search by metadata.

use serde_json::{Value, json};

use super::field::Field as _;
use super::params::Params;
use super::refusal::Refusal;
use super::route::Asked;

/// A kind of objects: path, name of the object, fields that a list can be narrowed by.
type Kind = (&'static str, &'static str, &'static [&'static str]);

const KINDS: [Kind; 24] = [
    (
        "checkout/sessions",
        "checkout.session",
        &["payment_intent", "subscription", "customer", "status"],
    ),
    ("payment_intents", "payment_intent", &["customer"]),
    ("charges", "charge", &["customer", "payment_intent", "transfer_group"]),
    ("refunds", "refund", &["charge", "payment_intent"]),
    ("transfers", "transfer", &["destination", "transfer_group"]),
    ("application_fees", "application_fee", &["charge"]),
    ("balance_transactions", "balance_transaction", &["currency", "payout", "source", "type"]),
    ("payouts", "payout", &["status", "destination"]),
    ("accounts", "account", &[]),
    ("customers", "customer", &["email"]),
    ("payment_methods", "payment_method", &["customer", "type"]),
    ("products", "product", &["active"]),
    ("prices", "price", &["active", "product", "currency", "type"]),
    ("subscriptions", "subscription", &["customer", "status", "collection_method"]),
    ("subscription_items", "subscription_item", &["subscription"]),
    ("subscription_schedules", "subscription_schedule", &["customer"]),
    ("invoices", "invoice", &["customer", "status", "subscription"]),
    ("invoice_payments", "invoice_payment", &["invoice", "status"]),
    ("disputes", "dispute", &["charge", "payment_intent"]),
    ("radar/early_fraud_warnings", "radar.early_fraud_warning", &["charge", "payment_intent"]),
    ("tax/calculations", "tax.calculation", &[]),
    ("tax/locations", "tax.location", &[]),
    ("events", "event", &["type"]),
    ("files", "file", &["purpose"]),
];
/// Kinds within another object: path of the outer, field that names it.
const NESTED: [(&str, &str, &str, &str); 6] = [
    ("transfers", "reversals", "transfer_reversal", "transfer"),
    ("application_fees", "refunds", "fee_refund", "fee"),
    ("customers", "payment_methods", "payment_method", "customer"),
    ("customers", "tax_ids", "tax_id", "customer"),
    ("accounts", "capabilities", "capability", "account"),
    ("charges", "refunds", "refund", "charge"),
];
const SEARCHED: [&str; 7] =
    ["payment_intent", "charge", "customer", "subscription", "invoice", "product", "price"];

/// Reads one object or a page; `None` when the path names neither.
pub(super) fn read(asked: &Asked<'_>, steps: &[&str]) -> Option<Result<Value, Refusal>> {
    let joined = |count: usize| steps.get(..count).map(|steps| steps.join("/"));
    let of = |path: &str| KINDS.iter().find(|kind| kind.0 == path);
    let whole = steps.join("/");
    if let Some(kind) = of(&whole) {
        return Some(all(asked, kind, &whole));
    }
    let (id, path) = steps.split_last().map(|(id, path)| (*id, path.join("/")))?;
    if let Some(kind) = of(&path) {
        return Some(if id == "search" && SEARCHED.contains(&kind.1) {
            search(asked, kind.1, &whole)
        } else {
            asked.world.need(kind.1, id, asked.account)
        });
    }
    let [_, outer, inner, ..] = steps else {
        let (outer, inner) = (steps.get(1)?, steps.get(2)?);
        return nested(asked, (joined(1)?, outer, inner), None, &whole);
    };
    nested(asked, (joined(1)?, outer, inner), steps.get(3).copied(), &whole)
}

fn nested(
    asked: &Asked<'_>,
    (path, outer, inner): (String, &str, &str),
    id: Option<&str>,
    whole: &str,
) -> Option<Result<Value, Refusal>> {
    let (_, _, object, field) =
        NESTED.iter().find(|(above, below, _, _)| *above == path && *below == inner)?;
    let rows = asked.world.all_of(object, field, outer);
    Some(match id {
        Some(id) => rows
            .into_iter()
            .find(|row| row.id() == id || row.id() == format!("{outer}/{id}"))
            .ok_or_else(|| Refusal::missing(object, id)),
        None => page(asked.params, rows.iter().collect(), whole),
    })
}

fn all(asked: &Asked<'_>, kind: &Kind, whole: &str) -> Result<Value, Refusal> {
    let (_, object, fields) = kind;
    let params = asked.params;
    let types = params.words("types");
    // Cancelled subscriptions are listed only when they are asked for.
    let living = *object == "subscription" && !params.has("status");
    let rows = asked.world.all(object).filter(|row| {
        row.maybe("_account") == asked.account
            && fields.iter().all(|field| narrowed(params, row, field))
            && (types.is_empty() || types.iter().any(|kind| kind == row.text("type")))
            && !(living && row.text("status") == "canceled")
            && !row.is("deleted")
            && (!params.has("email") || params.text("email") == row.maybe("email"))
    });
    page(params, rows.collect(), whole)
}

fn narrowed(params: &Params, row: &Value, field: &str) -> bool {
    let Some(wanted) = params.text(field) else { return true };
    match &row[field] {
        Value::String(said) => {
            said == wanted
                || (field == "status" && wanted == "all")
                || (field == "type"
                    && wanted.strip_suffix('*').is_some_and(|head| said.starts_with(head)))
        }
        Value::Bool(said) => said.to_string() == wanted,
        _ if field == "subscription" => {
            row.pointer("/parent/subscription_details/subscription").and_then(Value::as_str)
                == Some(wanted)
        }
        _ => false,
    }
}

/// A page of rows, newest first.
pub(super) fn page(params: &Params, rows: Vec<&Value>, path: &str) -> Result<Value, Refusal> {
    let limit = params.int("limit")?.unwrap_or(10);
    if !(1..=100).contains(&limit) {
        return Err(Refusal::invalid("This value must be between 1 and 100.").at("limit"))
            .map_err(|refusal| refusal.code("parameter_invalid_integer"));
    }
    let limit = usize::try_from(limit).unwrap_or(10);
    let created = params.inside("created");
    let exact = params.int("created").ok().flatten();
    let mut kept = Vec::new();
    for row in rows {
        let at = row.int("created");
        let within = created.int("gte")?.is_none_or(|from| at >= from)
            && created.int("gt")?.is_none_or(|from| at > from)
            && created.int("lte")?.is_none_or(|to| at <= to)
            && created.int("lt")?.is_none_or(|to| at < to)
            && exact.is_none_or(|is| at == is);
        if within {
            kept.push(row);
        }
    }
    let (data, has_more) = match (params.text("starting_after"), params.text("ending_before")) {
        (Some(after), _) => {
            let from = place(&kept, after, "starting_after")? + 1;
            (kept[from..].iter().take(limit).copied().collect(), kept.len() > from + limit)
        }
        (None, Some(before)) => {
            let to = place(&kept, before, "ending_before")?;
            (kept[to.saturating_sub(limit)..to].to_vec(), to > limit)
        }
        (None, None) => (kept.iter().take(limit).copied().collect::<Vec<_>>(), kept.len() > limit),
    };
    Ok(
        json!({ "object": "list", "data": data, "has_more": has_more, "url": format!("/v1/{path}") }),
    )
}

fn place(rows: &[&Value], id: &str, param: &str) -> Result<usize, Refusal> {
    rows.iter()
        .position(|row| row.id() == id)
        .ok_or_else(|| Refusal::missing("object", id).at(param))
}

/// All of a list at once, as objects hold it.
pub(super) fn whole(rows: &[Value], url: &str) -> Value {
    json!({ "object": "list", "data": rows, "has_more": false, "total_count": rows.len(), "url": url })
}

fn search(asked: &Asked<'_>, object: &str, path: &str) -> Result<Value, Refusal> {
    let query = asked.params.need("query")?;
    let clauses: Vec<Clause<'_>> =
        query.split(" AND ").map(Clause::parse).collect::<Result<_, _>>()?;
    let limit = usize::try_from(asked.params.int("limit")?.unwrap_or(10)).unwrap_or(10);
    let from: usize = asked.params.text("page").and_then(|page| page.parse().ok()).unwrap_or(0);
    let found: Vec<&Value> = asked
        .world
        .all(object)
        .filter(|row| row.maybe("_account") == asked.account)
        .filter(|row| clauses.iter().all(|clause| clause.holds(row)))
        .collect();
    let has_more = found.len() > from + limit;
    let data: Vec<&&Value> = found.iter().skip(from).take(limit).collect();
    let next = has_more.then(|| (from + limit).to_string());
    Ok(json!({
        "object": "search_result", "data": data, "has_more": has_more, "next_page": next,
        "url": format!("/v1/{path}"),
    }))
}

/// `metadata['payment']:'x'`, `-status:'canceled'`, `created>=1`.
struct Clause<'q> {
    pointer: String,
    operator: &'q str,
    value: &'q str,
    negated: bool,
}

impl<'q> Clause<'q> {
    fn parse(text: &'q str) -> Result<Self, Refusal> {
        let text = text.trim();
        let bad =
            || Refusal::invalid(format!("We were unable to parse the clause: {text}")).at("query");
        let (negated, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        // The name may hold quoted keys; what follows the first sign after it is the value.
        let quoted = rest.find(']').map_or(0, |at| at + 1);
        let at = rest[quoted..].find([':', '~', '<', '>']).ok_or_else(bad)? + quoted;
        let signs = if rest[at + 1..].starts_with('=') { 2 } else { 1 };
        let (operator, value) = (&rest[at..at + signs], rest[at + signs..].trim());
        let value = value.trim_matches(['\'', '"']);
        let name = rest[..at].replace(['[', ']'], ".").replace(['\'', '"'], "");
        let steps = name.split('.').filter(|step| !step.is_empty());
        let pointer = steps.fold(String::new(), |all, step| all + "/" + step);
        Ok(Self { pointer, operator, value, negated })
    }

    fn holds(&self, row: &Value) -> bool {
        let said = row.pointer(&self.pointer).unwrap_or(&Value::Null);
        let number = || Some((said.as_i64()?, self.value.parse::<i64>().ok()?));
        let text = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
        let holds = match self.operator {
            ":" if self.value == "null" => said.is_null(),
            ":" => text == self.value,
            "~" => text.to_lowercase().contains(&self.value.to_lowercase()),
            ">" => number().is_some_and(|(a, b)| a > b),
            ">=" => number().is_some_and(|(a, b)| a >= b),
            "<" => number().is_some_and(|(a, b)| a < b),
            "<=" => number().is_some_and(|(a, b)| a <= b),
            _ => false,
        };
        holds != self.negated
    }
}
