//! From text and files to a message of RFC 5322.

use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::address::{Address, AddressError};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use outreach::render::Mail;
use outreach::sending::{Invite, Outgoing};

use crate::Office;

/// What all files together may weigh (OU-10).
const FILES: usize = 7 << 20;
/// A larger certificate is fetched by its link.
const CERTIFICATE: usize = 2 << 20;

/// A file that goes along.
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Why a mail cannot be written at all.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unwritable {
    #[error("no address: {0}")]
    Address(#[from] AddressError),
    #[error("no mail: {0}")]
    Mail(#[from] lettre::error::Error),
    #[error("no header: {0}")]
    Header(#[from] lettre::message::header::InvalidHeaderName),
    #[error("no part: {0}")]
    Part(#[from] lettre::message::header::ContentTypeErr),
}

/// Puts the parts together.
pub(crate) fn message(
    office: &Office,
    outgoing: &Outgoing,
    mail: &Mail,
    invite: &Invite,
    files: Vec<File>,
    now: DateTime<Utc>,
) -> Result<Message, Unwritable> {
    let from = match &outgoing.organization {
        Some(organization) => format!("{} via Accredit", organization.name),
        None => "Accredit".to_owned(),
    };
    let mut builder = Message::builder()
        .from(Mailbox::new(Some(shown(&from)), Address::new("no-reply", &office.domain)?))
        .to(Mailbox::new(outgoing.name.as_deref().map(shown), recipient(outgoing)?))
        .subject(&mail.subject)
        .date(now.into())
        .message_id(Some(format!("<{}@{}>", outgoing.id, office.domain)));
    let contact = outgoing.organization.as_ref().and_then(|o| o.contact.as_deref()?.parse().ok());
    if let Some(contact) = contact {
        builder = builder.reply_to(Mailbox::new(None, contact));
    }
    let mut message = builder.multipart(body(mail, invite, files)?)?;
    for (name, value) in extra(office, outgoing) {
        message
            .headers_mut()
            .insert_raw(HeaderValue::new(HeaderName::new_from_ascii(name.to_owned())?, value));
    }
    Ok(message)
}

/// The domain in its wire form: a server need not know others.
fn recipient(outgoing: &Outgoing) -> Result<Address, AddressError> {
    let local = outgoing.address.rsplit_once('@').map_or(&*outgoing.address, |(local, _)| local);
    let domain = outgoing.address_key.rsplit_once('@').map_or("", |(_, domain)| domain);
    Address::new(local, domain)
}

/// A name in a header is one line; the library quotes and encodes it.
fn shown(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn body(mail: &Mail, invite: &Invite, files: Vec<File>) -> Result<MultiPart, Unwritable> {
    let mut alternative = MultiPart::alternative()
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
    let entries =
        [("REQUEST", "invite.ics", &invite.request), ("CANCEL", "cancel.ics", &invite.cancel)];
    // A mail client acts on one calendar only; what is new goes before what is gone.
    let first = entries.iter().find_map(|(method, _, text)| Some((*method, text.as_ref()?)));
    if let Some((method, text)) = first {
        let part = SinglePart::builder().header(calendar(method)?).body(text.clone());
        alternative = alternative.singlepart(part);
    }
    let mut mixed = MultiPart::mixed().multipart(alternative);
    for (method, name, text) in entries {
        if let Some(text) = text {
            let file = Attachment::new(name.to_owned()).body(text.clone(), calendar(method)?);
            mixed = mixed.singlepart(file);
        }
    }
    let mut room = FILES;
    for file in files {
        if file.bytes.len() > CERTIFICATE.min(room) {
            continue;
        }
        room -= file.bytes.len();
        let kind = ContentType::parse("application/pdf")?;
        mixed = mixed.singlepart(Attachment::new(file.name).body(file.bytes, kind));
    }
    Ok(mixed)
}

fn calendar(method: &str) -> Result<ContentType, Unwritable> {
    Ok(ContentType::parse(&format!("text/calendar; method={method}; charset=utf-8"))?)
}

/// Bounces name the message; what can be stopped says how (RFC 8058); nobody's holiday answers.
fn extra(office: &Office, outgoing: &Outgoing) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("X-Mailgun-Variables", format!("{{\"message\":\"{}\"}}", outgoing.id)),
    ];
    if let Some(token) = outgoing.unsubscribe_token(&office.key) {
        let stop = format!("<{}/api/v1/notifications/subscriptions/{token}>", office.origin);
        all.push(("List-Unsubscribe", stop));
        all.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    all
}
