//! The word that a buyer types (PC-1).

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use utoipa::ToSchema;

/// No I, L, O or U: nothing that looks like something else, or like a word. 32 divides 256, so no
/// symbol is likelier than another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 55 random bits (PC-1 asks for 50).
const RANDOM: usize = 11;

/// A code as it is stored and compared: NFKC, trimmed, upper case, `[A-Z0-9_-]{3,40}`.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
#[serde(try_from = "String", into = "String")]
#[sqlx(transparent)]
#[schema(as = PromoWord, value_type = String, example = "EARLY-BIRD", min_length = 3, max_length = 40)]
pub struct Code(String);

/// Why a text is no code.
#[derive(Debug, thiserror::Error)]
#[error("A code is 3 to 40 letters, digits, hyphens and underscores.")]
pub struct NotACode;

impl Code {
    /// Reads what somebody typed.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let code = normalised(text);
        let fits = (3..=40).contains(&code.len()) && code.bytes().all(plain);
        if fits { Ok(Self(code)) } else { Err(NotACode) }
    }

    /// A new one that nobody guesses, behind a prefix.
    ///
    /// # Panics
    /// On a machine without randomness.
    pub(super) fn random(prefix: &str) -> Self {
        let mut bytes = [0; RANDOM];
        aws_lc_rs::rand::fill(&mut bytes).expect("randomness");
        let symbols = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        Self(prefix.chars().chain(symbols).collect())
    }

    /// As it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

pub(super) fn normalised(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_uppercase()
}

pub(super) fn plain(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-')
}

impl TryFrom<String> for Code {
    type Error = NotACode;

    fn try_from(text: String) -> Result<Self, NotACode> {
        Self::parse(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// PC-1
    #[test]
    fn a_code_is_compared_without_case_width_and_blanks() {
        let code = |text| Code::parse(text).map(String::from).ok();
        assert_eq!(code("  early-bird "), Some("EARLY-BIRD".into()));
        assert_eq!(code("\u{a0}ｅａｒｌｙ＿２０\u{3000}"), Some("EARLY_20".into()));
        assert_eq!(code("straße"), Some("STRASSE".into()));
        for refused in ["", "ab", "early bird", "żółć", "A\0B1", "=1+2", &"A".repeat(41)] {
            assert_eq!(code(refused), None, "{refused}");
        }
    }

    /// PC-1
    #[test]
    fn a_generated_code_is_a_code_and_no_two_are_alike() {
        let made: std::collections::HashSet<Code> =
            (0..1000).map(|_| Code::random("WCS2026-ABCD")).collect();
        assert_eq!(made.len(), 1000);
        assert!(made.iter().all(|code| Code::parse(code.as_str()).is_ok_and(|read| read == *code)));
        // Eleven symbols of five bits are 55 (PC-1 asks for 50).
        assert!(made.iter().all(|code| code.as_str().len() == 12 + 11));
    }

    proptest! {
        #[test]
        fn reading_twice_changes_nothing(text in "\\PC{0,50}") {
            if let Ok(code) = Code::parse(&text) {
                prop_assert_eq!(Code::parse(code.as_str()).unwrap(), code);
            }
        }
    }
}
