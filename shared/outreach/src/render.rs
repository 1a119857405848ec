//! From a message to a mail: a pure function of what is told, the locale and the branding (OU-2).

mod block;
mod brand;
mod compose;
mod html;
mod links;
mod notice;
mod phrases;
mod text;
mod times;
mod tongue;

use models::TimeZone;

pub use brand::Brand;
pub use links::Links;
pub use notice::{Notice, notice};
pub use tongue::Tongue;

use crate::message::{Class, Message};

/// Everything beside the message that a mail depends on.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// The recipient's language.
    pub tongue: Tongue,
    /// The recipient's clocks.
    pub time_zone: TimeZone,
    /// The recipient's name, where it can be shown.
    pub name: Option<&'a str>,
    /// Whose mail it is; messages of class security show none.
    pub brand: Option<&'a Brand>,
    /// How seals become addresses.
    pub links: &'a Links,
    /// Stops mails like this one.
    pub unsubscribe: Option<String>,
}

/// A mail, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// One line of at most 150 characters.
    pub subject: String,
    /// Whole document, at most 80 KiB.
    pub html: String,
    /// The same without markup.
    pub text: String,
}

/// Renders a message.
pub fn render(message: &Message, setting: &Setting<'_>) -> Result<Mail, minijinja::Error> {
    let security = message.class() == Class::Security;
    let setting = Setting { brand: setting.brand.filter(|_| !security), ..setting.clone() };
    let letter = compose::letter(message, &setting);
    Ok(Mail {
        subject: text::subject(&letter.subject),
        html: html::html(&letter, &setting)?,
        text: text::text(&letter, &setting),
    })
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
