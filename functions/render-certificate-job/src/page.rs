//! One page, drawn field by field in reading order, and its structure for those who listen.

use std::num::NonZeroU16;

use credentials::snapshot::Snapshot;
use credentials::template::{Align, Area, Field, Font, Text};
use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::tagging::{ContentTag, SpanTag, Tag, TagGroup, TagTree};
use print::{Family, Fonts, Style, fit, points, rectangle, set};

use crate::ornament;

/// Captions are small, and further apart than the text below them.
const CAPTION: f32 = 6.8;
const CAPTION_COLOR: &str = "#5B6C73";
/// A headline; the first one is the title of the page.
const HEADLINE: f32 = 28.0;

struct Pen<'a, 's> {
    surface: &'a mut Surface<'s>,
    tags: &'a mut TagTree,
    snapshot: &'a Snapshot,
    fonts: Fonts,
    titled: bool,
}

/// Draws every field.
pub(crate) fn draw(
    surface: &mut Surface<'_>,
    tags: &mut TagTree,
    fields: &[Field],
    snapshot: &Snapshot,
    fonts: Fonts,
) {
    let mut pen = Pen { surface, tags, snapshot, fonts, titled: false };
    for field in fields {
        match field {
            Field::Text(text) => pen.text(&closed_up(text, fields, snapshot)),
            Field::Qr { area, color } => pen.qr(*area, color),
            Field::Line { area, color } | Field::Panel { area, color } => {
                let Area { x, y, width, height } = scaled(*area);
                let path = rectangle(x, y, width, height);
                print::decoration(pen.surface, |page| print::fill(page, path.as_ref(), color));
            }
            Field::Frame { area, thickness, color } => {
                let Area { x, y, width, height } = scaled(*area);
                let path = rectangle(x, y, width, height);
                let thickness = points(*thickness);
                print::decoration(pen.surface, |page| {
                    print::stroke(page, path.as_ref(), color, thickness);
                });
            }
            Field::Seal { area, color } => {
                print::decoration(pen.surface, |page| seal(page, *area, color));
            }
        }
    }
}

/// Centred texts with captions that stand beside each other are a row. Where one of them says
/// nothing, as the credit of a certificate of attendance, the others share its room.
fn closed_up(text: &Text, fields: &[Field], snapshot: &Snapshot) -> Text {
    let beside = |other: &Text| {
        let same_line = (other.area.y - text.area.y).abs() < 0.1;
        other.caption.is_some() && other.align == Align::Centre && same_line
    };
    if !beside(text) {
        return text.clone();
    }
    let texts = fields.iter().filter_map(|field| match field {
        Field::Text(text) => Some(text),
        _ => None,
    });
    let row: Vec<&Text> = texts.filter(|other| beside(other)).collect();
    let said = row.iter().filter(|other| snapshot.filled(other).is_some());
    let said: Vec<Area> = said.map(|other| other.area).collect();
    if said.len() == row.len() {
        return text.clone();
    }
    let number = |count: usize| f32::from(u8::try_from(count).unwrap_or(u8::MAX));
    let before = said.iter().filter(|area| area.x < text.area.x).count();
    let left = row.iter().map(|other| other.area.x).fold(f32::INFINITY, f32::min);
    let right = row.iter().map(|other| other.area.x + other.area.width).fold(0.0, f32::max);
    let width = (right - left) / number(said.len()).max(1.0);
    let x = left + width * number(before);
    Text { area: Area { x, width, ..text.area }, ..text.clone() }
}

fn scaled(area: Area) -> Area {
    Area {
        x: points(area.x),
        y: points(area.y),
        width: points(area.width),
        height: points(area.height),
    }
}

impl Pen<'_, '_> {
    fn qr(&mut self, area: Area, of: &str) {
        let Area { x, y, width, height } = scaled(area);
        let path = ornament::qr(&self.snapshot.verify_url, x, y, width.min(height));
        let said = format!("QR code that leads to {}", self.snapshot.verify_url);
        let id = self.surface.start_tagged(ContentTag::Other);
        print::fill(self.surface, path.as_ref(), of);
        self.surface.end_tagged();
        self.tags.push(TagGroup::with_children(Tag::Figure(Some(said)), vec![id.into()]));
    }

    fn text(&mut self, style: &Text) {
        let Some(filled) = self.snapshot.filled(style) else { return };
        let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        let mut area = scaled(style.area);
        if let Some(caption) = &style.caption {
            let small = Text {
                size: CAPTION,
                color: CAPTION_COLOR.into(),
                tracking: 35.0,
                bold: false,
                font: Font::Sans,
                max_lines: 1,
                ..style.clone()
            };
            self.lines(caption, &small, Area { height: CAPTION * 1.3, ..area });
            area.y += CAPTION * 1.6;
            area.height -= CAPTION * 1.6;
        }
        self.lines(&filled, style, area);
        self.surface.end_tagged();
        let first = style.size >= HEADLINE && !style.text.contains('{') && !self.titled;
        self.titled |= first;
        let group = if first {
            let title = Some(self.snapshot.activity.title.clone());
            TagGroup::with_children(Tag::Hn(NonZeroU16::MIN, title), vec![id.into()])
        } else {
            TagGroup::with_children(Tag::P, vec![id.into()])
        };
        self.tags.push(group);
    }

    fn lines(&mut self, text: &str, style: &Text, area: Area) {
        let fitted = fit(self.fonts, text, &set_as(style), area.width, area.height);
        let leading = fitted.size * style.line_height;
        // Of a smaller text the first line stands where the large one's would have ended.
        let mut baseline = area.y + style.size * 0.25 + fitted.size * 0.75;
        if fitted.lines.len() > 1 {
            baseline = area.y + fitted.size;
        }
        let placed = fitted.lines.iter().map(|line| {
            let room = area.width - line.width * fitted.size;
            let at = Point::from_xy(area.x + aligned(style.align).shift(room, line.rtl), baseline);
            baseline += leading;
            (line, at)
        });
        set(self.surface, placed, fitted.size, &style.color);
    }
}

fn set_as(text: &Text) -> Style {
    Style {
        family: match text.font {
            Font::Sans => Family::Sans,
            Font::Serif => Family::Serif,
        },
        bold: text.bold,
        size: text.size,
        line_height: text.line_height,
        max_lines: text.max_lines,
        tracking: text.tracking,
    }
}

const fn aligned(align: Align) -> print::Align {
    match align {
        Align::Left => print::Align::Left,
        Align::Centre => print::Align::Centre,
        Align::Right => print::Align::Right,
        Align::Start => print::Align::Start,
        Align::End => print::Align::End,
    }
}

fn seal(page: &mut Surface<'_>, area: Area, of: &str) {
    let Area { x, y, width, height } = scaled(area);
    let (r, cx, cy) = (width.min(height) / 2.0, x + width / 2.0, y + height / 2.0);
    let thin = points(0.18);
    print::fill(page, ornament::wave(cx, cy, r * 0.955, r * 0.045, 32).as_ref(), of);
    print::stroke(page, ornament::circle(cx, cy, r * 0.82).as_ref(), "#FFFFFF", thin * 1.6);
    for (radius, depth) in [(0.66, 0.1), (0.66, -0.1), (0.66, 0.05), (0.66, -0.05)] {
        print::stroke(
            page,
            ornament::wave(cx, cy, r * radius, r * depth, 24).as_ref(),
            "#BFD8DE",
            thin,
        );
    }
    print::fill(page, ornament::circle(cx, cy, r * 0.5).as_ref(), "#FFFFFF");
    print::stroke(page, ornament::tick(cx, cy, r * 0.62).as_ref(), of, r * 0.11);
}
