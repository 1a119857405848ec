//! The participants report that Zoom would have written of an event of the story.

use std::fmt::Write as _;

use chrono::{NaiveDateTime, TimeDelta};

use super::story::Attendee;

/// Seven ways of being at a meeting, one person after the other: to the end, early to the end, late, with a
/// break in the line, gone early, not there, and under a name without an address.
pub(super) fn report(people: &[Attendee], starts: NaiveDateTime, ends: NaiveDateTime) -> String {
    let all = (ends - starts).num_minutes();
    let mut csv =
        "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest\r\n".to_owned();
    for (nth, person) in people.iter().enumerate() {
        let (name, email) = (&person.0, person.email());
        let stays: &[(i64, i64)] = match nth % 7 {
            0 => &[(-1, all)],
            1 => &[(-7, all + 2)],
            2 => &[(6, all)],
            3 => &[(-2, all / 2), (all / 2 + 4, all + 1)],
            4 => &[(0, all / 2)],
            5 => &[],
            _ => &[(1, all)],
        };
        let (name, email) = match nth % 7 {
            6 => (name.split(' ').next().unwrap_or(name), ""),
            _ => (name.as_str(), email.as_str()),
        };
        for (from, to) in stays {
            let at = |minutes: &i64| {
                (starts + TimeDelta::minutes(*minutes)).format("%m/%d/%Y %I:%M:%S %p")
            };
            let _ = writeln!(csv, "{name},{email},{},{},{},Yes\r", at(from), at(to), to - from);
        }
    }
    csv
}
