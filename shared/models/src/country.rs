//! Countries.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A code of two letters (ISO 3166-1 alpha-2), as `GB`. Small letters are taken too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode([u8; 2]);

/// Not two letters.
#[derive(Debug, thiserror::Error)]
#[error("A country is two letters, as GB.")]
pub struct CountryRefused;

impl TryFrom<String> for CountryCode {
    type Error = CountryRefused;

    fn try_from(text: String) -> Result<Self, CountryRefused> {
        let letters: [u8; 2] = text.trim().as_bytes().try_into().map_err(|_| CountryRefused)?;
        let all = letters.iter().all(u8::is_ascii_alphabetic);
        if all {
            Ok(Self(letters.map(|letter| letter.to_ascii_uppercase())))
        } else {
            Err(CountryRefused)
        }
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
    use super::CountryCode;

    #[test]
    fn a_country_is_two_letters() {
        let read = |text: &str| CountryCode::try_from(text.to_owned()).map(String::from);
        assert_eq!(read(" gb").unwrap(), "GB");
        for refused in ["", "G", "GBR", "1!", "ßß", "ß", "G\0"] {
            assert!(read(refused).is_err(), "{refused:?}");
        }
    }
}
