//! Languages: phrases, plurals and direction.
//!
//! A phrase is a typed function, made from its English text; a hole without its value, or a value
//! without its hole, does not compile. The pseudo-locales are made from English and show in
//! snapshots which text no catalogue holds.

/// The language of one mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// English.
    English,
    /// English with accents and a third longer: `en-XA`.
    Pseudo,
    /// The same from right to left: `ar-XB`.
    PseudoRightToLeft,
}

impl Tongue {
    /// The nearest to a BCP 47 tag.
    #[must_use]
    pub fn of(locale: &str) -> Self {
        match locale {
            "en-XA" => Self::Pseudo,
            "ar-XB" => Self::PseudoRightToLeft,
            _ => Self::English,
        }
    }

    /// The tag of the language in which the mail is written.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Pseudo => "en-XA",
            Self::PseudoRightToLeft => "ar-XB",
        }
    }

    /// `ltr` or `rtl`.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::Pseudo => "ltr",
            Self::PseudoRightToLeft => "rtl",
        }
    }

    /// Fills the holes of a phrase: `{name}`, or `{count|one=seat|other=seats}`.
    pub(super) fn say(self, english: &str, values: &[(&str, &str)]) -> String {
        let mut said = String::with_capacity(english.len() * 2);
        let mut rest = english;
        while let Some((before, hole)) = rest.split_once('{') {
            said.push_str(&self.put(before));
            let (hole, after) = hole.split_once('}').unwrap_or((hole, ""));
            said.push_str(&self.fill(hole, values));
            rest = after;
        }
        said.push_str(&self.put(rest));
        match self {
            Self::English => said,
            Self::Pseudo | Self::PseudoRightToLeft => format!("[{said}]"),
        }
    }

    fn fill(self, hole: &str, values: &[(&str, &str)]) -> String {
        let mut parts = hole.split('|');
        let name = parts.next().unwrap_or_default();
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
        let forms: Vec<(&str, &str)> = parts.filter_map(|part| part.split_once('=')).collect();
        if forms.is_empty() {
            return value.to_owned();
        }
        let wanted = if value == "1" { "one" } else { "other" };
        let form = forms.iter().find(|(form, _)| *form == wanted).or(forms.last());
        self.put(form.map_or("", |(_, text)| *text))
    }

    fn put(self, english: &str) -> String {
        if self == Self::English {
            english.to_owned()
        } else {
            english.chars().map(accented).collect()
        }
    }
}

fn accented(c: char) -> char {
    match c {
        'a' => 'á',
        'e' => 'é',
        'i' => 'î',
        'o' => 'ö',
        'u' => 'ü',
        'A' => 'Å',
        'E' => 'É',
        'I' => 'Î',
        'O' => 'Ø',
        'U' => 'Û',
        'c' => 'ç',
        'n' => 'ñ',
        's' => 'š',
        'y' => 'ý',
        other => other,
    }
}

/// Whether the holes of a phrase are exactly these: asked by the compiler for every phrase.
pub(super) const fn holes_are(text: &str, names: &[&str]) -> bool {
    let text = text.as_bytes();
    let mut seen = 0_u32;
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'{' {
            let start = at + 1;
            let mut end = start;
            while text[end] != b'}' && text[end] != b'|' {
                end += 1;
            }
            let Some(name) = position(text, start, end, names) else { return false };
            seen |= 1 << name;
            at = end;
        }
        at += 1;
    }
    seen == (1 << names.len()) - 1
}

const fn position(text: &[u8], start: usize, end: usize, names: &[&str]) -> Option<usize> {
    let mut n = 0;
    while n < names.len() {
        let name = names[n].as_bytes();
        let mut same = name.len() == end - start;
        let mut at = 0;
        while same && at < name.len() {
            same = name[at] == text[start + at];
            at += 1;
        }
        if same {
            return Some(n);
        }
        n += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_and_plurals_chosen() {
        let text = "{name} has {count} {count|one=seat|other=seats}";
        let say = |count| Tongue::English.say(text, &[("name", "Ada {x}"), ("count", count)]);
        assert_eq!(say("1"), "Ada {x} has 1 seat");
        assert_eq!(say("2"), "Ada {x} has 2 seats");
        assert!(holes_are(text, &["name", "count"]));
        assert!(!holes_are(text, &["name"]));
        assert!(!holes_are(text, &["name", "count", "other"]));
    }
}
