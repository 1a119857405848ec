//! One page, drawn field by field in reading order, and its structure for those who listen.

use std::num::NonZeroU16;

use credentials::snapshot::Snapshot;
use credentials::template::{Align, Area, Field, Text};
use krilla::color::rgb;
use krilla::geom::{Path, Point};
use krilla::paint::{Fill, LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagTree};

use crate::fit::fit;
use crate::ornament;

const POINTS_PER_MM: f32 = 72.0 / 25.4;
/// Captions are small, and further apart than the text below them.
const CAPTION: f32 = 6.8;
const CAPTION_COLOR: &str = "#5B6C73";
/// A headline; the first one is the title of the page.
const HEADLINE: f32 = 28.0;

pub(crate) const fn points(mm: f32) -> f32 {
    mm * POINTS_PER_MM
}

/// `#RRGGBB`; what is no colour is black.
fn color(text: &str) -> rgb::Color {
    let part = |at| text.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    rgb::Color::new(part(1).unwrap_or(0), part(3).unwrap_or(0), part(5).unwrap_or(0))
}

struct Pen<'a, 's> {
    surface: &'a mut Surface<'s>,
    tags: &'a mut TagTree,
    snapshot: &'a Snapshot,
    titled: bool,
}

/// Draws every field.
pub(crate) fn draw(
    surface: &mut Surface<'_>,
    tags: &mut TagTree,
    fields: &[Field],
    snapshot: &Snapshot,
) {
    let mut pen = Pen { surface, tags, snapshot, titled: false };
    for field in fields {
        match field {
            Field::Text(text) => pen.text(&closed_up(text, fields, snapshot)),
            Field::Qr { area, color } => pen.qr(*area, color),
            Field::Line { area, color } | Field::Panel { area, color } => {
                let Area { x, y, width, height } = scaled(*area);
                let path = ornament::rectangle(x, y, width, height);
                pen.decoration(|pen| pen.filled(path.as_ref(), color));
            }
            Field::Frame { area, thickness, color } => {
                let Area { x, y, width, height } = scaled(*area);
                let path = ornament::rectangle(x, y, width, height);
                let thickness = points(*thickness);
                pen.decoration(|pen| pen.stroked(path.as_ref(), color, thickness));
            }
            Field::Seal { area, color } => pen.decoration(|pen| pen.seal(*area, color)),
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
    fn filled(&mut self, path: Option<&Path>, of: &str) {
        let Some(path) = path else { return };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint: color(of).into(), ..Fill::default() }));
        self.surface.draw_path(path);
    }

    fn stroked(&mut self, path: Option<&Path>, of: &str, width: f32) {
        let Some(path) = path else { return };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint: color(of).into(),
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        }));
        self.surface.draw_path(path);
        self.surface.set_stroke(None);
    }

    /// Lines and frames say nothing to those who listen.
    fn decoration(&mut self, drawn: impl FnOnce(&mut Self)) {
        let artifact = Artifact::with_kind(ArtifactType::Layout);
        self.surface.start_tagged(ContentTag::Artifact(artifact));
        drawn(self);
        self.surface.end_tagged();
    }

    fn seal(&mut self, area: Area, of: &str) {
        let Area { x, y, width, height } = scaled(area);
        let (r, cx, cy) = (width.min(height) / 2.0, x + width / 2.0, y + height / 2.0);
        let thin = points(0.18);
        self.filled(ornament::wave(cx, cy, r * 0.955, r * 0.045, 32).as_ref(), of);
        self.stroked(ornament::circle(cx, cy, r * 0.82).as_ref(), "#FFFFFF", thin * 1.6);
        for (radius, depth) in [(0.66, 0.1), (0.66, -0.1), (0.66, 0.05), (0.66, -0.05)] {
            self.stroked(
                ornament::wave(cx, cy, r * radius, r * depth, 24).as_ref(),
                "#BFD8DE",
                thin,
            );
        }
        self.filled(ornament::circle(cx, cy, r * 0.5).as_ref(), "#FFFFFF");
        self.stroked(ornament::tick(cx, cy, r * 0.62).as_ref(), of, r * 0.11);
    }

    fn qr(&mut self, area: Area, of: &str) {
        let Area { x, y, width, height } = scaled(area);
        let path = ornament::qr(&self.snapshot.verify_url, x, y, width.min(height));
        let said = format!("QR code that leads to {}", self.snapshot.verify_url);
        let id = self.surface.start_tagged(ContentTag::Other);
        self.filled(path.as_ref(), of);
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
                font: credentials::template::Font::Sans,
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
        let fitted = fit(text, style, area.width, area.height);
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint: color(&style.color).into(), ..Fill::default() }));
        let leading = fitted.size * style.line_height;
        // Of a smaller text the first line stands where the large one's would have ended.
        let mut baseline = area.y + style.size * 0.25 + fitted.size * 0.75;
        if fitted.lines.len() > 1 {
            baseline = area.y + fitted.size;
        }
        for line in &fitted.lines {
            let left = 0.0;
            let room = area.width - line.width * fitted.size;
            let shift = match style.align {
                Align::Left => left,
                Align::Centre => room / 2.0,
                Align::Right => room,
                Align::Start => {
                    if line.rtl {
                        room
                    } else {
                        left
                    }
                }
                Align::End => {
                    if line.rtl {
                        left
                    } else {
                        room
                    }
                }
            };
            let mut x = area.x + shift;
            for run in &line.runs {
                let at = Point::from_xy(x, baseline);
                let font = run.face.font.clone();
                self.surface.draw_glyphs(at, &run.glyphs, font, &run.text, fitted.size, false);
                x += run.width * fitted.size;
            }
            baseline += leading;
        }
    }
}
