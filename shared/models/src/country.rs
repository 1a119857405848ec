//! Countries.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A code of ISO 3166-1 alpha-2, as `GB`. Small letters are taken too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode([u8; 2]);

/// A code that no country has.
#[derive(Debug, thiserror::Error)]
#[error("A country is the two letters that ISO 3166-1 gives it, as GB.")]
pub struct CountryRefused;

/// Every code that is given out, in order (ISO 3166-1 alpha-2; the list of the time zone database,
/// `iso3166.tab`, read in November 2026, and the one of the browser's side, `countries.ts`).
const CODES: [&[u8; 2]; 249] = [
    b"AD", b"AE", b"AF", b"AG", b"AI", b"AL", b"AM", b"AO", b"AQ", b"AR", b"AS", b"AT", b"AU",
    b"AW", b"AX", b"AZ", b"BA", b"BB", b"BD", b"BE", b"BF", b"BG", b"BH", b"BI", b"BJ", b"BL",
    b"BM", b"BN", b"BO", b"BQ", b"BR", b"BS", b"BT", b"BV", b"BW", b"BY", b"BZ", b"CA", b"CC",
    b"CD", b"CF", b"CG", b"CH", b"CI", b"CK", b"CL", b"CM", b"CN", b"CO", b"CR", b"CU", b"CV",
    b"CW", b"CX", b"CY", b"CZ", b"DE", b"DJ", b"DK", b"DM", b"DO", b"DZ", b"EC", b"EE", b"EG",
    b"EH", b"ER", b"ES", b"ET", b"FI", b"FJ", b"FK", b"FM", b"FO", b"FR", b"GA", b"GB", b"GD",
    b"GE", b"GF", b"GG", b"GH", b"GI", b"GL", b"GM", b"GN", b"GP", b"GQ", b"GR", b"GS", b"GT",
    b"GU", b"GW", b"GY", b"HK", b"HM", b"HN", b"HR", b"HT", b"HU", b"ID", b"IE", b"IL", b"IM",
    b"IN", b"IO", b"IQ", b"IR", b"IS", b"IT", b"JE", b"JM", b"JO", b"JP", b"KE", b"KG", b"KH",
    b"KI", b"KM", b"KN", b"KP", b"KR", b"KW", b"KY", b"KZ", b"LA", b"LB", b"LC", b"LI", b"LK",
    b"LR", b"LS", b"LT", b"LU", b"LV", b"LY", b"MA", b"MC", b"MD", b"ME", b"MF", b"MG", b"MH",
    b"MK", b"ML", b"MM", b"MN", b"MO", b"MP", b"MQ", b"MR", b"MS", b"MT", b"MU", b"MV", b"MW",
    b"MX", b"MY", b"MZ", b"NA", b"NC", b"NE", b"NF", b"NG", b"NI", b"NL", b"NO", b"NP", b"NR",
    b"NU", b"NZ", b"OM", b"PA", b"PE", b"PF", b"PG", b"PH", b"PK", b"PL", b"PM", b"PN", b"PR",
    b"PS", b"PT", b"PW", b"PY", b"QA", b"RE", b"RO", b"RS", b"RU", b"RW", b"SA", b"SB", b"SC",
    b"SD", b"SE", b"SG", b"SH", b"SI", b"SJ", b"SK", b"SL", b"SM", b"SN", b"SO", b"SR", b"SS",
    b"ST", b"SV", b"SX", b"SY", b"SZ", b"TC", b"TD", b"TF", b"TG", b"TH", b"TJ", b"TK", b"TL",
    b"TM", b"TN", b"TO", b"TR", b"TT", b"TV", b"TW", b"TZ", b"UA", b"UG", b"UM", b"US", b"UY",
    b"UZ", b"VA", b"VC", b"VE", b"VG", b"VI", b"VN", b"VU", b"WF", b"WS", b"YE", b"YT", b"ZA",
    b"ZM", b"ZW",
];

impl TryFrom<String> for CountryCode {
    type Error = CountryRefused;

    fn try_from(text: String) -> Result<Self, CountryRefused> {
        let letters: [u8; 2] = text.trim().as_bytes().try_into().map_err(|_| CountryRefused)?;
        let code = letters.map(|letter| letter.to_ascii_uppercase());
        CODES.binary_search(&&code).map(|_| Self(code)).map_err(|_| CountryRefused)
    }
}

impl From<CountryCode> for String {
    fn from(code: CountryCode) -> Self {
        code.0.iter().copied().map(char::from).collect()
    }
}

impl utoipa::PartialSchema for CountryCode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .min_length(Some(2))
            .max_length(Some(2))
            .description(Some("A country: ISO 3166-1 alpha-2."))
            .examples(["GB"])
            .into()
    }
}

impl utoipa::ToSchema for CountryCode {
    fn name() -> Cow<'static, str> {
        "CountryCode".into()
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, CountryCode};

    #[test]
    fn the_codes_are_in_order() {
        assert!(CODES.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn a_country_is_two_letters_of_the_standard() {
        let read = |text: &str| CountryCode::try_from(text.to_owned()).map(String::from);
        assert_eq!(read(" gb").unwrap(), "GB");
        for code in ["AD", "ZW", "AX", "BQ", "ss"] {
            assert_eq!(read(code).unwrap(), code.to_uppercase());
        }
        for refused in ["", "G", "GBR", "1!", "ßß", "ß", "G\0", "zz", "UK", "EU", "XX"] {
            assert!(read(refused).is_err(), "{refused:?}");
        }
    }
}
