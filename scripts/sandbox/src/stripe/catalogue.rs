//! Products and prices.

use serde_json::{Value, json};

use super::checkout::merge;
use super::field::Field as _;
use super::money;
use super::refusal::Refusal;
use super::route::Asked;

/// Makes a product.
pub(super) fn create_product(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let name = params.need("name")?;
    let id = match params.text("id") {
        Some(id) if asked.world.find(id).is_some() => {
            let said = format!("Product already exists: {id}");
            return Err(Refusal::invalid(said).code("resource_already_exists").at("id"));
        }
        Some(id) => id.to_owned(),
        None => asked.world.next_id("prod"),
    };
    let location = params.inside("tax_details").text("performance_location").map(str::to_owned);
    if let Some(location) = &location {
        asked.world.need("tax.location", location, None)?;
    }
    let product = json!({
        "id": id, "tax_details": { "performance_location": location }, "object": "product", "name": name, "active": params.text("active") != Some("false"),
        "description": params.text("description"), "metadata": params.map("metadata"), "tax_code": params.text("tax_code"),
        "default_price": null, "images": [], "marketing_features": [], "type": "service", "updated": asked.world.now,
    });
    asked.world.insert(product);
    asked.world.emit("product.created", &id);
    asked.world.need("product", &id, None)
}

/// Changes a product.
pub(super) fn update_product(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    asked.world.need("product", id, None)?;
    let params = asked.params;
    asked.world.edit(id, |product| {
        merge(&mut product["metadata"], params.map("metadata"));
        for key in ["name", "description", "tax_code", "default_price"] {
            if let Some(said) = params.text(key) {
                product[key] = json!(said);
            }
        }
        if let Some(active) = params.text("active") {
            product["active"] = json!(active == "true");
        }
    });
    asked.world.emit("product.updated", id);
    asked.world.need("product", id, None)
}

/// Makes a price; its amount never changes.
pub(super) fn create_price(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    let params = asked.params;
    let currency = money::currency(params.need("currency")?, "currency")?;
    let unit = params.need_int("unit_amount")?;
    money::on_step(unit, &currency, "unit_amount")?;
    let product = if let Some(product) = params.text("product") {
        asked.world.need("product", product, None)?.id().to_owned()
    } else {
        let name = params.inside("product_data").need("name")?.to_owned();
        let id = asked.world.next_id("prod");
        asked.world.insert(
            json!({ "id": id, "object": "product", "name": name, "active": true, "metadata": {} }),
        );
        id
    };
    let recurring = params.inside("recurring");
    let interval = recurring.one_of("interval", &["day", "week", "month", "year"])?;
    let count = recurring.int("interval_count")?.unwrap_or(1);
    let recurs = interval.map(|interval| {
        json!({ "interval": interval, "interval_count": count, "usage_type": "licensed", "meter": null, "trial_period_days": null })
    });
    params.one_of("tax_behavior", &["inclusive", "exclusive", "unspecified"])?;
    let id = asked.world.next_id("price");
    asked.world.insert(json!({
        "id": id, "object": "price", "active": true, "billing_scheme": "per_unit", "currency": currency, "product": product,
        "unit_amount": unit, "unit_amount_decimal": unit.to_string(), "type": if recurs.is_some() { "recurring" } else { "one_time" },
        "recurring": recurs, "metadata": params.map("metadata"), "nickname": params.text("nickname"),
        "lookup_key": params.text("lookup_key"), "tax_behavior": params.text("tax_behavior").unwrap_or("unspecified"),
    }));
    asked.world.emit("price.created", &id);
    asked.world.need("price", &id, None)
}

/// Takes a price out of use, or changes its metadata.
pub(super) fn update_price(asked: &mut Asked<'_>, id: &str) -> Result<Value, Refusal> {
    asked.world.need("price", id, None)?;
    let params = asked.params;
    asked.world.edit(id, |price| {
        merge(&mut price["metadata"], params.map("metadata"));
        for key in ["nickname", "lookup_key"] {
            if let Some(said) = params.text(key) {
                price[key] = json!(said);
            }
        }
        if let Some(active) = params.text("active") {
            price["active"] = json!(active == "true");
        }
    });
    asked.world.emit("price.updated", id);
    asked.world.need("price", id, None)
}
