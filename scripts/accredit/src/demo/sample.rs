//! A meeting of our own, for who has no report at hand.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use events::report::DateOrder;
use models::TimeZone;

use super::plan::{Expected, Plan, Span};

/// From and to, in minutes after the start.
type Stays = &'static [(i64, i64)];

/// Minutes after the start at which somebody came and went; before it they are negative. A name
/// without an address stands in triage.
const PEOPLE: [(&str, &str, Stays); 10] = [
    ("Łukasz Żółć", "lukasz.zolc@example.org", &[(-6, 62)]),
    ("北京 王", "beijing.wang@example.org", &[(0, 60)]),
    ("محمد الحسن", "mohammed.alhassan@example.org", &[(3, 61)]),
    ("Ελένη Παπαδοπούλου", "eleni.papadopoulou@example.org", &[(-2, 20), (21, 60)]),
    ("Þóra Jónsdóttir", "thora.jonsdottir@example.org", &[(0, 40)]),
    ("Maria-José García", "maria.garcia@example.org", &[(-1, 45), (30, 60)]),
    ("Kwame Mensah", "kwame.mensah@example.org", &[(5, 60)]),
    ("Noor van der Berg", "noor.vanderberg@example.org", &[(0, 15)]),
    ("Hannah Smith", "", &[(1, 60)]),
    ("iPhone", "", &[(2, 30)]),
];
/// Registered, and named otherwise or not at all in the meeting.
const REGISTERED: [(&str, &str); 2] =
    [("Hannah Smith", "hannah.smith@example.org"), ("Chidi Okafor", "chidi.okafor@example.org")];

/// Yesterday, at five in the afternoon in London, for an hour.
pub(super) fn plan(now: DateTime<Utc>) -> Plan {
    let zone = TimeZone::LONDON;
    let yesterday = now.with_timezone(&zone).date_naive() - TimeDelta::days(1);
    let five = NaiveTime::from_hms_opt(17, 0, 0).expect("five in the afternoon");
    let starts_at = yesterday.and_time(five);
    let session = Span { starts_at, ends_at: starts_at + TimeDelta::hours(1) };
    let expected = |name: &str, email: &str, seconds| Expected {
        email: email.to_owned(),
        name: name.to_owned(),
        seconds: Some(seconds),
    };
    let present = PEOPLE.iter().filter(|(_, email, _)| !email.is_empty());
    let mut people: Vec<Expected> =
        present.clone().map(|(name, email, stays)| expected(name, email, counted(stays))).collect();
    people.extend(REGISTERED.iter().map(|(name, email)| {
        let stays = PEOPLE.iter().find(|(said, ..)| said == name).map_or(&[][..], |(.., s)| s);
        expected(name, email, counted(stays))
    }));
    Plan {
        title: "Sepsis in the first hour".to_owned(),
        zone,
        session,
        breaks: Vec::new(),
        grace_seconds: 60,
        people,
        report: csv(starts_at).into_bytes(),
        date_order: Some(DateOrder::MonthFirst),
        fully_addressed: present.map(|(_, email, _)| (*email).to_owned()).collect(),
    }
}

/// Seconds in the hour: stays united, a gap of a minute bridged.
fn counted(stays: &[(i64, i64)]) -> i64 {
    let mut minutes: Vec<bool> = vec![false; 60];
    for (from, to) in stays {
        let range = from.clamp(&0, &60)..to.clamp(&0, &60);
        (*range.start..*range.end).for_each(|minute| {
            if let Some(slot) = usize::try_from(minute).ok().and_then(|at| minutes.get_mut(at)) {
                *slot = true;
            }
        });
    }
    let bridged = |at: usize| at > 0 && at < 59 && minutes[at - 1] && minutes[at + 1];
    let count = (0..60).filter(|at| minutes[*at] || bridged(*at)).count();
    i64::try_from(count).unwrap_or_default() * 60
}

/// As Zoom writes it.
fn csv(starts_at: NaiveDateTime) -> String {
    let mut text =
        "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest\r\n".to_owned();
    for (name, email, stays) in PEOPLE {
        for (from, to) in stays {
            let at = |minutes: &i64| {
                (starts_at + TimeDelta::minutes(*minutes)).format("%m/%d/%Y %I:%M:%S %p")
            };
            let _ = writeln!(text, "{name},{email},{},{},{},Yes\r", at(from), at(to), to - from);
        }
    }
    text
}
