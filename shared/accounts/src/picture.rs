//! Logos and photos: decoded and drawn anew, so that nothing but the picture is kept (OR-12).

use std::io::Cursor;
use std::sync::{Arc, LazyLock};

use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use models::{Fault, Kind};
use tokio::sync::Semaphore;
use uuid::Uuid;

const LONGEST_SIDE: u32 = 4096;
const MOST_PIXELS: u64 = 16_000_000;
/// What decoding one may take: four bytes a pixel, and some for the decoder.
const MOST_MEMORY: u64 = MOST_PIXELS * 5;
/// Nothing of ours shows a logo or a photo larger.
const KEPT_SIDE: u32 = 512;

/// One picture at once: together they would be larger than the instance.
static PLACE: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(1)));

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

/// A name that tells nothing of the picture and that nobody guesses (OR-12).
#[must_use]
pub fn object_name() -> String {
    format!("{}.png", Uuid::new_v4().simple())
}

/// Whether a picture is kept under a name of its own. One that was named by its content may be
/// somebody else's as well.
#[must_use]
pub fn is_own(name: &str) -> bool {
    name.len() == object_name().len()
}

/// [`redraw`], off the threads that answer and one after the other.
pub async fn redrawn(bytes: impl AsRef<[u8]> + Send + 'static) -> Result<Vec<u8>, ImageRefused> {
    let place = PLACE.clone().acquire_owned().await;
    // Whoever hangs up ends the waiting, not the work: the place is the work's.
    let work = tokio::task::spawn_blocking(move || {
        let _place = place;
        redraw(bytes.as_ref())
    });
    work.await.unwrap_or(Err(ImageRefused))
}

/// The picture as PNG, at most 512 pixels a side, without its metadata. The type is told by the
/// content, whatever the file is called.
fn redraw(bytes: &[u8]) -> Result<Vec<u8>, ImageRefused> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| ImageRefused)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(ImageRefused);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
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
        let kept = image::load_from_memory(&redraw(&png(1000)).unwrap()).unwrap();
        assert_eq!((kept.width(), kept.height()), (512, 512));
        for wrong in [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"", &png(4097), b"GIF89a"]
        {
            assert!(redraw(wrong).is_err());
        }
        let mut polyglot = png(10);
        polyglot.extend_from_slice(b"<script>alert(1)</script>");
        let kept = redraw(&polyglot).unwrap();
        assert!(!kept.windows(8).any(|window| window == b"<script>"));
    }
    /// A few bytes of the wire are not to become more memory than there is.
    #[test]
    fn a_picture_of_sixteen_bits_is_not_larger_than_its_place() {
        let mut bytes = Vec::new();
        let deep = DynamicImage::new_rgba16(3900, 3900);
        deep.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
        assert!(redraw(&bytes).is_err());
    }

    /// A caller who hangs up frees no place before its picture is done.
    #[tokio::test]
    async fn pictures_are_drawn_one_after_the_other() {
        let bytes = png(1000);
        {
            let mut redrawing = std::pin::pin!(redrawn(bytes.clone()));
            std::future::poll_fn(|context| {
                let _ = redrawing.as_mut().poll(context);
                std::task::Poll::Ready(())
            })
            .await;
            assert_eq!(PLACE.available_permits(), 0);
        }
        assert!(redrawn(bytes).await.is_ok());
    }
}
