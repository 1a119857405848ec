//! The address of an event's page, made from its title (EV-1).

use deunicode::deunicode_char;
use models::EventId;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript as _};
use uuid::Uuid;

/// Longest slug, in characters.
const LONGEST: usize = 60;

/// How often a taken slug is tried again with a suffix.
pub(crate) const TRIES: u32 = 5;

/// The slug of a title: Latin letters lose their marks, letters and digits of every other
/// script stay, all else becomes one hyphen.
#[must_use]
pub(crate) fn of(title: &str) -> String {
    let mut slug = String::new();
    for c in title.nfkc().flat_map(char::to_lowercase) {
        match c.script() {
            Script::Latin => slug
                .extend(deunicode_char(c).unwrap_or_default().chars().flat_map(char::to_lowercase)),
            // An accent that could not be composed with its letter.
            Script::Inherited if is_combining_mark(c) => {}
            _ if c.is_alphanumeric() || is_combining_mark(c) => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let slug = cut(slug.trim_end_matches('-'));
    if slug.is_empty() { "event".to_owned() } else { slug.to_owned() }
}

/// At most [`LONGEST`] characters, ending with a whole word where there is one.
fn cut(slug: &str) -> &str {
    let Some((end, next)) = slug.char_indices().nth(LONGEST) else { return slug };
    let head = &slug[..end];
    if next == '-' {
        return head;
    }
    head.rfind('-').map_or(head, |hyphen| &head[..hyphen])
}

/// The slug with four characters of base32, for the `attempt`-th clash. They come from the
/// random bits of the event's id, so nothing else need be random.
pub(crate) fn with_suffix(slug: &str, id: EventId, attempt: u32) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let bits = id.to_string().parse::<Uuid>().unwrap_or_default().as_u128() >> (attempt * 10);
    let suffix: String = (0..4)
        .map(|place| {
            char::from(ALPHABET[usize::try_from((bits >> (place * 5)) & 31).unwrap_or_default()])
        })
        .collect();
    format!("{slug}-{suffix}")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    /// EV-1
    #[test]
    fn every_title_makes_a_readable_address() {
        assert_eq!(of("Wound care: what works?"), "wound-care-what-works");
        assert_eq!(of("Żółć – Straße & Øre"), "zolc-strasse-ore");
        assert_eq!(of("研修会 2026"), "研修会-2026");
        assert_eq!(of("हिन्दी संगोष्ठी"), "हिन्दी-संगोष्ठी");
        assert_eq!(of("ﬁrst aid Ｃ３"), "first-aid-c3");
        assert_eq!(of("🎉🎉"), "event");
        assert_eq!(of("e\u{301}tude"), "etude");
    }

    /// EV-1
    #[test]
    fn a_long_title_is_cut_at_a_word() {
        let title = "one two three four five six seven eight nine ten eleven twelve thirteen";
        assert_eq!(of(title), "one-two-three-four-five-six-seven-eight-nine-ten-eleven");
        assert_eq!(of(&"x".repeat(80)).len(), 60);
    }

    #[test]
    fn a_suffix_differs_from_try_to_try() {
        let id = EventId::new(DateTime::UNIX_EPOCH);
        let tried: std::collections::BTreeSet<_> =
            (0..TRIES).map(|n| with_suffix("a", id, n)).collect();
        assert!(tried.len() > 1 && tried.iter().all(|slug| slug.len() == 6));
    }
}
