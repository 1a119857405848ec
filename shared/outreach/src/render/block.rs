//! What a mail is made of, whatever it looks like.

use serde::Serialize;

/// A mail before it has a look.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Letter {
    pub(super) subject: String,
    /// What a list of mails shows beside the subject.
    pub(super) preview: String,
    pub(super) heading: String,
    pub(super) blocks: Vec<Block>,
}

/// One part of a mail.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Block {
    /// A sentence or a few.
    Paragraph { text: String },
    /// Smaller, at the end.
    Small { text: String },
    /// The one thing to do.
    Button { label: String, url: String },
    /// Another thing that one may do.
    Link { label: String, url: String },
    /// Names and values.
    Facts { rows: Vec<Fact> },
    /// Somebody's own words: text, never markup.
    Quote { text: String },
    /// Digits or letters to type in or to show.
    Code { label: String, code: String },
    /// Several things, each with its link.
    Items { rows: Vec<Item> },
}

/// A name and its value.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Fact {
    pub(super) label: String,
    /// Lines of the value.
    pub(super) lines: Vec<String>,
    /// What it was before.
    pub(super) was: Vec<String>,
}

/// One of several things.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Item {
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    pub(super) label: String,
    pub(super) url: Option<String>,
}

impl Letter {
    pub(super) fn new(subject: String, preview: String, heading: String) -> Self {
        Self { subject, preview, heading, blocks: Vec::new() }
    }

    pub(super) fn paragraph(mut self, text: String) -> Self {
        self.blocks.push(Block::Paragraph { text });
        self
    }

    pub(super) fn small(mut self, text: String) -> Self {
        self.blocks.push(Block::Small { text });
        self
    }

    pub(super) fn button(mut self, label: String, url: String) -> Self {
        self.blocks.push(Block::Button { label, url });
        self
    }

    pub(super) fn link(mut self, label: String, url: String) -> Self {
        self.blocks.push(Block::Link { label, url });
        self
    }

    pub(super) fn facts(mut self, rows: Vec<Fact>) -> Self {
        if !rows.is_empty() {
            self.blocks.push(Block::Facts { rows });
        }
        self
    }

    pub(super) fn quote(mut self, text: Option<&str>) -> Self {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.blocks.push(Block::Quote { text: text.to_owned() });
        }
        self
    }

    pub(super) fn code(mut self, label: String, code: String) -> Self {
        self.blocks.push(Block::Code { label, code });
        self
    }

    pub(super) fn items(mut self, rows: Vec<Item>) -> Self {
        self.blocks.push(Block::Items { rows });
        self
    }
}

impl Fact {
    pub(super) fn new(label: String, value: impl Into<String>) -> Self {
        Self::of(label, vec![value.into()])
    }

    pub(super) fn of(label: String, lines: Vec<String>) -> Self {
        Self { label, lines, was: Vec::new() }
    }
}
