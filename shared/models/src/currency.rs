//! Currencies, as Stripe takes them (Stripe, "Supported currencies", read in November 2026).

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef};
use sqlx::{Postgres, Type};

/// A currency in which people can pay: an ISO 4217 code of the table below.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "EUR", pattern = "^[A-Z]{3}$")]
pub struct Currency([u8; 3]);

/// A code that is in no table of ours.
#[derive(Debug, thiserror::Error)]
#[error("This is not a currency in which people can pay here.")]
pub struct UnknownCurrency;

/// Two decimals.
const TWO: [&[u8; 3]; 112] = [
    b"AED", b"AFN", b"ALL", b"AMD", b"ANG", b"AOA", b"ARS", b"AUD", b"AWG", b"AZN", b"BAM", b"BBD",
    b"BDT", b"BGN", b"BMD", b"BND", b"BOB", b"BRL", b"BSD", b"BWP", b"BYN", b"BZD", b"CAD", b"CDF",
    b"CHF", b"CNY", b"COP", b"CRC", b"CVE", b"CZK", b"DKK", b"DOP", b"DZD", b"EGP", b"ETB", b"EUR",
    b"FJD", b"FKP", b"GBP", b"GEL", b"GIP", b"GMD", b"GTQ", b"GYD", b"HKD", b"HNL", b"HTG", b"HUF",
    b"IDR", b"ILS", b"INR", b"JMD", b"KES", b"KGS", b"KHR", b"KYD", b"KZT", b"LAK", b"LBP", b"LKR",
    b"LRD", b"LSL", b"MAD", b"MDL", b"MKD", b"MMK", b"MNT", b"MOP", b"MUR", b"MVR", b"MWK", b"MXN",
    b"MYR", b"MZN", b"NAD", b"NGN", b"NIO", b"NOK", b"NPR", b"NZD", b"PAB", b"PEN", b"PGK", b"PHP",
    b"PKR", b"PLN", b"QAR", b"RON", b"RSD", b"RUB", b"SAR", b"SBD", b"SCR", b"SEK", b"SGD", b"SHP",
    b"SZL", b"THB", b"TJS", b"TOP", b"TRY", b"TTD", b"TWD", b"TZS", b"UAH", b"USD", b"UYU", b"UZS",
    b"WST", b"XCD", b"YER", b"ZAR",
];
/// No decimals, at Stripe and here.
const NONE: [&[u8; 3]; 15] = [
    b"BIF", b"CLP", b"DJF", b"GNF", b"JPY", b"KMF", b"KRW", b"MGA", b"PYG", b"RWF", b"VND", b"VUV",
    b"XAF", b"XOF", b"XPF",
];
/// Three decimals, the last of which is 0.
const THREE: [&[u8; 3]; 5] = [b"BHD", b"JOD", b"KWD", b"OMR", b"TND"];
/// Whole units here; on the wire hundredths, in multiples of 100.
const WHOLE: [&[u8; 3]; 2] = [b"ISK", b"UGX"];

/// The least that Stripe charges, in minor units (Stripe, "Minimum and maximum charge amounts").
const MINIMUM: [(&[u8; 3], i64); 27] = [
    (b"AED", 200),
    (b"AUD", 50),
    (b"BGN", 100),
    (b"BRL", 50),
    (b"CAD", 50),
    (b"CHF", 50),
    (b"CZK", 1500),
    (b"DKK", 250),
    (b"EUR", 50),
    (b"GBP", 30),
    (b"HKD", 400),
    (b"HUF", 17_500),
    (b"INR", 50),
    (b"JPY", 50),
    (b"MXN", 1000),
    (b"MYR", 200),
    (b"NOK", 300),
    (b"NZD", 50),
    (b"PLN", 200),
    (b"RON", 200),
    (b"SEK", 300),
    (b"SGD", 50),
    (b"THB", 1000),
    (b"USD", 50),
    (b"ISK", 70),
    (b"KWD", 160),
    (b"BHD", 190),
];

