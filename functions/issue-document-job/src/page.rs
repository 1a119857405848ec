//! Draws sheets, and tells those who listen what is a title, a paragraph and a table.

use std::num::NonZeroU16;

use krilla::Document;
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{
    ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use print::{decoration, fill, rectangle, set};

use crate::sheet::{HEIGHT, Piece, Role, Sheet, WIDTH};

/// The structure as it grows; a table may go on over the end of a sheet.
struct Structure {
    tree: TagTree,
    rows: Vec<TagGroup>,
    row: usize,
}

/// Draws every sheet as a page.
pub(crate) fn draw(document: &mut Document, sheets: &[Sheet], locale: &str) -> Option<TagTree> {
    let tree = TagTree::new().with_lang(Some(locale.to_owned()));
    let mut structure = Structure { tree, rows: Vec::new(), row: 0 };
    for sheet in sheets {
        let mut page = document.start_page_with(PageSettings::from_wh(WIDTH, HEIGHT)?);
        let mut surface = page.surface();
        decoration(&mut surface, |page| {
            for rule in &sheet.rules {
                let path = rectangle(rule.x, rule.y, rule.width, rule.height);
                fill(page, path.as_ref(), rule.color);
            }
        });
        for piece in &sheet.pieces {
            if piece.role == Role::Margin {
                decoration(&mut surface, |page| written(page, piece));
                continue;
            }
            let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            written(&mut surface, piece);
            surface.end_tagged();
            structure.add(piece.role, id);
        }
        surface.finish();
        page.finish();
    }
    structure.end_table();
    Some(structure.tree)
}

fn written(page: &mut Surface<'_>, piece: &Piece) {
    let lines = piece.lines.iter().map(|(line, at)| (line, *at));
    set(page, lines, piece.size, piece.color);
}

impl Structure {
    fn add(&mut self, role: Role, id: Identifier) {
        let child: Vec<Node> = vec![id.into()];
        let Role::Cell { row, head } = role else {
            self.end_table();
            let group = match role {
                Role::Title => TagGroup::with_children(Tag::Hn(NonZeroU16::MIN, None), child),
                _ => TagGroup::with_children(Tag::P, child),
            };
            return self.tree.push(group);
        };
        if self.row != row {
            self.row = row;
            self.rows.push(TagGroup::new(Tag::TR));
        }
        let cell = if head {
            TagGroup::with_children(Tag::TH(TableHeaderScope::Column), child)
        } else {
            TagGroup::with_children(Tag::TD, child)
        };
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }

    fn end_table(&mut self) {
        if self.rows.is_empty() {
            return;
        }
        let mut table = TagGroup::new(Tag::Table);
        for row in self.rows.drain(..) {
            table.push(row);
        }
        self.tree.push(table);
    }
}
