//! What the demo plays: who was there, and what should come out.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Timelike as _, Utc};
use events::report::{self, DateOrder, Refused, Report, Role};
use models::TimeZone;
use serde::Deserialize;

/// An event, the people who registered for it, and the report of the meeting.
pub(crate) struct Plan {
    pub(crate) title: String,
    pub(crate) zone: TimeZone,
    /// Local times, as an organizer types them.
    pub(crate) session: Span,
    pub(crate) breaks: Vec<Span>,
    pub(crate) grace_seconds: i64,
    pub(crate) people: Vec<Expected>,
    pub(crate) report: Vec<u8>,
    /// Which number of its dates is the day, where both could be.
    pub(crate) date_order: Option<DateOrder>,
    /// People of whom each row of the report carries the address.
    pub(crate) fully_addressed: Vec<String>,
}

/// From and to, without a zone.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct Span {
    pub(crate) starts_at: NaiveDateTime,
    pub(crate) ends_at: NaiveDateTime,
}

/// Somebody who registered, and the seconds that should be counted if that is known.
#[derive(Clone, Deserialize)]
pub(crate) struct Expected {
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) seconds: Option<i64>,
}

/// A roster file.
#[derive(Deserialize)]
struct Roster {
    #[serde(default)]
    title: Option<String>,
    time_zone: TimeZone,
    session: Span,
    #[serde(default, rename = "break")]
    pause: Option<Span>,
    #[serde(default = "minute")]
    grace_seconds: i64,
    registrations: Vec<Expected>,
}

fn minute() -> i64 {
    60
}

const TITLE: &str = "Acute kidney injury: an update";

impl Plan {
    /// From a report, and a roster if there is one; without either, from a meeting of our own.
    pub(crate) fn of(
        report: Option<&Path>,
        roster: Option<&Path>,
        zone: TimeZone,
        order: Option<DateOrder>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        let bytes = match report {
            Some(file) => std::fs::read(file).with_context(|| file.display().to_string())?,
            None if roster.is_some() => anyhow::bail!("a roster needs its --report"),
            None => return Ok(super::sample::plan(now)),
        };
        match roster {
            Some(file) => {
                let text =
                    std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
                let roster = serde_json::from_str(&text)
                    .with_context(|| format!("{} is no roster", file.display()))?;
                Self::of_roster(roster, bytes, order)
            }
            None => Self::of_report(bytes, zone, order),
        }
    }

    fn of_roster(roster: Roster, bytes: Vec<u8>, order: Option<DateOrder>) -> anyhow::Result<Self> {
        let order = order.or_else(|| roster.date_order(&bytes));
        let read = read(&bytes, roster.time_zone, order)?;
        let nameless: Vec<String> = rows_without_address(&read);
        let people = roster.registrations;
        let said = |name: &str| nameless.iter().any(|said| is_said(name, said));
        let fully_addressed =
            people.iter().filter(|p| !said(&p.name)).map(|p| p.email.clone()).collect();
        Ok(Self {
            title: roster.title.unwrap_or_else(|| TITLE.to_owned()),
            zone: roster.time_zone,
            session: roster.session,
            breaks: roster.pause.into_iter().collect(),
            grace_seconds: roster.grace_seconds,
            people,
            report: bytes,
            date_order: order,
            fully_addressed,
        })
    }

    /// Everybody with an address registered, and the session lasted as long as anybody was there.
    fn of_report(bytes: Vec<u8>, zone: TimeZone, order: Option<DateOrder>) -> anyhow::Result<Self> {
        let read = read(&bytes, zone, order)?;
        let mut people = BTreeMap::new();
        for row in read.rows.iter().filter(|row| row.role == Role::Attendee) {
            if let Some(email) = &row.email {
                let name = row.name.clone().unwrap_or_else(|| email.clone());
                people.entry(email.to_lowercase()).or_insert(name);
            }
        }
        anyhow::ensure!(!people.is_empty(), "nobody in this report has an address");
        let first = read.rows.iter().map(|row| row.joined_at).min().context("no rows")?;
        let last = read.rows.iter().map(|row| row.left_at).max().context("no rows")?;
        let starts_at = first.with_timezone(&zone).naive_local();
        let starts_at = starts_at - TimeDelta::minutes(i64::from(starts_at.minute() % 5));
        let starts_at = starts_at.with_second(0).unwrap_or(starts_at);
        let whole = |at: NaiveDateTime| at.with_second(0).unwrap_or(at) + TimeDelta::minutes(1);
        let ends_at = whole(last.with_timezone(&zone).naive_local());
        let fully_addressed = Vec::new();
        let expected = |(email, name)| Expected { email, name, seconds: None };
        Ok(Self {
            title: "A meeting of yours".to_owned(),
            zone,
            session: Span { starts_at, ends_at },
            breaks: Vec::new(),
            grace_seconds: minute(),
            people: people.into_iter().map(expected).collect(),
            report: bytes,
            date_order: order,
            fully_addressed,
        })
    }

    /// When it begins.
    pub(crate) fn starts_at(&self) -> anyhow::Result<DateTime<Utc>> {
        instant(self.session.starts_at, self.zone)
    }

    /// When it ends.
    pub(crate) fn ends_at(&self) -> anyhow::Result<DateTime<Utc>> {
        instant(self.session.ends_at, self.zone)
    }
}

impl Roster {
    /// The order in which a report of two readings falls on the day of the session.
    fn date_order(&self, bytes: &[u8]) -> Option<DateOrder> {
        let zone = self.time_zone;
        let of_the_day = |order: &DateOrder| {
            let read = report::read(bytes, zone, Some(*order)).ok();
            let joined = read.and_then(|read| Some(read.rows.first()?.joined_at));
            joined.is_some_and(|at| {
                at.with_timezone(&zone).date_naive() == self.session.starts_at.date()
            })
        };
        [DateOrder::DayFirst, DateOrder::MonthFirst].into_iter().find(of_the_day)
    }
}

fn read(bytes: &[u8], zone: TimeZone, order: Option<DateOrder>) -> anyhow::Result<Report> {
    report::read(bytes, zone, order).map_err(|refused| match refused {
        Refused::DateOrderNeeded => {
            anyhow::anyhow!("{refused} Add --date-order day-first or month-first.")
        }
        refused => refused.into(),
    })
}

fn instant(local: NaiveDateTime, zone: TimeZone) -> anyhow::Result<DateTime<Utc>> {
    let at = local.and_local_timezone(zone).earliest();
    Ok(at.with_context(|| format!("{local} is no time in {zone}"))?.to_utc())
}

fn rows_without_address(report: &report::Report) -> Vec<String> {
    let rows = report.rows.iter().filter(|row| row.email.is_none());
    rows.filter_map(|row| row.name.clone()).collect()
}

/// Whether a name shown in a meeting may be this person's: the whole of it in any case, or its
/// beginning.
pub(crate) fn is_said(name: &str, said: &str) -> bool {
    let (name, said) = (name.to_lowercase(), said.trim().to_lowercase());
    name == said || name.strip_prefix(&said).is_some_and(|rest| rest.starts_with(' '))
}
