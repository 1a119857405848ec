//! The countries to which money goes, and under which agreement (PA-10). Data: Stripe, "Global
//! availability" and "Cross-border payouts", read in November 2026.

use models::Currency;

use super::Agreement;

/// A country and what is possible there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// What Stripe offers there.
    pub agreement: Agreement,
    /// ISO 4217: in what accounts there pay out, unless Stripe says otherwise of one.
    settlement: &'static str,
}

const fn full(code: &'static str, settlement: &'static str) -> Country {
    Country { code, agreement: Agreement::Full, settlement }
}

const fn recipient(code: &'static str, settlement: &'static str) -> Country {
    Country { code, agreement: Agreement::Recipient, settlement }
}

/// Every country, by its code.
pub const COUNTRIES: [Country; 57] = [
    full("AE", "AED"),
    recipient("AR", "ARS"),
    full("AT", "EUR"),
    full("AU", "AUD"),
    full("BE", "EUR"),
    full("BG", "EUR"),
    full("BR", "BRL"),
    full("CA", "CAD"),
    full("CH", "CHF"),
    recipient("CL", "CLP"),
    recipient("CO", "COP"),
    full("CY", "EUR"),
    full("CZ", "CZK"),
    full("DE", "EUR"),
    full("DK", "DKK"),
    full("EE", "EUR"),
    recipient("EG", "EGP"),
    full("ES", "EUR"),
    full("FI", "EUR"),
    full("FR", "EUR"),
    full("GB", "GBP"),
    full("GI", "GBP"),
    full("GR", "EUR"),
    full("HK", "HKD"),
    full("HR", "EUR"),
    full("HU", "HUF"),
    recipient("ID", "IDR"),
    full("IE", "EUR"),
    full("IN", "INR"),
    full("IT", "EUR"),
    full("JP", "JPY"),
    recipient("KE", "KES"),
    recipient("KR", "KRW"),
    full("LI", "CHF"),
    full("LT", "EUR"),
    full("LU", "EUR"),
    full("LV", "EUR"),
    full("MT", "EUR"),
    full("MX", "MXN"),
    full("MY", "MYR"),
    recipient("NG", "NGN"),
    full("NL", "EUR"),
    full("NO", "NOK"),
    full("NZ", "NZD"),
    recipient("PE", "PEN"),
    recipient("PH", "PHP"),
    full("PL", "PLN"),
    full("PT", "EUR"),
    full("RO", "RON"),
    full("SE", "SEK"),
    full("SG", "SGD"),
    full("SI", "EUR"),
    full("SK", "EUR"),
    full("TH", "THB"),
    full("US", "USD"),
    recipient("VN", "VND"),
    recipient("ZA", "ZAR"),
];

impl Country {
    /// The country of a code in capitals.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        COUNTRIES.into_iter().find(|country| country.code == code)
    }

    /// In what accounts there pay out, as long as Stripe says nothing else.
    #[must_use]
    pub fn settlement(self) -> Option<Currency> {
        self.settlement.parse().ok()
    }
}

/// Days after a charge by which its money has to be released: Stripe keeps it for 90, in Thailand
/// for 10 (PA-13).
#[must_use]
pub fn longest_hold_days(country: &str) -> i32 {
    if country == "TH" { 8 } else { 80 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_sorted_and_pay_out_in_a_currency_that_is_known() {
        assert!(COUNTRIES.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(COUNTRIES.iter().all(|country| country.settlement().is_some()));
        assert_eq!(Country::of("KE").map(|country| country.agreement), Some(Agreement::Recipient));
        assert_eq!(Country::of("KP"), None);
    }
}
