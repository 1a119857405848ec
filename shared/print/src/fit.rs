//! Text into its box: it wraps, and it shrinks to 60 % before anything else gives way (CE-2).

use crate::fonts::Fonts;
use crate::shape::{Line, line};
use crate::style::Style;

/// Lines that fit, and the size at which they do, in points.
pub struct Fitted {
    /// From the first to the last.
    pub lines: Vec<Line>,
    /// At most that of the style.
    pub size: f32,
}

/// The least part of its size that a text may shrink to.
const LEAST: f32 = 0.6;
/// The steps in which it shrinks.
const STEPS: u8 = 20;

/// Fits a text into `width` × `height` points.
///
/// A text too long even at 60 % takes more lines than its design allows as long as they fit the
/// box, and only then becomes smaller still: what is said is never cut off.
#[must_use]
pub fn fit(fonts: Fonts, text: &str, style: &Style, width: f32, height: f32) -> Fitted {
    let words = pieces(text);
    let widths: Vec<f32> =
        words.iter().map(|word| line(fonts, word.trim_end(), style).width).collect();
    let spaced: Vec<f32> = words.iter().map(|word| line(fonts, word, style).width).collect();
    let fitting = |scale: f32, most: usize| {
        let size = style.size * scale;
        let broken = wrap(&words, &widths, &spaced, width / size);
        let lines = f32::from(u8::try_from(broken.len()).unwrap_or(u8::MAX));
        let wide = widths.iter().all(|word| *word * size <= width);
        let tall = broken.len() <= 1 || lines * size * style.line_height <= height + 0.5;
        (broken.len() <= most && wide && tall).then_some((broken, size))
    };
    let scales = |from: f32, to: f32| {
        (0..=STEPS).map(move |step| from + (to - from) * f32::from(step) / f32::from(STEPS))
    };
    let (broken, size) = scales(1.0, LEAST)
        .find_map(|scale| fitting(scale, style.max_lines))
        .or_else(|| scales(LEAST, 0.2).find_map(|scale| fitting(scale, usize::MAX)))
        .unwrap_or_else(|| (vec![text.to_owned()], style.size * 0.2));
    let broken = balanced(broken, |room| wrap(&words, &widths, &spaced, room), width / size);
    Fitted { lines: broken.iter().map(|text| line(fonts, text, style)).collect(), size }
}

/// Lines no wider than `width` points at the size of the style, however many; each line of the
/// text begins one. A word that is wider than that is broken.
#[must_use]
pub fn wrapped(fonts: Fonts, text: &str, style: &Style, width: f32) -> Vec<Line> {
    let room = width / style.size;
    let mut lines = Vec::new();
    for paragraph in text.lines().map(str::trim_end).filter(|paragraph| !paragraph.is_empty()) {
        let words: Vec<&str> = pieces(paragraph)
            .into_iter()
            .flat_map(|word| broken(fonts, word, style, room))
            .collect();
        let widths: Vec<f32> =
            words.iter().map(|word| line(fonts, word.trim_end(), style).width).collect();
        let spaced: Vec<f32> = words.iter().map(|word| line(fonts, word, style).width).collect();
        let wrapped = wrap(&words, &widths, &spaced, room);
        lines.extend(wrapped.iter().map(|text| line(fonts, text, style)));
    }
    lines
}

/// A word that is wider than the room, in parts that are not.
fn broken<'t>(fonts: Fonts, word: &'t str, style: &Style, room: f32) -> Vec<&'t str> {
    let (mut parts, mut rest) = (Vec::new(), word);
    while line(fonts, rest.trim_end(), style).width > room {
        let ends = rest.char_indices().map(|(at, _)| at).skip(1);
        let end = ends.take_while(|end| line(fonts, &rest[..*end], style).width <= room).last();
        let Some(end) = end else { break };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// The narrowest lines of which there are no more: no word stands alone in the last one.
fn balanced(broken: Vec<String>, wrap: impl Fn(f32) -> Vec<String>, room: f32) -> Vec<String> {
    if broken.len() < 2 {
        return broken;
    }
    let (mut narrow, mut wide) = (0.0, room);
    for _ in 0..12 {
        let middle = f32::midpoint(narrow, wide);
        let fits = wrap(middle).len() <= broken.len();
        (narrow, wide) = if fits { (narrow, middle) } else { (middle, wide) };
    }
    wrap(wide)
}

/// Greedy: `room` is the width in sizes.
fn wrap(words: &[&str], widths: &[f32], spaced: &[f32], room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0.0;
    for ((word, width), spaced) in words.iter().zip(widths).zip(spaced) {
        match lines.last_mut() {
            Some(line) if used + width <= room => line.push_str(word),
            _ => {
                lines.push((*word).to_owned());
                used = 0.0;
            }
        }
        used += spaced;
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// Where a line may end: behind spaces, and between characters of East Asia.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut former: Option<char> = None;
    for (at, c) in text.char_indices() {
        let breaks = former.is_some_and(|before| {
            c != ' ' && (before == ' ' || east_asian(before) || east_asian(c))
        });
        if breaks && at > start {
            pieces.push(&text[start..at]);
            start = at;
        }
        former = Some(c);
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

const fn east_asian(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::tests::fonts;
    use crate::style::Family;

    fn style(max_lines: usize) -> Style {
        Style {
            family: Family::Serif,
            bold: true,
            size: 30.0,
            line_height: 1.2,
            max_lines,
            tracking: 0.0,
        }
    }

    /// CE-2
    #[test]
    fn a_text_shrinks_before_it_breaks_the_design() {
        let short = fit(fonts(), "Ada Park", &style(1), 300.0, 60.0);
        assert_eq!((short.lines.len(), short.size), (1, 30.0));
        let long = fit(fonts(), "Maria Magdalena Skłodowska-Curie", &style(1), 400.0, 60.0);
        assert_eq!(long.lines.len(), 1);
        assert!(long.size < 30.0 && long.size >= 18.0);
    }

    /// CE-2, and the longest name that can be registered.
    #[test]
    fn nothing_is_ever_cut_off() {
        let name = "Wolfeschlegelsteinhausen ".repeat(8);
        let fitted = fit(fonts(), name.trim(), &style(2), 600.0, 50.0);
        let words: usize = fitted
            .lines
            .iter()
            .flat_map(|l| &l.runs)
            .map(|r| r.text.matches("Wolfe").count())
            .sum();
        assert_eq!(words, 8);
        assert!(fitted.lines.iter().all(|line| line.width * fitted.size <= 600.5));
    }

    /// An address of one word is wider than any room.
    #[test]
    fn a_word_that_is_too_wide_is_broken_and_complete() {
        let small = Style { size: 10.0, ..style(1) };
        let lines = wrapped(fonts(), &format!("To\n{}", "x".repeat(200)), &small, 100.0);
        assert!(lines.len() > 5);
        assert!(lines.iter().all(|line| line.width * 10.0 <= 100.0));
        let said: usize = lines.iter().flat_map(|l| &l.runs).map(|r| r.text.len()).sum();
        assert_eq!(said, 202);
    }

    #[test]
    fn a_line_may_end_between_characters_of_east_asia() {
        assert_eq!(pieces("北京 王 Li"), ["北", "京 ", "王 ", "Li"]);
    }
}
