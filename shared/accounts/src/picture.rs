//! Logos and photos: decoded and drawn anew, so that nothing but the picture is kept (OR-12).

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use models::{Fault, Kind};

const LONGEST_SIDE: u32 = 4096;
const MOST_PIXELS: u64 = 16_000_000;
/// Nothing of ours shows a logo or a photo larger.
const KEPT_SIDE: u32 = 512;

/// It is no picture that we take.
#[derive(Debug, thiserror::Error)]
#[error("Choose a JPEG, PNG or WebP of at most 4096 pixels a side.")]
pub struct ImageRefused;

impl Fault for ImageRefused {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        "image-refused"
    }
}

/// The picture as PNG, at most 512 pixels a side, without its metadata. The type is told by the
/// content, whatever the file is called.
pub fn redrawn(bytes: &[u8]) -> Result<Vec<u8>, ImageRefused> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| ImageRefused)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(ImageRefused);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_PIXELS * 8);
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| ImageRefused)?;
    if u64::from(picture.width()) * u64::from(picture.height()) > MOST_PIXELS {
        return Err(ImageRefused);
    }
    let small = if picture.width().max(picture.height()) > KEPT_SIDE {
        picture.thumbnail(KEPT_SIDE, KEPT_SIDE)
    } else {
        picture
    };
    let mut png = Vec::new();
    let kept = DynamicImage::ImageRgba8(small.to_rgba8());
    kept.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).map_err(|_| ImageRefused)?;
    Ok(png)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(side: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::new_rgb8(side, side)
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        bytes
    }

    /// OR-12
    #[test]
    fn a_picture_is_drawn_anew_and_anything_else_refused() {
        let kept = image::load_from_memory(&redrawn(&png(1000)).unwrap()).unwrap();
        assert_eq!((kept.width(), kept.height()), (512, 512));
        for wrong in [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"", &png(4097), b"GIF89a"]
        {
            assert!(redrawn(wrong).is_err());
        }
        let mut polyglot = png(10);
        polyglot.extend_from_slice(b"<script>alert(1)</script>");
        let kept = redrawn(&polyglot).unwrap();
        assert!(!kept.windows(8).any(|window| window == b"<script>"));
    }
}
