//! How an organization looks in a mail.

use serde::Serialize;

/// The product's own colour.
pub(super) const TEAL: &str = "#0B5A6E";
const MOST_AGAINST_WHITE: f64 = 4.5;

/// Name, logo and colour of the organization in whose name a mail is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Brand {
    /// Its name.
    pub name: String,
    /// Its logo on our host.
    pub logo: Option<String>,
    /// `#rrggbb`.
    pub color: Option<String>,
}

/// The colour of heading and button: white text on it is read by everybody (WCAG 1.4.3).
pub(super) fn readable(color: Option<&str>) -> String {
    let Some(mut rgb) = color.and_then(parsed) else { return TEAL.to_owned() };
    while contrast_with_white(rgb) < MOST_AGAINST_WHITE {
        rgb = rgb.map(|channel| channel - (channel / 16).max(1).min(channel));
    }
    format!("#{:02X}{:02X}{:02X}", rgb[0], rgb[1], rgb[2])
}

fn parsed(color: &str) -> Option<[u8; 3]> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

fn contrast_with_white(rgb: [u8; 3]) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    let [r, g, b] = rgb.map(linear);
    1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// OU-5
        #[test]
        fn white_text_is_readable_on_every_brand(rgb in any::<[u8; 3]>()) {
            let color = format!("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2]);
            let corrected = parsed(&readable(Some(&color))).unwrap();
            prop_assert!(contrast_with_white(corrected) >= 4.5);
        }
    }

    #[test]
    fn a_dark_brand_stays_as_it_is_and_no_brand_is_teal() {
        assert_eq!(readable(Some("#0B5A6E")), "#0B5A6E");
        assert_eq!(readable(Some("teal")), TEAL);
        assert_eq!(readable(None), TEAL);
    }
}
