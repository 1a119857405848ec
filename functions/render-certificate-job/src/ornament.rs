//! What is drawn and not written: QR codes and the rosette.

use std::f32::consts::TAU;

use krilla::geom::{Path, PathBuilder, Rect};
use qrcode::{Color, EcLevel, QrCode};

/// A QR code of level M as one path, with its quiet zone of four modules inside the square.
pub(crate) fn qr(content: &str, x: f32, y: f32, side: f32) -> Option<Path> {
    let code = QrCode::with_error_correction_level(content, EcLevel::M).ok()?;
    let modules = code.width();
    let module = side / f32::from(u16::try_from(modules + 8).ok()?);
    let at = |n: usize| f32::from(u16::try_from(n + 4).unwrap_or(u16::MAX)) * module;
    let colors = code.to_colors();
    let mut path = PathBuilder::new();
    for (row, line) in colors.chunks(modules).enumerate() {
        let mut column = 0;
        // Neighbours become one rectangle: fewer seams between them, and a smaller file.
        while column < modules {
            let dark = line[column..].iter().take_while(|color| **color == Color::Dark).count();
            if dark > 0 {
                let (left, top) = (x + at(column), y + at(row));
                path.push_rect(Rect::from_xywh(left, top, at(column + dark) - at(column), module)?);
            }
            column += dark.max(1);
        }
    }
    path.finish()
}

/// A closed wave around a centre: `petals` times out and in.
pub(crate) fn wave(x: f32, y: f32, radius: f32, depth: f32, petals: u16) -> Option<Path> {
    let points = petals * 12;
    let mut path = PathBuilder::new();
    for n in 0..points {
        let angle = TAU * f32::from(n) / f32::from(points);
        let r = radius + depth * (angle * f32::from(petals)).cos();
        let (px, py) = (x + r * angle.cos(), y + r * angle.sin());
        if n == 0 { path.move_to(px, py) } else { path.line_to(px, py) }
    }
    path.close();
    path.finish()
}

/// A circle.
pub(crate) fn circle(x: f32, y: f32, r: f32) -> Option<Path> {
    const K: f32 = 0.552_284_8;
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + K * r, x + K * r, y + r, x, y + r);
    path.cubic_to(x - K * r, y + r, x - r, y + K * r, x - r, y);
    path.cubic_to(x - r, y - K * r, x - K * r, y - r, x, y - r);
    path.cubic_to(x + K * r, y - r, x + r, y - K * r, x + r, y);
    path.close();
    path.finish()
}

/// A tick: what was checked.
pub(crate) fn tick(x: f32, y: f32, size: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(x - size * 0.42, y + size * 0.02);
    path.line_to(x - size * 0.1, y + size * 0.33);
    path.line_to(x + size * 0.45, y - size * 0.32);
    path.finish()
}
