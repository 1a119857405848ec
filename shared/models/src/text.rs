//! Text of people, in a shape that can be stored, compared and shown.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// One line of `MIN` to `MAX` characters: NFC, trimmed, without control or bidi-override characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line<const MIN: usize, const MAX: usize>(String);

/// Several lines of at most `MAX` characters, made as [`Line`] is; line ends become `\n`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lines<const MAX: usize>(String);

/// Why a text is refused.
#[derive(Debug, thiserror::Error)]
pub enum TextRefused {
    /// Too few or too many characters.
    #[error("This takes {0} to {1} characters.")]
    Length(usize, usize),
    /// Characters that are not seen, or that turn the direction of what follows.
    #[error("This holds characters that cannot be shown.")]
    Unseen,
}

pub(crate) fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn cleaned(text: &str, min: usize, max: usize) -> Result<String, TextRefused> {
    let text: String = text.trim().nfc().collect();
    if !(min..=max).contains(&text.chars().count()) {
        return Err(TextRefused::Length(min, max));
    }
    Ok(text)
}

impl<const MIN: usize, const MAX: usize> TryFrom<String> for Line<MIN, MAX> {
    type Error = TextRefused;

    fn try_from(text: String) -> Result<Self, TextRefused> {
        let text = cleaned(&text, MIN, MAX)?;
        if text.chars().any(unseen) { Err(TextRefused::Unseen) } else { Ok(Self(text)) }
    }
}

impl<const MAX: usize> TryFrom<String> for Lines<MAX> {
    type Error = TextRefused;

    fn try_from(text: String) -> Result<Self, TextRefused> {
        let text = cleaned(&text.replace("\r\n", "\n").replace('\r', "\n"), 0, MAX)?;
        let refused = text.chars().any(|c| unseen(c) && c != '\n' && c != '\t');
        if refused { Err(TextRefused::Unseen) } else { Ok(Self(text)) }
    }
}

macro_rules! texts {
    ($([$($generics:tt)*] $name:ty, $min:expr;)+) => {$(
        impl<$($generics)*> From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl<$($generics)*> std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<$($generics)*> utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .min_length(Some($min))
                    .max_length(Some(MAX))
                    .into()
            }
        }

        impl<$($generics)*> utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                format!("Text{}To{MAX}", $min).into()
            }
        }
    )+};
}
texts! {
    [const MIN: usize, const MAX: usize] Line<MIN, MAX>, MIN;
    [const MAX: usize] Lines<MAX>, 0;
}

#[cfg(test)]
mod tests {
    use super::{Line, Lines};

    #[test]
    fn a_line_is_trimmed_and_composed_and_holds_nothing_unseen() {
        let line = |text: &str| Line::<1, 10>::try_from(text.to_owned()).map(String::from);
        assert_eq!(line("  Zoe\u{308} ").unwrap(), "Zoë");
        assert!(line("   ").is_err());
        assert!(line("a\u{202e}b").is_err());
        assert!(line("a\nb").is_err() && line("a\u{2028}b").is_err() && line("a\0b").is_err());
        assert!(line("12345678901").is_err());
        assert_eq!(&*Lines::<20>::try_from("a\r\nb".to_owned()).unwrap(), "a\nb");
    }
}
