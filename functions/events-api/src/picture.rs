//! A picture, re-encoded in two sizes so that nothing of the upload but its colours is kept
//! (EV-15).

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};

/// Largest upload, in bytes.
pub(crate) const LARGEST: usize = 5 << 20;

/// Most pixels of an upload.
const PIXELS: u64 = 40_000_000;

/// Why a picture is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    /// Too many bytes.
    #[error("A picture has at most 5 MB.")]
    TooLarge,
    /// No picture, or one that is a trap.
    #[error("This is not a JPEG, PNG, WebP or GIF picture of at most 40 megapixels.")]
    Unreadable,
}

impl models::Fault for Refused {
    fn kind(&self) -> models::Kind {
        match self {
            Self::TooLarge => models::Kind::TooLarge,
            Self::Unreadable => models::Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "image-too-large",
            Self::Unreadable => "image-unreadable",
        }
    }
}

/// JPEG files of 1600 by 900 and 800 by 450 pixels.
pub(crate) fn sizes(bytes: &[u8]) -> Result<[Vec<u8>; 2], Refused> {
    if bytes.len() > LARGEST {
        return Err(Refused::TooLarge);
    }
    let picture = decoded(bytes).ok_or(Refused::Unreadable)?;
    let large = picture.resize_to_fill(1600, 900, FilterType::CatmullRom);
    let small = large.resize_exact(800, 450, FilterType::CatmullRom);
    Ok([encoded(&large)?, encoded(&small)?])
}

/// By content, never by name; the size is judged before the pixels are made.
fn decoded(bytes: &[u8]) -> Option<DynamicImage> {
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok();
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];
    let mut first = reader()?;
    first.format().filter(|format| known.contains(format))?;
    first.limits(Limits::no_limits());
    let (width, height) = first.into_dimensions().ok()?;
    if u64::from(width) * u64::from(height) > PIXELS {
        return None;
    }
    reader()?.decode().ok()
}

fn encoded(picture: &DynamicImage) -> Result<Vec<u8>, Refused> {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 85);
    picture.to_rgb8().write_with_encoder(encoder).map_err(|_| Refused::Unreadable)?;
    Ok(jpeg)
}
