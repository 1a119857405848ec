//! Which rule holds. Pure.

use chrono::{DateTime, Utc};

use super::{Mode, Rule};
use crate::Error;

/// A sale, as rules ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case<'a> {
    /// How somebody takes part.
    pub mode: Mode,
    /// ISO 3166-1 alpha-2, where the buyer said so.
    pub buyer_country: Option<&'a str>,
    /// Whether the buyer is a business.
    pub business: bool,
}

/// The rule for a case, of those for the seller's country: the one for the buyer's country, or else
/// the one for all others; of several the latest. Without the country only what holds for all.
pub fn choose<'r>(
    rules: &'r [Rule],
    case: Case<'_>,
    now: DateTime<Utc>,
) -> Result<&'r Rule, Error> {
    let fits = |rule: &&Rule| {
        (rule.mode, rule.buyer_is_business) == (case.mode, case.business) && rule.valid_from <= now
    };
    let latest = |country: Option<&str>| {
        let of = rules.iter().filter(fits).filter(|rule| rule.buyer_country.as_deref() == country);
        of.max_by_key(|rule| rule.valid_from)
    };
    if case.buyer_country.is_none() && rules.iter().filter(fits).any(|r| r.buyer_country.is_some())
    {
        return Err(Error::BuyerCountryNeeded);
    }
    let own = case.buyer_country.and_then(|country| latest(Some(country)));
    own.or_else(|| latest(None)).ok_or(Error::TaxSetupIncomplete)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use models::TaxRuleId;

    use super::*;
    use crate::tax::{Place, SellerOfRecord};

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(day)
    }

    fn rule(code: &str, country: Option<&str>, business: bool, day: i64) -> Rule {
        Rule {
            id: TaxRuleId::new(at(day)),
            mode: Mode::LiveOnline,
            buyer_country: country.map(str::to_owned),
            buyer_is_business: business,
            seller_of_record: SellerOfRecord::Organizer,
            place: Place::Buyer,
            stripe_tax_code: code.to_owned(),
            valid_from: at(day),
        }
    }

    fn chosen(rules: &[Rule], country: Option<&str>, business: bool, day: i64) -> String {
        let case = Case { mode: Mode::LiveOnline, buyer_country: country, business };
        match choose(rules, case, at(day)) {
            Ok(rule) => rule.stripe_tax_code.clone(),
            Err(error) => models::Fault::code(&error).to_owned(),
        }
    }

    /// PA-7
    #[test]
    fn the_buyers_country_goes_before_all_others_and_later_before_earlier() {
        let rules = [
            rule("all", None, false, 0),
            rule("all later", None, false, 10),
            rule("germany", Some("DE"), false, 5),
            rule("firms", None, true, 0),
        ];
        assert_eq!(chosen(&rules, Some("DE"), false, 20), "germany");
        assert_eq!(chosen(&rules, Some("DE"), false, 4), "all");
        assert_eq!(chosen(&rules, Some("FR"), false, 9), "all");
        assert_eq!(chosen(&rules, Some("FR"), false, 10), "all later");
        assert_eq!(chosen(&rules, None, true, 20), "firms");
    }

    /// PA-7
    #[test]
    fn without_a_rule_or_the_country_that_a_rule_asks_for_nothing_is_sold() {
        let rules = [rule("all", None, false, 0), rule("germany", Some("DE"), false, 0)];
        assert_eq!(chosen(&rules, None, false, 1), "buyer-country-needed");
        assert_eq!(chosen(&rules, Some("DE"), true, 1), "tax-setup-incomplete");
        assert_eq!(chosen(&rules[1..], Some("FR"), false, 1), "tax-setup-incomplete");
        assert_eq!(chosen(&rules[1..], Some("DE"), false, -1), "tax-setup-incomplete");
        let person = Case { mode: Mode::InPerson, buyer_country: Some("DE"), business: false };
        assert!(matches!(choose(&rules, person, at(1)), Err(Error::TaxSetupIncomplete)));
    }
}
