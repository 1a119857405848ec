//! A picture, re-encoded in two sizes so that nothing of the upload but its colours is kept
//! (EV-15).

use std::io::Cursor;
use std::sync::{Arc, LazyLock};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, crop_imm, resize};
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, RgbImage};
use tokio::sync::Semaphore;

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

/// One picture at once: together they would be larger than the instance.
static PLACE: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(1)));

/// [`sizes`], off the threads that answer and one after the other.
pub(crate) async fn drawn(bytes: Vec<u8>) -> Result<[Vec<u8>; 2], Refused> {
    let place = PLACE.clone().acquire_owned().await;
    // Whoever hangs up ends the waiting, not the work: the place is the work's.
    let work = tokio::task::spawn_blocking(move || {
        let _place = place;
        sizes(&bytes)
    });
    work.await.unwrap_or(Err(Refused::Unreadable))
}

/// JPEG files of 1600 by 900 and 800 by 450 pixels.
fn sizes(bytes: &[u8]) -> Result<[Vec<u8>; 2], Refused> {
    if bytes.len() > LARGEST {
        return Err(Refused::TooLarge);
    }
    let picture = decoded(bytes).ok_or(Refused::Unreadable)?;
    let large = filling(&picture, 1600, 900);
    drop(picture);
    let small = resize(&large, 800, 450, FilterType::CatmullRom);
    Ok([encoded(&large)?, encoded(&small)?])
}

/// By content, never by name; the size is judged before the pixels are made. Of one kind of pixels
/// from here on.
fn decoded(bytes: &[u8]) -> Option<RgbImage> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];
    reader.format().filter(|format| known.contains(format))?;
    let decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS {
        return None;
    }
    DynamicImage::from_decoder(decoder).ok().map(DynamicImage::into_rgb8)
}

/// The largest part in the middle that has the shape of these sides, at this size.
fn filling(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let (all_across, all_down) = picture.dimensions();
    let fits = |across: u32, down: u32, of: u32| {
        let side = u64::from(across) * u64::from(down) / u64::from(of);
        u32::try_from(side).unwrap_or(u32::MAX).max(1)
    };
    let across = fits(all_down, width, height).min(all_across);
    let down = fits(all_across, height, width).min(all_down);
    let (left, above) = ((all_across - across) / 2, (all_down - down) / 2);
    let part = crop_imm(picture, left, above, across, down);
    resize(&*part, width, height, FilterType::CatmullRom)
}

fn encoded(picture: &RgbImage) -> Result<Vec<u8>, Refused> {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 85);
    picture.write_with_encoder(encoder).map_err(|_| Refused::Unreadable)?;
    Ok(jpeg)
}
