//! Line items of a session: from a price that is kept, or from one that is told.

use serde_json::{Value, json};

use super::field::Field as _;
use super::money;
use super::params::Params;
use super::refusal::Refusal;
use super::world::World;

/// What is sold in a session.
pub(super) struct Lines {
    pub(super) currency: String,
    lines: Vec<Line>,
}

struct Line {
    description: String,
    price: Value,
    quantity: i64,
    unit: i64,
}

impl Lines {
    pub(super) fn read(world: &World, params: &Params, mode: &str) -> Result<Self, Refusal> {
        let items = params.list("line_items");
        if items.is_empty() {
            let said = format!("You must provide at least one line item in `{mode}` mode.");
            return Err(Refusal::invalid(said).code("parameter_missing").at("line_items"));
        }
        let lines: Vec<Line> =
            items.iter().map(|item| Line::read(world, item, mode)).collect::<Result<_, _>>()?;
        let currency = lines.first().map_or("usd", |line| line.price.text("currency")).to_owned();
        if lines.iter().any(|line| line.price.text("currency") != currency) {
            let said = "All line items must have the same currency.";
            return Err(Refusal::invalid(said).at("line_items"));
        }
        Ok(Self { currency, lines })
    }

    pub(super) fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.unit * line.quantity).sum()
    }

    /// As they are shown.
    pub(super) fn objects(&self, world: &mut World) -> Vec<Value> {
        let mut shown = Vec::new();
        for line in &self.lines {
            let (id, amount) = (world.next_id("li"), line.unit * line.quantity);
            shown.push(json!({
                "id": id, "object": "item", "description": line.description, "currency": self.currency,
                "amount_subtotal": amount, "amount_total": amount, "amount_discount": 0, "amount_tax": 0,
                "quantity": line.quantity, "price": line.price,
            }));
        }
        shown
    }
}

impl Line {
    fn read(world: &World, item: &Params, mode: &str) -> Result<Self, Refusal> {
        let quantity = item.int("quantity")?.unwrap_or(1);
        if quantity < 1 {
            let said = "This value must be greater than or equal to 1.";
            return Err(Refusal::invalid(said).at(item.name("quantity")));
        }
        let (price, description) = match item.text("price") {
            Some(id) => kept(world, item, id)?,
            None => told(world, item)?,
        };
        let recurring = price["recurring"].is_object();
        if mode == "payment" && recurring {
            let said = "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.";
            return Err(Refusal::invalid(said).at("line_items"));
        }
        let unit = price.int("unit_amount");
        Ok(Self { description, price, quantity, unit })
    }
}

fn kept(world: &World, item: &Params, id: &str) -> Result<(Value, String), Refusal> {
    let price = world.need("price", id, None).map_err(|refusal| refusal.at(item.name("price")))?;
    if !price.is("active") {
        let said = "The price specified is inactive. This field only accepts active prices.";
        return Err(Refusal::invalid(said).at(item.name("price")));
    }
    let name = world.find(price.text("product")).map(|product| product.text("name").to_owned());
    Ok((price, name.unwrap_or_default()))
}

fn told(world: &World, item: &Params) -> Result<(Value, String), Refusal> {
    let data = item.inside("price_data");
    if data.is_empty() {
        return Err(Refusal::invalid("Each line item needs `price` or `price_data`.")
            .code("parameter_missing")
            .at(item.name("price")));
    }
    let currency = money::currency(data.need("currency")?, &data.name("currency"))?;
    let unit = data.need_int("unit_amount")?;
    money::on_step(unit, &currency, &data.name("unit_amount"))?;
    let product = data.inside("product_data");
    let kept = match data.text("product") {
        Some(id) => {
            world.need("product", id, None).map_err(|refusal| refusal.at(data.name("product")))?
        }
        None => Value::Null,
    };
    let name = match kept.maybe("name") {
        Some(name) => name.to_owned(),
        None => product.need("name")?.to_owned(),
    };
    let tax_code = kept.maybe("tax_code").or_else(|| product.text("tax_code"));
    let place = performance(world, &kept);
    data.one_of("tax_behavior", &["inclusive", "exclusive", "unspecified"])?;
    let recurring = data.inside("recurring");
    let recurring = recurring.text("interval").map(
        |interval| json!({ "interval": interval, "interval_count": 1, "usage_type": "licensed" }),
    );
    let price = json!({
        "id": null, "object": "price", "active": false, "currency": currency, "unit_amount": unit,
        "unit_amount_decimal": unit.to_string(), "recurring": recurring,
        "type": if recurring.is_some() { "recurring" } else { "one_time" },
        "tax_behavior": data.text("tax_behavior").unwrap_or("unspecified"),
        "metadata": product.map("metadata"), "_name": name, "_tax_code": tax_code, "_place": place, "product": kept.maybe("id"),
        "_note": product.text("description"),
    });
    Ok((price, name))
}

/// The country in which what is sold is performed.
fn performance(world: &World, product: &Value) -> Option<String> {
    let location = product["tax_details"].maybe("performance_location")?;
    world.find(location)?["address"].maybe("country").map(str::to_owned)
}
