//! How a text is set.

/// Which family a text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Without serifs.
    Sans,
    /// With serifs, where the script has them.
    Serif,
}

/// Where a line stands in its room. Start and end follow the direction of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Align {
    Left,
    Centre,
    Right,
    Start,
    End,
}

impl Align {
    /// How far a line that leaves so much `room` stands from the left.
    #[must_use]
    pub fn shift(self, room: f32, rtl: bool) -> f32 {
        let at_the_right = match self {
            Self::Centre => return room / 2.0,
            Self::Left => false,
            Self::Right => true,
            Self::Start => rtl,
            Self::End => !rtl,
        };
        if at_the_right { room } else { 0.0 }
    }
}

/// Family, weight and measures of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// The family.
    pub family: Family,
    /// Heavy.
    pub bold: bool,
    /// In points.
    pub size: f32,
    /// From line to line, of the size.
    pub line_height: f32,
    /// At most so many before it shrinks.
    pub max_lines: usize,
    /// Between letters, in thousandths of the size; for small capitals.
    pub tracking: f32,
}
