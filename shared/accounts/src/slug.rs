//! The address of an organization's public page (OR-11).

use unicode_normalization::UnicodeNormalization as _;

use crate::Error;

const RESERVED: [&str; 22] = [
    "about",
    "accredit",
    "admin",
    "api",
    "assets",
    "courses",
    "embed",
    "events",
    "features",
    "help",
    "invitation",
    "legal",
    "link",
    "me",
    "new",
    "org",
    "organizations",
    "pricing",
    "sign-in",
    "sign-up",
    "verify",
    "webhooks",
];
const LONGEST: usize = 60;

/// An address that may stand in a link: 3 to 60 of `a-z 0-9 -`, no reserved word.
pub fn check(text: &str) -> Result<&str, Error> {
    let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let edges = !text.starts_with('-') && !text.ends_with('-');
    if plain && edges && (3..=LONGEST).contains(&text.len()) && !RESERVED.contains(&text) {
        Ok(text)
    } else {
        Err(Error::SlugInvalid)
    }
}

/// The address made from a name; `random` stands in when nothing of the name is left.
#[must_use]
pub fn from_name(name: &str, random: &str) -> String {
    let latin = deunicode::deunicode(&name.nfkc().collect::<String>()).to_lowercase();
    let words = latin.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    slug.truncate(LONGEST - 4);
    let slug = slug.trim_end_matches('-');
    if check(slug).is_ok() { slug.to_owned() } else { format!("org-{random}") }
}

/// The `n`th try on a clash: `-2`, `-3` …
#[must_use]
pub fn numbered(slug: &str, n: u32) -> String {
    if n < 2 { slug.to_owned() } else { format!("{slug}-{n}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OR-11, R20
    #[test]
    fn every_name_has_an_address() {
        assert_eq!(from_name("Łódź Medical Society", "k3"), "lodz-medical-society");
        assert_eq!(from_name("!!!", "k3j5h7g9"), "org-k3j5h7g9");
        assert_eq!(from_name("Help", "k3j5h7g9"), "org-k3j5h7g9");
        assert!(check(&from_name("日本医師会", "k3j5h7g9")).is_ok());
        assert!(from_name(&"long ".repeat(40), "x").len() <= LONGEST);
        assert!(check("Ab").is_err() && check("-abc").is_err() && check("verify").is_err());
    }
}
