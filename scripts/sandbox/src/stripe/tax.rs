//! Stripe Tax, with one standard rate a country.

use serde_json::{Value, json};

use super::field::Field as _;
use super::money;
use super::refusal::Refusal;
use super::route::Asked;

/// Hundredths of a percent.
const RATES: [(&str, i64); 19] = [
    ("AT", 2000),
    ("AU", 1000),
    ("BE", 2100),
    ("CH", 810),
    ("DE", 1900),
    ("DK", 2500),
    ("ES", 2100),
    ("FI", 2550),
    ("FR", 2000),
    ("GB", 2000),
    ("IE", 2300),
    ("IT", 2200),
    ("JP", 1000),
    ("NL", 2100),
    ("NO", 2500),
    ("NZ", 1500),
    ("PL", 2300),
    ("PT", 2300),
    ("SE", 2500),
];

/// The rate of a country; none where nothing is registered.
pub(super) fn rate(country: &str) -> i64 {
    RATES.iter().find(|(code, _)| *code == country).map_or(0, |(_, rate)| *rate)
}

/// The tax on an amount: within it, or on top, of what can be charged in the currency.
pub(super) fn on(amount: i64, rate: i64, (behavior, currency): (&str, &str)) -> i64 {
    let of = if behavior == "inclusive" { 10_000 + rate } else { 10_000 };
    money::to_step(money::round(amount * rate, of), currency)
}

/// Puts the tax of the payer's country on a session; what is performed somewhere is taxed there.
pub(super) fn apply(session: &mut Value, payer: &str) {
    let (mut subtotal, mut tax, mut total) = (0, 0, 0);
    let currency = session.text("currency").to_owned();
    let mut taxes: Vec<(String, i64, i64)> = Vec::new();
    if let Some(lines) = session["_line_items"].as_array_mut() {
        for line in lines {
            let amount = line.int("amount_subtotal");
            let behavior = line["price"].text("tax_behavior").to_owned();
            let country = line["price"].maybe("_place").unwrap_or(payer).to_owned();
            let rate = rate(&country);
            let part = on(amount, rate, (&behavior, &currency));
            let sum = if behavior == "inclusive" { amount } else { amount + part };
            line["amount_tax"] = json!(part);
            line["amount_total"] = json!(sum);
            (subtotal, tax, total) = (subtotal + amount, tax + part, total + sum);
            match taxes.iter_mut().find(|known| known.0 == country) {
                Some(known) => known.2 += part,
                None => taxes.push((country, rate, part)),
            }
        }
    }
    session["amount_subtotal"] = json!(subtotal);
    session["automatic_tax"]["status"] = json!("complete");
    if session["_subscription"].maybe_int("trial_end").is_none() {
        session["total_details"]["amount_tax"] = json!(tax);
        session["total_details"]["_breakdown"] = breakdown(&taxes);
        session["amount_total"] = json!(total);
    }
}

/// Rate by rate, as it is shown to who asks for it.
fn breakdown(taxes: &[(String, i64, i64)]) -> Value {
    let taxes = taxes.iter().map(|(country, rate, amount)| {
        let percentage = f64::from(i32::try_from(*rate).unwrap_or_default()) / 100.0;
        json!({ "amount": amount, "taxability_reason": if *rate == 0 { "not_collecting" } else { "standard_rated" }, "taxable_amount": null,
            "rate": { "id": format!("txr_{}", country.to_lowercase()), "object": "tax_rate", "display_name": "VAT", "country": country,
                "percentage": percentage, "effective_percentage": percentage, "tax_type": "vat", "inclusive": false } })
    });
    json!({ "discounts": [], "taxes": taxes.collect::<Vec<_>>() })
}

/// A place where things are performed. In the United States the address has to be whole.
pub(super) fn locate(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    params.need("type")?;
    params.one_of("type", &["performance"])?;
    let address = params.inside("address");
    let country = address.need("country")?.to_uppercase();
    if country == "US" && (address.text("postal_code").is_none() || address.text("state").is_none())
    {
        let said = "US addresses need a state and a postal code.";
        return Err(Refusal::invalid(said)
            .code("parameter_missing")
            .at(address.name("postal_code")));
    }
    let id = asked.world.next_id("taxloc");
    let location = json!({
        "id": id, "object": "tax.location", "type": "performance", "description": params.text("description"),
        "address": { "country": country, "line1": address.text("line1"), "line2": address.text("line2"), "city": address.text("city"),
            "state": address.text("state"), "postal_code": address.text("postal_code") },
    });
    Ok(asked.world.insert(location))
}

/// Calculates without charging.
pub(super) fn calculate(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let currency = money::currency(params.need("currency")?, "currency")?;
    let details = params.inside("customer_details");
    let address = details.inside("address");
    let customer = match params.text("customer") {
        Some(customer) => Some(asked.world.need("customer", customer, None)?),
        None => None,
    };
    let known = customer.as_ref().and_then(|found| found["address"].maybe("country"));
    let Some(country) = address.text("country").or(known).map(str::to_uppercase) else {
        let said = "We could not determine the customer's tax location based on the provided customer address.";
        return Err(Refusal::invalid(said).code("customer_tax_location_invalid"));
    };
    let rate = rate(&country);
    let (mut lines, mut total, mut added, mut within) = (Vec::new(), 0, 0, 0);
    for item in params.list("line_items") {
        let amount = item.need_int("amount")?;
        let behavior = item.text("tax_behavior").unwrap_or("exclusive");
        let tax = on(amount, rate, (behavior, &currency));
        if behavior == "inclusive" {
            within += tax;
        } else {
            added += tax;
        }
        total += amount;
        let id = asked.world.next_id("tax_li");
        lines.push(json!({
            "id": id, "object": "tax.calculation_line_item", "amount": amount, "amount_tax": tax, "tax_behavior": behavior,
            "quantity": item.int("quantity")?.unwrap_or(1), "reference": item.text("reference"), "tax_code": item.text("tax_code"),
            "performance_location": item.text("performance_location"),
        }));
    }
    let id = asked.world.next_id("taxcalc");
    let percent = format!("{}.{:02}", rate / 100, rate % 100);
    Ok(asked.world.insert(json!({
        "id": id, "object": "tax.calculation", "currency": currency, "customer": params.text("customer"),
        "amount_total": total + added, "tax_amount_exclusive": added, "tax_amount_inclusive": within,
        "customer_details": params.map("customer_details"), "expires_at": asked.world.now + 90 * 86_400,
        "tax_date": asked.world.now, "line_items": super::list::whole(&lines, &format!("/v1/tax/calculations/{id}/line_items")),
        "tax_breakdown": [{
            "amount": added + within, "inclusive": within > 0, "taxable_amount": total - within,
            "taxability_reason": if rate == 0 { "not_collecting" } else { "standard_rated" },
            "tax_rate_details": { "country": country, "percentage_decimal": percent, "rate_type": "percentage", "tax_type": "vat" },
        }],
    })))
}
