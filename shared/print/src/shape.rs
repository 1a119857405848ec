//! Text into glyphs: font by font, in the order in which a line is read on paper.

use std::ops::Range;

use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::BidiInfo;

use crate::fonts::{Face, Fonts, face_for};
use crate::style::Style;

/// Glyphs of one font.
pub(crate) struct Run {
    pub(crate) face: &'static Face,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// Its width as a part of the size.
    pub(crate) width: f32,
}

/// One line, from left to right.
pub struct Line {
    pub(crate) runs: Vec<Run>,
    /// Its width as a part of the size.
    pub width: f32,
    /// It is read from right to left.
    pub rtl: bool,
}

/// Shapes one line.
#[must_use]
pub fn line(fonts: Fonts, text: &str, style: &Style) -> Line {
    let bidi = BidiInfo::new(text, None);
    let Some(paragraph) = bidi.paragraphs.first() else {
        return Line { runs: Vec::new(), width: 0.0, rtl: false };
    };
    let (levels, visual) = bidi.visual_runs(paragraph, paragraph.range.clone());
    let mut runs = Vec::new();
    for range in visual {
        let rtl = levels[range.start].is_rtl();
        let mut parts: Vec<Run> = by_face(fonts, text, range, style)
            .into_iter()
            .map(|(face, part)| shaped(face, &text[part], rtl, style.tracking))
            .collect();
        if rtl {
            parts.reverse();
        }
        runs.append(&mut parts);
    }
    let width = runs.iter().map(|run| run.width).sum();
    Line { runs, width, rtl: paragraph.level.is_rtl() }
}

fn by_face(
    fonts: Fonts,
    text: &str,
    range: Range<usize>,
    style: &Style,
) -> Vec<(&'static Face, Range<usize>)> {
    let mut parts: Vec<(&'static Face, Range<usize>)> = Vec::new();
    for (at, c) in text[range.clone()].char_indices() {
        let (from, to) = (range.start + at, range.start + at + c.len_utf8());
        let in_use = parts.last().map(|(face, _)| *face);
        let face = face_for(c, in_use, fonts.faces(style.family, style.bold));
        match parts.last_mut() {
            Some((last, part)) if std::ptr::eq(*last, face) => part.end = to,
            _ => parts.push((face, from..to)),
        }
    }
    parts
}

fn shaped(face: &'static Face, text: &str, rtl: bool, tracking: f32) -> Run {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(if rtl { Direction::RightToLeft } else { Direction::LeftToRight });
    let output = rustybuzz::shape(&face.shaper, &[], buffer);
    let clusters: Vec<usize> = output.glyph_infos().iter().map(|i| i.cluster as usize).collect();
    let apart = if face.separable { tracking / 1000.0 } else { 0.0 };
    let glyphs: Vec<KrillaGlyph> = output
        .glyph_infos()
        .iter()
        .zip(output.glyph_positions())
        .map(|(info, at)| {
            let start = info.cluster as usize;
            let end = clusters.iter().copied().filter(|c| *c > start).min().unwrap_or(text.len());
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                face.em(at.x_advance) + apart,
                face.em(at.x_offset),
                face.em(at.y_offset),
                face.em(at.y_advance),
                start..end,
                None,
            )
        })
        .collect();
    let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
    Run { face, text: text.to_owned(), glyphs, width }
}
