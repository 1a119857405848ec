//! Sheets of paper with text and rules at their places: what a layout leaves to be drawn.

use krilla::geom::Point;
use print::{Align, Family, Fonts, Line, Style, line, wrapped};

/// A4, in points.
pub(crate) const WIDTH: f32 = 595.28;
/// A4, in points.
pub(crate) const HEIGHT: f32 = 841.89;
/// Left and right.
pub(crate) const MARGIN: f32 = 56.0;
/// Between the margins.
pub(crate) const MEASURE: f32 = WIDTH - 2.0 * MARGIN;

/// What a text is to those who listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// What the document is.
    Title,
    /// A paragraph.
    Text,
    /// Of the table, in this row.
    Cell { row: usize, head: bool },
    /// Again on each sheet, and not read out.
    Margin,
}

/// A text at its place.
pub(crate) struct Piece {
    pub(crate) lines: Vec<(Line, Point)>,
    pub(crate) size: f32,
    pub(crate) color: &'static str,
    pub(crate) role: Role,
}

/// A horizontal rule.
pub(crate) struct Rule {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) color: &'static str,
}

/// One side of paper.
#[derive(Default)]
pub(crate) struct Sheet {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) rules: Vec<Rule>,
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    size: f32,
    bold: bool,
    color: &'static str,
    leading: f32,
}

const INK: &str = "#16252B";
const QUIET: &str = "#5B6C73";
const FAINT: &str = "#C7D2D6";

impl Look {
    pub(crate) const TITLE: Self = Self { size: 25.0, bold: true, color: INK, leading: 1.2 };
    pub(crate) const NAME: Self = Self { size: 10.5, bold: true, color: INK, leading: 1.35 };
    pub(crate) const TEXT: Self = Self { size: 9.5, bold: false, color: INK, leading: 1.4 };
    pub(crate) const STRONG: Self = Self { size: 9.5, bold: true, color: INK, leading: 1.4 };
    pub(crate) const SMALL: Self = Self { size: 8.0, bold: false, color: QUIET, leading: 1.45 };
    pub(crate) const TOTAL: Self = Self { size: 12.0, bold: true, color: INK, leading: 1.3 };

    const fn style(self) -> Style {
        Style {
            family: Family::Sans,
            bold: self.bold,
            size: self.size,
            line_height: self.leading,
            max_lines: usize::MAX,
            tracking: 0.0,
        }
    }

    /// From line to line, in points.
    pub(crate) fn leading(self) -> f32 {
        self.size * self.leading
    }

    /// The lines of a text in this room.
    pub(crate) fn wrapped(self, fonts: Fonts, text: &str, width: f32) -> Vec<Line> {
        wrapped(fonts, text, &self.style(), width)
    }

    /// A text that is one line.
    pub(crate) fn line(self, fonts: Fonts, text: &str) -> Line {
        line(fonts, text, &self.style())
    }
}

impl Sheet {
    /// Puts lines below each other from `y` on, and tells where they end.
    pub(crate) fn put(
        &mut self,
        lines: Vec<Line>,
        look: Look,
        (x, y, width): (f32, f32, f32),
        (align, role): (Align, Role),
    ) -> f32 {
        let mut baseline = y + look.leading() * 0.5 + look.size * 0.35;
        let mut placed = Vec::with_capacity(lines.len());
        for line in lines {
            let shift = align.shift(width - line.width * look.size, line.rtl);
            placed.push((line, Point::from_xy(x + shift, baseline)));
            baseline += look.leading();
        }
        let end = baseline - look.leading() * 0.5 - look.size * 0.35;
        self.pieces.push(Piece { lines: placed, size: look.size, color: look.color, role });
        end
    }

    /// A thin line from left to right.
    pub(crate) fn rule(&mut self, x: f32, y: f32, width: f32) {
        self.rules.push(Rule { x, y, width, height: 0.6, color: FAINT });
    }

    /// A line that ends something.
    pub(crate) fn strong_rule(&mut self, x: f32, y: f32, width: f32) {
        self.rules.push(Rule { x, y, width, height: 1.0, color: INK });
    }
}
