//! The webinar of 120 people, whose counted seconds were computed independently.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use models::TimeZone;

use super::super::engine::Session;
use super::super::spans::Span;
use super::{inputs, seconds, session};

#[derive(serde::Deserialize)]
struct Truth {
    session: Times,
    #[serde(rename = "break")]
    pause: Times,
    grace_seconds: i64,
    registrations: Vec<Person>,
}

#[derive(serde::Deserialize)]
struct Times {
    starts_at: NaiveDateTime,
    ends_at: NaiveDateTime,
}

impl Times {
    fn span(&self) -> Span {
        let utc =
            |local: NaiveDateTime| local.and_local_timezone(TimeZone::LONDON).unwrap().timestamp();
        Span::new(utc(self.starts_at), utc(self.ends_at))
    }
}

#[derive(serde::Deserialize)]
struct Person {
    email: String,
    name: String,
    seconds: i64,
}

/// The webinar of 120 people whose counted seconds were computed independently.
#[test]
fn the_real_report_gives_the_true_seconds() {
    let truth: Truth =
        serde_json::from_str(include_str!("../../../fixtures/aki-webinar/truth.json")).unwrap();
    let report = include_bytes!("../../../fixtures/aki-webinar/participants_classic.csv");
    let rows = crate::report::read(report, TimeZone::LONDON, None).unwrap().rows;
    let of = |rows: &[&crate::report::Row]| {
        let mut planned = Session { window: truth.session.span(), ..session(0, 1) };
        planned.breaks = [truth.pause.span()].into_iter().collect();
        let times: Vec<_> =
            rows.iter().map(|row| (row.joined_at.timestamp(), row.left_at.timestamp())).collect();
        let mut of = inputs(vec![planned], &times);
        of.policy.gap_grace = truth.grace_seconds;
        seconds(&of)[0]
    };
    let mut by_email: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for row in &rows {
        by_email.entry(row.email.as_deref().unwrap_or_default()).or_default().push(row);
    }
    let unnamed = by_email.remove("").unwrap_or_default();
    let like = |row: &crate::report::Row, person: &Person| {
        crate::matching::similarity(row.name.as_deref().unwrap_or_default(), &person.name) > 0.999
    };
    let mut exact = 0;
    for person in &truth.registrations {
        let named = by_email.get(person.email.as_str()).cloned().unwrap_or_default();
        if of(&named) == person.seconds {
            exact += 1;
            continue;
        }
        // Rows without an address wait in triage. Whoever matches them tells namesakes apart.
        let waiting: Vec<_> = unnamed.iter().filter(|row| like(row, person)).collect();
        let right = (0_usize..1 << waiting.len()).any(|chosen| {
            let taken = waiting.iter().enumerate().filter(|(n, _)| chosen >> n & 1 == 1);
            let mine: Vec<_> = named.iter().copied().chain(taken.map(|(_, row)| **row)).collect();
            of(&mine) == person.seconds
        });
        // Some called themselves quite differently, as "iPhone".
        let other =
            |row: &&crate::report::Row| of(&[named.as_slice(), &[*row]].concat()) == person.seconds;
        let right = right || unnamed.iter().any(other);
        assert!(right, "{} {}", person.email, person.name);
    }
    assert!(exact > 80, "{exact} people have all their rows under their address");
}
