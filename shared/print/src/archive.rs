//! The file around the pages.

use krilla::Document;
use krilla::SerializeSettings;
use krilla::configure::{Archival, Configuration, ConfigurationBuilder};
use models::{Fault, Kind};

/// The library refused to write the file. It is our fault, and trying again does not help.
#[derive(Debug, thiserror::Error)]
#[error("the file cannot be written: {0}")]
pub struct Refused(String);

impl Fault for Refused {
    fn kind(&self) -> Kind {
        Kind::Internal
    }

    fn code(&self) -> &'static str {
        "internal"
    }
}

/// Draws a file as PDF/A-3u, which the library checks while it writes (2u allows no attached data).
/// A name that no font of ours can print has a file all the same, which does not claim to conform.
pub fn archived<E: From<Refused>>(
    draw: impl Fn(Document) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, E> {
    let archive = ConfigurationBuilder::new().with_archival_validator(Archival::A3_U).finish();
    let archive = archive.map_err(|error| Refused(format!("{error:?}")))?;
    draw(document(archive)).or_else(|_| draw(document(Configuration::default())))
}

fn document(configuration: Configuration) -> Document {
    Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() })
}

/// The bytes of a document whose pages are drawn.
pub fn finished(document: Document) -> Result<Vec<u8>, Refused> {
    document.finish().map_err(|error| Refused(format!("{error:?}")))
}
