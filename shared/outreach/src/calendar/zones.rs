//! VTIMEZONE: the changes of clocks around the entries, from the tz database that is compiled in.

use std::collections::BTreeMap;

use chrono::{DateTime, Offset as _, TimeDelta, TimeZone as _, Utc};
use models::TimeZone;

use super::Entry;
use super::lines::Lines;

const STEP: TimeDelta = TimeDelta::days(1);
/// What a calendar shows around an entry is right too.
const AROUND: TimeDelta = TimeDelta::days(366);

/// The zones of these entries, with the first start and the last end in each.
pub(super) fn used(entries: &[Entry]) -> Vec<(TimeZone, DateTime<Utc>, DateTime<Utc>)> {
    let mut zones = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.time_zone != TimeZone::UTC) {
        let zone = entry.time_zone;
        let (_, first, last) =
            zones.entry(zone.name()).or_insert((zone, entry.starts_at, entry.ends_at));
        *first = entry.starts_at.min(*first);
        *last = entry.ends_at.max(*last);
    }
    zones.into_values().collect()
}

/// Writes the zone with every change of its clocks from a year before `first` to a year after `last`.
pub(super) fn write(lines: &mut Lines, zone: TimeZone, first: DateTime<Utc>, last: DateTime<Utc>) {
    lines.raw("BEGIN", "VTIMEZONE");
    lines.raw("TZID", zone.name());
    let (from, to) = (first - AROUND, last + AROUND);
    observance(lines, zone, from, from);
    let mut at = from;
    while at < to {
        let next = at + STEP;
        if state(zone, at) != state(zone, next) {
            let (before, after) = change(zone, at, next);
            observance(lines, zone, before, after);
        }
        at = next;
    }
    lines.raw("END", "VTIMEZONE");
}

fn state(zone: TimeZone, at: DateTime<Utc>) -> (i32, bool, String) {
    let offset = zone.offset_from_utc_datetime(&at.naive_utc());
    (offset.fix().local_minus_utc(), zone.is_summer(at), zone.letters(at))
}

/// The last second of the old clocks and the first of the new ones.
fn change(
    zone: TimeZone,
    mut low: DateTime<Utc>,
    mut high: DateTime<Utc>,
) -> (DateTime<Utc>, DateTime<Utc>) {
    let old = state(zone, low);
    while high - low > TimeDelta::seconds(1) {
        let middle = low + TimeDelta::seconds((high - low).num_seconds() / 2);
        if state(zone, middle) == old { low = middle } else { high = middle }
    }
    (low, high)
}

/// The clocks from `after` on. Its start is told in the clocks that end there.
fn observance(lines: &mut Lines, zone: TimeZone, before: DateTime<Utc>, after: DateTime<Utc>) {
    let (was, ..) = state(zone, before);
    let (is, summer, name) = state(zone, after);
    let kind = if summer { "DAYLIGHT" } else { "STANDARD" };
    let local = (after + TimeDelta::seconds(was.into())).naive_utc();
    lines.raw("BEGIN", kind);
    lines.raw("DTSTART", &local.format("%Y%m%dT%H%M%S").to_string());
    lines.raw("TZOFFSETFROM", &offset(was));
    lines.raw("TZOFFSETTO", &offset(is));
    lines.raw("TZNAME", &name);
    lines.raw("END", kind);
}

fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes, rest) =
        (seconds.abs() / 3600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    if rest == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{rest:02}")
    }
}
