//! Names that strangers typed, on their way to people who never asked for mail (OU-7).

/// A name as it may stand in a mail to an address that nobody proved: absent when it could carry a
/// message of its own.
#[must_use]
pub(crate) fn harmless(name: &str) -> Option<&str> {
    let digits = name.as_bytes().windows(5).any(|five| five.iter().all(u8::is_ascii_digit));
    let folded = name.to_lowercase();
    let address = ["://", "www.", "http:", "https:", "@"].iter().any(|mark| folded.contains(mark))
        || folded.split_whitespace().any(looks_like_a_host);
    let long = name.chars().count() > 60;
    (!name.trim().is_empty() && !digits && !address && !long).then_some(name)
}

/// A text whose addresses no mail program makes a link of: an invisible word joiner stands behind
/// what holds them together.
#[must_use]
pub(crate) fn dead_links(text: &str) -> String {
    let mut dead = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let address = word.contains([':', '@', '/']) || looks_like_a_host(word.trim());
        for c in word.chars() {
            dead.push(c);
            if address && ['.', ':', '@', '/'].contains(&c) {
                dead.push('\u{2060}');
            }
        }
    }
    dead
}

/// An address as a person may see it who does not know it: `a•••@example.org`.
#[must_use]
pub(crate) fn masked(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first = local.chars().next().map(String::from).unwrap_or_default();
    format!("{first}•••@{domain}")
}

/// `evil.example/path`, not the initial of `J. Smith` or `Ph.D.`.
fn looks_like_a_host(word: &str) -> bool {
    let host = word.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let host = host.trim_matches(|c: char| !c.is_alphanumeric());
    let mut labels = host.rsplit('.');
    let (top, rest) = (labels.next().unwrap_or_default(), labels.next());
    let top_level = top.chars().count() >= 2 && top.chars().all(char::is_alphabetic);
    top_level && rest.is_some_and(|label| label.chars().count() >= 2)
}

#[cfg(test)]
mod tests {
    use super::{dead_links, harmless};

    /// OU-7
    #[test]
    fn addresses_in_the_text_of_a_stranger_are_no_links() {
        assert_eq!(dead_links("Dear J. Park,\nsee you at 9."), "Dear J. Park,\nsee you at 9.");
        assert_eq!(
            dead_links("Pay at https://evil.example now"),
            "Pay at https:\u{2060}/\u{2060}/\u{2060}evil.\u{2060}example now"
        );
        assert_eq!(dead_links("www.evil.example"), "www.\u{2060}evil.\u{2060}example");
        assert_eq!(dead_links("a@b.co\n"), "a@\u{2060}b.\u{2060}co\n");
    }

    /// OU-7
    #[test]
    fn a_name_that_carries_a_message_is_not_shown_to_strangers() {
        for name in [
            "Łukasz Żółć",
            "J. R. R. Tolkien",
            "Dr. Ana-María O'Neill, Ph.D.",
            "李小龍",
            "Room 4021",
        ] {
            assert_eq!(harmless(name), Some(name));
        }
        for name in [
            "Win at http://evil.example",
            "see evil.example/now",
            "www.evil",
            "call 12345",
            "a@b.co",
            "",
            &"x".repeat(61),
        ] {
            assert_eq!(harmless(name), None, "{name}");
        }
    }
}
