//! The text part: complete, and no line over 78 characters but addresses.

use super::Setting;
use super::block::{Block, Fact, Item, Letter};
use super::phrases as p;
use super::tongue::Tongue;

const WIDTH: usize = 78;
const SUBJECT: usize = 150;
const IN_SUBJECT: usize = 60;

/// One line of at most 150 characters (OU-4).
pub(super) fn subject(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    cut(line.split_whitespace().collect::<Vec<_>>().join(" "), SUBJECT)
}

/// A value in a subject.
pub(super) fn short(value: &str) -> String {
    cut(value.to_owned(), IN_SUBJECT)
}

fn cut(text: String, most: usize) -> String {
    if text.chars().count() <= most {
        return text;
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Writes the letter without markup.
pub(super) fn text(letter: &Letter, s: &Setting<'_>) -> String {
    let greeting = match s.name {
        Some(name) => p::hello(s.tongue, name),
        None => p::hello_somebody(s.tongue),
    };
    let mut parts = vec![wrapped(&letter.heading), wrapped(&greeting)];
    parts.extend(letter.blocks.iter().map(|part| block(part, s.tongue)));
    let footer = match s.brand {
        Some(brand) => p::footer_via(s.tongue, &brand.name),
        None => p::footer_platform(s.tongue),
    };
    let mut end = format!("-- \n{}", wrapped(&footer));
    if let Some(stop) = &s.unsubscribe {
        end = format!("{end}\n{}:\n{stop}", p::stop_these(s.tongue));
    }
    parts.push(end);
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn block(block: &Block, tongue: Tongue) -> String {
    match block {
        Block::Paragraph { text } | Block::Small { text } => wrapped(text),
        Block::Button { label, url } | Block::Link { label, url } => {
            format!("{}:\n{url}", wrapped(label))
        }
        Block::Facts { rows } => {
            rows.iter().map(|row| fact(row, tongue)).collect::<Vec<_>>().join("\n")
        }
        Block::Quote { text } => text
            .lines()
            .flat_map(|line| lines(line, WIDTH - 2))
            .map(|line| format!("> {line}"))
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Code { label, code } => format!("{}: {code}", wrapped(label)),
        Block::Items { rows } => rows.iter().map(item).collect::<Vec<_>>().join("\n\n"),
    }
}

fn fact(fact: &Fact, tongue: Tongue) -> String {
    let mut all = fact.lines.clone();
    if !fact.was.is_empty() {
        all.push(format!("({})", p::was(tongue, &fact.was.join(", "))));
    }
    let first = format!("{}: {}", fact.label, all.join("\n  "));
    first.lines().map(wrapped).collect::<Vec<_>>().join("\n")
}

fn item(item: &Item) -> String {
    let mut all = vec![wrapped(&item.title)];
    all.extend(item.lines.iter().map(|line| wrapped(line)));
    all.extend(item.url.clone());
    all.join("\n")
}

fn wrapped(text: &str) -> String {
    text.lines().flat_map(|line| lines(line, WIDTH)).collect::<Vec<_>>().join("\n")
}

/// Breaks at spaces; a word longer than a line stands alone, cut only where it must be.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    for word in text.split(' ') {
        for piece in pieces(word, width) {
            let line = all.last_mut().expect("there is always a line");
            let room = line.chars().count() + 1 + piece.chars().count() <= width;
            match (line.is_empty(), room) {
                (true, _) => line.push_str(&piece),
                (false, true) => {
                    line.push(' ');
                    line.push_str(&piece);
                }
                (false, false) => all.push(piece),
            }
        }
    }
    all
}

fn pieces(word: &str, width: usize) -> Vec<String> {
    if word.contains("://") {
        return vec![word.to_owned()];
    }
    let characters: Vec<char> = word.chars().collect();
    if characters.is_empty() {
        return vec![String::new()];
    }
    characters.chunks(width).map(|chunk| chunk.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// OU-4
    #[test]
    fn a_subject_is_one_short_line() {
        assert_eq!(subject("You are in:\r\nBcc: x@y.z"), "You are in: Bcc: x@y.z");
        assert_eq!(subject(&"é".repeat(200)).chars().count(), 150);
        assert!(short(&"x".repeat(61)).ends_with('…'));
        assert_eq!(short("Wound care"), "Wound care");
    }

    proptest! {
        /// OU-5
        #[test]
        fn no_line_is_longer_than_78(text in "\\PC{0,400}") {
            prop_assert!(wrapped(&text).lines().all(|line| line.chars().count() <= 78 || line.contains("://")));
        }
    }
}
