//! The one writer of iCalendar (RFC 5545, 5546, 7986).
//!
//! Equal entries give equal bytes, so a feed has a stable `ETag` and an invite a stable hash.

mod lines;
mod zones;

use chrono::{DateTime, Utc};
use models::{EventId, SessionId, TimeZone};

use lines::Lines;

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

impl Method {
    /// The word on the wire.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Publish { .. } => "PUBLISH",
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
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
pub fn write(method: &Method, entries: &[Entry]) -> String {
    let mut lines = Lines::default();
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("VERSION", "2.0");
    lines.raw("PRODID", "-//Accredit//Accredit//EN");
    lines.raw("CALSCALE", "GREGORIAN");
    lines.raw("METHOD", method.word());
    if let Method::Publish { name } = method {
        lines.text("NAME", name);
        lines.text("X-WR-CALNAME", name);
        lines.with("REFRESH-INTERVAL", &[("VALUE", "DURATION")], "PT1H");
        lines.raw("X-PUBLISHED-TTL", "PT1H");
    }
    for (zone, first, last) in zones::used(entries) {
        zones::write(&mut lines, zone, first, last);
    }
    for entry in entries {
        event(&mut lines, method, entry);
    }
    lines.raw("END", "VCALENDAR");
    lines.done()
}

fn event(lines: &mut Lines, method: &Method, entry: &Entry) {
    lines.raw("BEGIN", "VEVENT");
    lines.raw("UID", &entry.uid);
    lines.raw("DTSTAMP", &utc(entry.stamp));
    lines.raw("LAST-MODIFIED", &utc(entry.stamp));
    lines.raw("SEQUENCE", &entry.sequence.to_string());
    time(lines, "DTSTART", entry.starts_at, entry.time_zone);
    time(lines, "DTEND", entry.ends_at, entry.time_zone);
    lines.text("SUMMARY", &entry.summary);
    for (name, value) in [("DESCRIPTION", &entry.description), ("LOCATION", &entry.location)] {
        if let Some(value) = value {
            lines.text(name, value);
        }
    }
    if let Some(url) = &entry.url {
        lines.with("URL", &[], url);
    }
    let cancelled = entry.cancelled || *method == Method::Cancel;
    lines.raw("STATUS", if cancelled { "CANCELLED" } else { "CONFIRMED" });
    lines.raw("TRANSP", if cancelled { "TRANSPARENT" } else { "OPAQUE" });
    if let Some(organizer) = &entry.organizer {
        lines.with(
            "ORGANIZER",
            &[("CN", &organizer.name)],
            &format!("mailto:{}", organizer.address),
        );
    }
    if let Some(attendee) = &entry.attendee {
        let accepted = [
            ("CN", attendee.name.as_str()),
            ("PARTSTAT", "ACCEPTED"),
            ("ROLE", "REQ-PARTICIPANT"),
            ("RSVP", "FALSE"),
        ];
        lines.with("ATTENDEE", &accepted, &format!("mailto:{}", attendee.address));
    }
    lines.raw("END", "VEVENT");
}

fn time(lines: &mut Lines, name: &str, at: DateTime<Utc>, zone: TimeZone) {
    if zone == TimeZone::UTC {
        lines.raw(name, &utc(at));
        return;
    }
    let local = at.with_timezone(&zone).format("%Y%m%dT%H%M%S").to_string();
    lines.with(name, &[("TZID", zone.name())], &local);
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests;
