//! What Stripe Tax worked out on a page, and what that makes of its payment (PA-7).

use models::{Currency, Money};
use serde::Deserialize;

use super::{Payment, Session};
use crate::settings::TaxBehavior;
use crate::tax::{TaxLine, Worked};

/// What was added to the lines.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Totals {
    /// In Stripe's units.
    #[serde(default)]
    pub amount_tax: i64,
    /// Rate by rate.
    #[serde(default)]
    pub breakdown: Option<Breakdown>,
}

/// Tax, rate by rate.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Breakdown {
    /// Each.
    #[serde(default)]
    pub taxes: Vec<Tax>,
}

/// Tax of one rate.
#[derive(Clone, Debug, Deserialize)]
pub struct Tax {
    /// In Stripe's units.
    pub amount: i64,
    /// Which.
    pub rate: Rate,
}

/// A rate of tax.
#[derive(Clone, Debug, Deserialize)]
pub struct Rate {
    /// As the payer reads it.
    pub display_name: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// As announced.
    #[serde(default)]
    pub percentage: f64,
    /// As applied, where that differs.
    pub effective_percentage: Option<f64>,
}

/// How far Stripe Tax is with a page.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AutomaticTax {
    /// complete, failed or `requires_location_inputs`.
    pub status: Option<String>,
}

/// Who paid.
#[derive(Clone, Debug, Deserialize)]
pub struct Payer {
    /// Where.
    pub address: Option<Address>,
    /// Tax numbers that were given.
    #[serde(default)]
    pub tax_ids: Option<Vec<TaxId>>,
}

/// An address; only the country counts here.
#[derive(Clone, Debug, Deserialize)]
pub struct Address {
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

/// A tax number.
#[derive(Clone, Debug, Deserialize)]
pub struct TaxId {
    /// As it was typed.
    pub value: Option<String>,
}

impl Session {
    /// The country that the payer gave.
    pub(super) fn country(&self) -> Option<&str> {
        self.customer_details.as_ref()?.address.as_ref()?.country.as_deref()
    }

    /// The tax number that the payer gave.
    pub(super) fn tax_id(&self) -> Option<&str> {
        let ids = self.customer_details.as_ref()?.tax_ids.as_ref()?;
        ids.iter().find_map(|id| id.value.as_deref()).filter(|id| id.len() <= 40)
    }

    /// Tax that comes on top of the lines, in Stripe's units.
    pub(super) fn on_top(&self, behavior: Option<TaxBehavior>) -> i64 {
        match behavior {
            Some(TaxBehavior::Exclusive) => self.total_details.amount_tax,
            Some(TaxBehavior::Inclusive) | None => 0,
        }
    }

    /// How tax differs from what was agreed: there is some where none is taken, it was not worked
    /// out, or for another country than the one that the rule was chosen for.
    pub(super) fn tax_differs(&self, payment: &Payment) -> Option<String> {
        let tax = self.total_details.amount_tax;
        if payment.tax.is_none() {
            return (tax != 0).then(|| "tax came that was not agreed".to_owned());
        }
        if self.automatic_tax.status.as_deref() != Some("complete") {
            return Some("tax was not worked out".to_owned());
        }
        if tax % payment.currency.wire_factor() != 0 {
            return Some(format!("tax of {tax} is no amount of {}", payment.currency));
        }
        let (agreed, told) = (payment.tax_country.as_deref(), self.country());
        let differs = agreed.is_some() && agreed != told;
        differs.then(|| {
            let told = told.unwrap_or("nothing");
            format!("country of the buyer: {} was agreed, {told} came", agreed.unwrap_or_default())
        })
    }

    /// Tax rate by rate; what Stripe does not list is one line.
    pub(super) fn tax_lines(&self, currency: Currency) -> Vec<TaxLine> {
        let taxes = self.total_details.breakdown.iter().flat_map(|breakdown| &breakdown.taxes);
        let line = |tax: &Tax| {
            let percentage = tax.rate.effective_percentage.unwrap_or(tax.rate.percentage);
            TaxLine {
                name: tax.rate.display_name.clone().unwrap_or_else(|| "Tax".to_owned()),
                country: tax.rate.country.clone(),
                percentage: percentage.to_string(),
                amount: tax.amount / currency.wire_factor(),
            }
        };
        taxes.filter(|tax| tax.amount != 0).map(line).collect()
    }
}

impl Payment {
    /// The payment with the tax of its page; as it is where none is taken.
    #[must_use]
    pub fn taxed(&self, session: &Session) -> Self {
        let mut payment = self.clone();
        let Some(behavior) = self.tax else { return payment };
        let tax = session.total_details.amount_tax / self.currency.wire_factor();
        let worked = Worked { tax, behavior, seller: self.seller_of_record };
        let before: Vec<_> = self.items.iter().map(|item| item.amounts.untaxed(self.tax)).collect();
        let (total, items) = worked.on(&before, self.currency);
        payment.amounts = total;
        for (item, amounts) in payment.items.iter_mut().zip(items) {
            item.amounts = amounts;
        }
        payment
    }

    /// Tax that the platform owes, in minor units, as money of the payment.
    #[must_use]
    pub fn withheld(&self) -> Money {
        Money::new(self.amounts.tax_withheld, self.currency)
    }
}
