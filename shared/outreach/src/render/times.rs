//! Times of people: in their own zone and in the event's, each with its name (OU-4).

use chrono::{DateTime, Offset as _, TimeZone as _, Utc};
use models::TimeZone;

/// `Tue 24 November 2026, 15:00 (CET, Europe/Warsaw)`.
pub(super) fn moment(at: DateTime<Utc>, zone: TimeZone) -> String {
    let local = at.with_timezone(&zone);
    format!("{} ({})", local.format("%a %-d %B %Y, %H:%M"), named(at, zone))
}

/// From and to in the reader's zone, and in the event's where its clocks differ.
pub(super) fn span(
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    event: TimeZone,
    reader: TimeZone,
) -> Vec<String> {
    let mut lines = vec![between(from, to, event)];
    if offset(from, event) != offset(from, reader) {
        lines.insert(0, between(from, to, reader));
    }
    lines
}

fn between(from: DateTime<Utc>, to: DateTime<Utc>, zone: TimeZone) -> String {
    let (start, end) = (from.with_timezone(&zone), to.with_timezone(&zone));
    let end_format =
        if start.date_naive() == end.date_naive() { "%H:%M" } else { "%a %-d %B %Y, %H:%M" };
    let start = start.format("%a %-d %B %Y, %H:%M");
    format!("{start} – {} ({})", end.format(end_format), named(from, zone))
}

/// Whether clocks of both zones show the same.
pub(super) fn same_clocks(at: DateTime<Utc>, one: TimeZone, other: TimeZone) -> bool {
    offset(at, one) == offset(at, other)
}

fn offset(at: DateTime<Utc>, zone: TimeZone) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

/// Many zones have no letters of their own: people read `UTC+03`.
fn named(at: DateTime<Utc>, zone: TimeZone) -> String {
    if zone == TimeZone::UTC {
        return "UTC".to_owned();
    }
    let letters = zone.letters(at);
    let short =
        if letters.starts_with(['+', '-']) { numeric(offset(at, zone) / 60) } else { letters };
    format!("{short}, {}", zone.name())
}

fn numeric(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let rest = if rest == 0 { String::new() } else { format!(":{rest:02}") };
    format!("UTC{sign}{hours:02}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// OU-4
    #[test]
    fn times_stand_in_both_zones_with_their_names() {
        let (from, to) = (at("2026-11-24T14:00:00Z"), at("2026-11-24T15:30:00Z"));
        let zone = |name: &str| name.parse::<TimeZone>().unwrap();
        insta::assert_debug_snapshot!(span(from, to, zone("Europe/Warsaw"), zone("America/New_York")), @r#"
        [
            "Tue 24 November 2026, 09:00 – 10:30 (EST, America/New_York)",
            "Tue 24 November 2026, 15:00 – 16:30 (CET, Europe/Warsaw)",
        ]
        "#);
        assert_eq!(span(from, to, zone("Europe/Warsaw"), zone("Europe/Paris")).len(), 1);
        assert_eq!(
            moment(from, zone("Europe/Istanbul")),
            "Tue 24 November 2026, 17:00 (UTC+03, Europe/Istanbul)"
        );
    }
}
