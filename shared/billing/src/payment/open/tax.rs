//! Under which rule a payment is taxed, and as what Stripe Tax knows its lines (PA-7).

use chrono::{DateTime, Utc};
use models::TaxRuleId;

use super::{Details, Known, Missing, Opening, Rule, Venue};
use crate::Error;
use crate::settings::TaxBehavior;
use crate::stripe::Form;
use crate::tax::{Case, Mode, Place, SellerOfRecord, choose};

/// What is known of the tax of a payment before its page is made.
#[derive(Clone, Debug)]
pub(super) struct Taxation {
    pub(super) behavior: TaxBehavior,
    /// Those for the seller's country.
    pub(super) rules: Vec<Rule>,
    /// Of this event.
    pub(super) products: Vec<Known>,
    pub(super) venue: Venue,
    pub(super) buyer_country: Option<String>,
    pub(super) business: bool,
}

/// How a page is taxed. It stays so, however often the same page is asked for.
#[derive(Clone, Debug)]
pub(super) struct Agreed {
    pub(super) behavior: TaxBehavior,
    pub(super) rule: TaxRuleId,
    pub(super) seller: SellerOfRecord,
    /// The only country for which the rule holds.
    pub(super) country: Option<String>,
    /// One for each line of the page.
    pub(super) products: Vec<String>,
}

impl Agreed {
    /// Whose tax it is, and that the page asks for what decides it.
    pub(super) fn onto(&self, form: Form, account: &str) -> Form {
        let form = form
            .with("automatic_tax[enabled]", true)
            .with("billing_address_collection", "required")
            .with("tax_id_collection[enabled]", true);
        match self.seller {
            SellerOfRecord::Organizer => form
                .with("automatic_tax[liability][type]", "account")
                .with("automatic_tax[liability][account]", account),
            SellerOfRecord::Platform => form.with("automatic_tax[liability][type]", "self"),
        }
    }
}

impl Opening {
    /// What Stripe has to be told before the page can be made.
    pub fn missing(&self, details: &Details, now: DateTime<Utc>) -> Result<Option<Missing>, Error> {
        let (None, Some(tax)) = (&self.making, &self.tax) else { return Ok(None) };
        let rule = self.rule(tax, details, now)?;
        let mut labels: Vec<String> = Vec::new();
        for (label, _) in self.sold() {
            if tax.product(rule, label).is_none() && !labels.iter().any(|known| known == label) {
                labels.push(label.to_owned());
            }
        }
        Ok((!labels.is_empty()).then(|| Missing {
            organization: self.organization,
            event: self.event,
            labels,
            code: rule.stripe_tax_code.clone(),
            venue: (rule.place == Place::Performance).then(|| tax.venue.clone()),
        }))
    }

    /// How the page is taxed; nothing where no tax is taken.
    pub(super) fn agreed(
        &self,
        details: &Details,
        now: DateTime<Utc>,
    ) -> Result<Option<Agreed>, Error> {
        let Some(tax) = &self.tax else { return Ok(None) };
        let rule = self.rule(tax, details, now)?;
        let products = self.sold().map(|(label, _)| tax.product(rule, label).map(str::to_owned));
        Ok(Some(Agreed {
            behavior: tax.behavior,
            rule: rule.id,
            seller: rule.seller_of_record,
            country: rule.buyer_country.clone(),
            // Made before this; should the venue have changed meanwhile, the next try makes them.
            products: products.collect::<Option<_>>().ok_or(Error::Stale)?,
        }))
    }

    /// The one rule for all places of the payment.
    fn rule<'t>(
        &self,
        tax: &'t Taxation,
        details: &Details,
        now: DateTime<Utc>,
    ) -> Result<&'t Rule, Error> {
        let buyer_country = details.country.as_deref().or(tax.buyer_country.as_deref());
        let business = tax.business || details.company.is_some() || details.tax_id.is_some();
        let mut found: Option<&Rule> = None;
        for line in self.lines.iter().filter(|line| line.net > 0) {
            let mode = if line.in_person { Mode::InPerson } else { Mode::LiveOnline };
            let rule = choose(&tax.rules, Case { mode, buyer_country, business }, now)?;
            if found.is_some_and(|other| other.id != rule.id) {
                return Err(Error::TaxedApart);
            }
            found = Some(rule);
        }
        found.ok_or(Error::TaxSetupIncomplete)
    }
}

impl Taxation {
    fn product(&self, rule: &Rule, label: &str) -> Option<&str> {
        let venue = match rule.place {
            Place::Performance => self.venue.key(),
            Place::Buyer => String::new(),
        };
        let mut known = self.products.iter();
        let known = known.find(|known| {
            (&*known.label, &known.code, &known.venue) == (label, &rule.stripe_tax_code, &venue)
        });
        known.map(|known| known.product.as_str())
    }
}
