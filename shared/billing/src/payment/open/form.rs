//! The page as it is asked for (PA-15).

use chrono::{DateTime, Utc};
use models::Money;

use super::tax::Agreed;
use super::{Account, DELAYED_METHODS, Opening, Urls};
use crate::stripe::Form;

impl Opening {
    pub(super) fn form(
        &self,
        (seller, tax): (&Account, Option<&Agreed>),
        urls: &Urls,
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Form {
        let currency = self.subtotal.currency;
        let wire = |amount: i64| Money::new(amount, currency).on_the_wire();
        let code = currency.code().to_lowercase();
        let mut form = Form::new()
            .with("mode", "payment")
            .with("client_reference_id", self.id)
            .with("customer_email", &self.buyer_email)
            .with("expires_at", expires_at.timestamp())
            .with("success_url", &urls.success)
            .with("cancel_url", &urls.cancel)
            .with("allow_promotion_codes", false)
            .with("adaptive_pricing[enabled]", false)
            .with("metadata[payment]", self.id)
            .with("metadata[organization]", self.organization)
            .with("payment_intent_data[metadata][payment]", self.id)
            .with("payment_intent_data[metadata][organization]", self.organization)
            .with("payment_intent_data[transfer_group]", self.id)
            .with("payment_intent_data[transfer_data][destination]", &seller.stripe)
            .with("payment_intent_data[application_fee_amount]", wire(self.application_fee))
            .with_some(
                "payment_intent_data[on_behalf_of]",
                seller.on_behalf_of.then_some(&seller.stripe),
            );
        if !(self.delayed_methods && self.starts_at - now >= DELAYED_METHODS) {
            form = form.with("payment_method_types[0]", "card");
        }
        if let Some(tax) = tax {
            form = tax.onto(form, &seller.stripe);
        }
        for (n, (label, amount)) in self.sold().enumerate() {
            let line = format!("line_items[{n}]");
            form = form
                .with(&format!("{line}[quantity]"), 1)
                .with(&format!("{line}[price_data][currency]"), &code)
                .with(&format!("{line}[price_data][unit_amount]"), wire(amount));
            form = match tax {
                Some(tax) => form
                    .with(&format!("{line}[price_data][tax_behavior]"), tax.behavior.name())
                    .with_some(&format!("{line}[price_data][product]"), tax.products.get(n)),
                None => form.with(&format!("{line}[price_data][product_data][name]"), label),
            };
        }
        form
    }

    /// What the page lists: places that cost something, and the fee where the buyer bears it.
    pub(super) fn sold(&self) -> impl Iterator<Item = (&str, i64)> {
        let places = self.lines.iter().map(|line| (line.label.as_str(), line.net));
        places.chain([("Booking fee", self.booking_fee)]).filter(|(_, amount)| *amount > 0)
    }
}
