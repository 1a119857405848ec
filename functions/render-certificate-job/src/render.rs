//! A certificate as PDF: a pure function of snapshot, design and fonts, so the same always give the
//! same bytes (CE-8, CE-9). It reads nothing and fetches nothing.

use chrono::Datelike as _;
use credentials::snapshot::Snapshot;
use credentials::template::{Design, Field};
use krilla::Document;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::Rect;
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::tagging::{Tag, TagGroup, TagTree};
use models::{Fault, Kind};
use print::{Fonts, Refused, archived, finished, points};

use crate::page::draw;

/// Why there is no file. All of it is our fault, and trying again does not help.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The page is smaller than nothing.
    #[error("the design has no page")]
    NoPage,
    /// The snapshot cannot be attached.
    #[error("the snapshot cannot be written: {0}")]
    Snapshot(#[from] credentials::Error),
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

/// Draws the certificate, with its snapshot as data attached.
pub fn render(snapshot: &Snapshot, design: &Design, fonts: Fonts) -> Result<Vec<u8>, Error> {
    archived(|document| draw_in(document, snapshot, design, fonts))
}

fn draw_in(
    mut document: Document,
    snapshot: &Snapshot,
    design: &Design,
    fonts: Fonts,
) -> Result<Vec<u8>, Error> {
    document.set_metadata(metadata(snapshot));
    let attached = EmbeddedFile {
        path: "certificate.json".into(),
        mime_type: MimeType::new("application/json"),
        description: Some("What this certificate says, as data".into()),
        association_kind: AssociationKind::Source,
        data: snapshot.canonical()?.into(),
        modification_date: Some(day(snapshot)),
        compress: None,
        location: None,
    };
    document.embed_file(attached);
    let size = PageSettings::from_wh(points(design.width), points(design.height));
    let mut page = document.start_page_with(size.ok_or(Error::NoPage)?);
    let mut tags = TagTree::new().with_lang(Some(snapshot.locale.clone()));
    let mut surface = page.surface();
    draw(&mut surface, &mut tags, &design.fields, snapshot, fonts);
    surface.finish();
    for rect in design.fields.iter().filter_map(code_area) {
        let action = Action::Link(LinkAction::new(snapshot.verify_url.clone()));
        let link = LinkAnnotation::new(rect, Target::Action(action));
        let said = Some("Check this certificate".to_owned());
        let id = page.add_tagged_annotation(Annotation::new_link(link, said));
        tags.push(TagGroup::with_children(Tag::Link, vec![id.into()]));
    }
    page.finish();
    document.set_tag_tree(tags);
    Ok(finished(document)?)
}

fn code_area(field: &Field) -> Option<Rect> {
    let Field::Qr { area, .. } = field else { return None };
    let (x, y) = (points(area.x), points(area.y));
    Rect::from_xywh(x, y, points(area.width), points(area.height))
}

fn metadata(snapshot: &Snapshot) -> Metadata {
    let title = format!("{}: {}", snapshot.number, snapshot.activity.title);
    Metadata::new()
        .title(title)
        .description(format!("Certificate of {}", snapshot.holder.full_name))
        .authors(vec![snapshot.issuer.name.clone()])
        .language(snapshot.locale.clone())
        .creator("Accredit".into())
        .creation_date(day(snapshot))
        .document_id(snapshot.code.as_str().to_owned())
}

fn day(snapshot: &Snapshot) -> DateTime {
    let part = |n: u32| u8::try_from(n).unwrap_or(1);
    let on = snapshot.issued_on;
    DateTime::new(u16::try_from(on.year()).unwrap_or_default())
        .month(part(on.month()))
        .day(part(on.day()))
}
