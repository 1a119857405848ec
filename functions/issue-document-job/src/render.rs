//! A document as PDF: a pure function of what it says and of the fonts, so the same gives the same
//! bytes, which are frozen under their hash (RF-12).

use billing::document::Snapshot;
use chrono::Datelike as _;
use krilla::Document;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::metadata::{DateTime, Metadata};
use models::{Fault, Kind};
use print::{Fonts, Refused, archived, finished};

use crate::layout::layout;
use crate::page::draw;
use crate::words;

/// Why there is no file. All of it is our fault, and trying again does not help.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The page is smaller than nothing.
    #[error("there is no paper of that size")]
    NoPage,
    /// What it says cannot be attached.
    #[error("what the document says cannot be written: {0}")]
    Snapshot(#[from] serde_json::Error),
    /// The library refused.
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        Kind::Internal
    }

    fn code(&self) -> &'static str {
        "internal"
    }
}

/// Draws a document, with what it says as data attached.
pub fn render(said: &Snapshot, fonts: Fonts) -> Result<Vec<u8>, Error> {
    let sheets = layout(said, fonts);
    let data = serde_json::to_vec_pretty(said)?;
    archived(|mut document: Document| {
        document.set_metadata(metadata(said));
        document.embed_file(EmbeddedFile {
            path: "document.json".into(),
            mime_type: MimeType::new("application/json"),
            description: Some("What this document says, as data".into()),
            association_kind: AssociationKind::Source,
            data: data.clone().into(),
            modification_date: Some(day(said)),
            compress: None,
            location: None,
        });
        let tags = draw(&mut document, &sheets, &said.locale).ok_or(Error::NoPage)?;
        document.set_tag_tree(tags);
        Ok(finished(document)?)
    })
}

fn metadata(said: &Snapshot) -> Metadata {
    Metadata::new()
        .title(format!("{} {}", words::title(said.kind), said.number))
        .authors(vec![said.seller.name.clone()])
        .language(said.locale.clone())
        .creator("Accredit".into())
        .creation_date(day(said))
        .document_id(format!("{} {}", said.seller.name, said.number))
}

fn day(said: &Snapshot) -> DateTime {
    let part = |n: u32| u8::try_from(n).unwrap_or(1);
    let on = said.issued_on;
    DateTime::new(u16::try_from(on.year()).unwrap_or_default())
        .month(part(on.month()))
        .day(part(on.day()))
}
