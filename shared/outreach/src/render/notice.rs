//! The notice of the app, in the reader's language at the time of reading (OU-24).

use models::TimeZone;

use super::block::Block;
use super::{Links, Setting, Tongue, compose, text};
use crate::message::Message;

/// What the app shows of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One line.
    pub title: String,
    /// A few more words.
    pub body: Option<String>,
}

/// Says a message in a line or two.
#[must_use]
pub fn notice(message: &Message, tongue: Tongue, time_zone: TimeZone) -> Notice {
    let setting = Setting {
        tongue,
        time_zone,
        name: None,
        brand: None,
        links: &Links::Blanked,
        unsubscribe: None,
    };
    let letter = compose::letter(message, &setting);
    let body = letter.blocks.into_iter().find_map(|block| match block {
        Block::Paragraph { text } => Some(text),
        _ => None,
    });
    Notice { title: text::subject(&letter.subject), body }
}