impl Currency {
    /// United States dollars.
    pub const USD: Self = Self(*b"USD");
    /// Euros.
    pub const EUR: Self = Self(*b"EUR");

    /// The ISO 4217 code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Decimals of the minor unit: 2 for cents, 0 where there is none, 3 for thousandths.
    #[must_use]
    pub fn exponent(self) -> u32 {
        match self.0 {
            code if NONE.contains(&&code) || WHOLE.contains(&&code) => 0,
            code if THREE.contains(&&code) => 3,
            _ => 2,
        }
    }

    /// The grain of amounts that can be charged, in minor units.
    #[must_use]
    pub fn step(self) -> i64 {
        if THREE.contains(&&self.0) { 10 } else { 1 }
    }

    /// Stripe's units in one of ours.
    #[must_use]
    pub fn wire_factor(self) -> i64 {
        if WHOLE.contains(&&self.0) { 100 } else { 1 }
    }

    /// The least that can be charged, in minor units.
    #[must_use]
    pub fn minimum(self) -> i64 {
        MINIMUM.iter().find(|(code, _)| **code == self.0).map_or(self.step(), |(_, least)| *least)
    }

    /// The most that can be charged, in minor units: eight digits at Stripe.
    #[must_use]
    pub fn maximum(self) -> i64 {
        99_999_999 / self.wire_factor() / self.step() * self.step()
    }

    /// Every currency, sorted.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> =
            TWO.iter().chain(&NONE).chain(&THREE).chain(&WHOLE).map(|code| Self(**code)).collect();
        all.sort();
        all
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        let code: [u8; 3] = text.as_bytes().try_into().map_err(|_| UnknownCurrency)?;
        let known = TWO.contains(&&code)
            || NONE.contains(&&code)
            || THREE.contains(&&code)
            || WHOLE.contains(&&code);
        known.then_some(Self(code)).ok_or(UnknownCurrency)
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;

    fn try_from(code: String) -> Result<Self, UnknownCurrency> {
        code.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.code())
    }
}

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl Type<Postgres> for Currency {
    fn type_info() -> PgTypeInfo {
        <str as Type<Postgres>>::type_info()
    }

    fn compatible(info: &PgTypeInfo) -> bool {
        <str as Type<Postgres>>::compatible(info)
    }
}

impl sqlx::Encode<'_, Postgres> for Currency {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <&str as sqlx::Encode<Postgres>>::encode_by_ref(&self.code(), buffer)
    }
}

impl sqlx::Decode<'_, Postgres> for Currency {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        Ok(<&str as sqlx::Decode<Postgres>>::decode(value)?.parse()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PA-1, against Stripe's lists of zero-decimal, three-decimal and special-case currencies.
    #[test]
    fn decimals_and_steps_are_those_of_stripe() {
        let shape = |code: &str| {
            let currency: Currency = code.parse().unwrap();
            (currency.exponent(), currency.step(), currency.wire_factor())
        };
        assert_eq!(["USD", "HUF", "TWD"].map(shape), [(2, 1, 1); 3]);
        assert_eq!(["JPY", "KRW", "XOF", "CLP"].map(shape), [(0, 1, 1); 4]);
        assert_eq!(["BHD", "JOD", "KWD", "OMR", "TND"].map(shape), [(3, 10, 1); 5]);
        assert_eq!(["ISK", "UGX"].map(shape), [(0, 1, 100); 2]);
    }

    #[test]
    fn a_code_is_three_capital_letters_of_the_table() {
        for code in ["usd", "US", "USDX", "XXX", "€€€", ""] {
            assert!(code.parse::<Currency>().is_err(), "{code}");
        }
        let all = Currency::all();
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "no code stands twice");
        assert!(MINIMUM.iter().all(|(code, least)| {
            let currency = Currency(**code);
            all.contains(&currency) && least % currency.step() == 0
        }));
    }
}
