//! Marks on a page: lines of text, surfaces, strokes.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::paint::{Fill, LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag};

use crate::shape::Line;

const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// Millimetres as points.
#[must_use]
pub const fn points(mm: f32) -> f32 {
    mm * POINTS_PER_MM
}

/// `#RRGGBB`; what is no colour is black.
#[must_use]
pub fn color(text: &str) -> rgb::Color {
    let part = |at| text.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    rgb::Color::new(part(1).unwrap_or(0), part(3).unwrap_or(0), part(5).unwrap_or(0))
}

/// A rectangle.
#[must_use]
pub fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

/// Fills what is drawn next with a colour, and draws no outline.
fn with_fill(surface: &mut Surface<'_>, of: &str) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: color(of).into(), ..Fill::default() }));
}

/// A surface.
pub fn fill(surface: &mut Surface<'_>, path: Option<&Path>, of: &str) {
    let Some(path) = path else { return };
    with_fill(surface, of);
    surface.draw_path(path);
}

/// An outline, so many points wide.
pub fn stroke(surface: &mut Surface<'_>, path: Option<&Path>, of: &str, width: f32) {
    let Some(path) = path else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: color(of).into(),
        width,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    }));
    surface.draw_path(path);
    surface.set_stroke(None);
}

/// Lines and frames say nothing to those who listen.
pub fn decoration(surface: &mut Surface<'_>, drawn: impl FnOnce(&mut Surface<'_>)) {
    let artifact = Artifact::with_kind(ArtifactType::Layout);
    surface.start_tagged(ContentTag::Artifact(artifact));
    drawn(surface);
    surface.end_tagged();
}

/// Lines of text from their left end and first baseline on: each with its own start.
pub fn set<'l>(
    surface: &mut Surface<'_>,
    lines: impl IntoIterator<Item = (&'l Line, Point)>,
    size: f32,
    of: &str,
) {
    with_fill(surface, of);
    for (line, Point { mut x, y }) in lines {
        for run in &line.runs {
            let font = run.face.font.clone();
            let at = Point::from_xy(x, y);
            surface.draw_glyphs(at, &run.glyphs, font, &run.text, size, false);
            x += run.width * size;
        }
    }
}
