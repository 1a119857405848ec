//! Dates and times as exports write them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use models::TimeZone;
use serde::{Deserialize, Serialize};

/// Which number of `10/11/2026` is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// The first.
    DayFirst,
    /// The second.
    MonthFirst,
}

/// A time as written: its date may still be read in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    date: Date,
    seconds: u32,
    utc: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Date {
    Plain(NaiveDate),
    Numbers(u32, u32, i32),
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Written {
    /// Reads `10/14/2026 06:45:31 PM`, `2026-10-14T18:45:31Z`, `14.10.2026 18:45`, `Oct 14, 2026 …`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        // Newer exports put a narrow no-break space before PM.
        let text = text.replace(['\u{202f}', '\u{a0}', ',', 'T'], " ");
        let (text, utc) = match text.strip_suffix('Z') {
            Some(rest) => (rest, true),
            None => (text.as_str(), false),
        };
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let clock = words.iter().position(|word| word.contains(':'))?;
        let half = words.get(clock + 1).copied();
        if words.len() > clock + 2 {
            return None;
        }
        let seconds = clock_of(words[clock], half)?;
        words.truncate(clock);
        Some(Self { date: Date::parse(&words)?, seconds, utc })
    }

    /// The orders in which the date exists; both for one that reads the same either way.
    pub(super) fn fits(self, order: DateOrder) -> bool {
        self.date.on(order).is_some()
    }

    /// Whether both orders give a date, and not the same one.
    pub(super) fn is_ambiguous(self) -> bool {
        let (day, month) = (self.date.on(DateOrder::DayFirst), self.date.on(DateOrder::MonthFirst));
        day.is_some() && month.is_some() && day != month
    }

    /// The instant in a zone. An hour that comes twice is the earlier one; one that never comes
    /// is read with the offset before the change.
    pub(super) fn instant(self, order: DateOrder, zone: TimeZone) -> Option<DateTime<Utc>> {
        let time = chrono::NaiveTime::from_num_seconds_from_midnight_opt(self.seconds, 0)?;
        let local = NaiveDateTime::new(self.date.on(order)?, time);
        if self.utc {
            return Some(local.and_utc());
        }
        let earliest = |local: NaiveDateTime| local.and_local_timezone(zone).earliest();
        let hour = TimeDelta::hours(1);
        earliest(local)
            .or_else(|| earliest(local - hour).map(|before| before + hour))
            .map(|at| at.to_utc())
    }
}

impl Date {
    fn parse(words: &[&str]) -> Option<Self> {
        match words {
            [numbers] => Self::of_numbers(numbers),
            [month, day, year] if month.chars().all(char::is_alphabetic) => named(day, month, year),
            [day, month, year] => named(day, month, year),
            _ => None,
        }
    }

    fn of_numbers(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
        let [a, b, c] = parts.as_slice() else { return None };
        if a.len() == 4 {
            let date = NaiveDate::from_ymd_opt(a.parse().ok()?, b.parse().ok()?, c.parse().ok()?);
            return date.map(Self::Plain);
        }
        let year: i32 = c.parse().ok()?;
        let year = if c.len() == 2 { 2000 + year } else { year };
        let numbers = Self::Numbers(a.parse().ok()?, b.parse().ok()?, year);
        let exists = |order| numbers.on(order).is_some();
        (exists(DateOrder::DayFirst) || exists(DateOrder::MonthFirst)).then_some(numbers)
    }

    fn on(self, order: DateOrder) -> Option<NaiveDate> {
        match (self, order) {
            (Self::Plain(date), _) => Some(date),
            (Self::Numbers(day, month, year), DateOrder::DayFirst)
            | (Self::Numbers(month, day, year), DateOrder::MonthFirst) => {
                NaiveDate::from_ymd_opt(year, month, day)
            }
        }
    }
}

fn named(day: &str, month: &str, year: &str) -> Option<Date> {
    let month = month.get(..3)?.to_lowercase();
    let month = u32::try_from(MONTHS.iter().position(|name| *name == month)? + 1).ok()?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month, day.parse().ok()?).map(Date::Plain)
}

fn clock_of(text: &str, half: Option<&str>) -> Option<u32> {
    let (digits, glued) =
        text.split_at(text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len()));
    let half = if glued.is_empty() { half } else { Some(glued) };
    let mut parts =
        digits.split(':').map(|part| part.split('.').next().unwrap_or(part).parse::<u32>());
    let (hour, minute) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let second = parts.next().transpose().ok()?.unwrap_or(0);
    if minute > 59 || second > 59 {
        return None;
    }
    let hour = match half.map(|half| half.replace('.', "").to_lowercase()).as_deref() {
        None if hour < 24 => hour,
        Some("am") if (1..=12).contains(&hour) => hour % 12,
        Some("pm") if (1..=12).contains(&hour) => hour % 12 + 12,
        _ => return None,
    };
    Some(hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str, order: DateOrder, zone: TimeZone) -> String {
        Written::parse(text).unwrap().instant(order, zone).unwrap().to_rfc3339()
    }

    #[test]
    fn every_way_of_writing_a_time_is_the_same_instant() {
        for (text, order) in [
            ("10/14/2026 06:45:31 PM", DateOrder::MonthFirst),
            ("10/14/2026 06:45:31\u{202f}PM", DateOrder::MonthFirst),
            ("14/10/2026 18:45:31", DateOrder::DayFirst),
            ("14.10.26 18:45:31", DateOrder::DayFirst),
            ("2026-10-14 18:45:31", DateOrder::DayFirst),
            ("2026-10-14T17:45:31Z", DateOrder::DayFirst),
            ("Oct 14, 2026 06:45:31 PM", DateOrder::DayFirst),
            ("14 October 2026 6:45:31pm", DateOrder::DayFirst),
        ] {
            assert_eq!(utc(text, order, TimeZone::LONDON), "2026-10-14T17:45:31+00:00", "{text}");
        }
    }

    #[test]
    fn midnight_and_noon_are_told_apart() {
        let at = |text| utc(text, DateOrder::MonthFirst, TimeZone::UTC);
        assert_eq!(at("01/31/2026 12:00:00 AM"), "2026-01-31T00:00:00+00:00");
        assert_eq!(at("01/31/2026 12:00:00 PM"), "2026-01-31T12:00:00+00:00");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "yesterday",
            "13/13/2026 10:00",
            "10/14/2026",
            "10/14/2026 25:00",
            "10/14/2026 13:00 PM",
        ] {
            assert_eq!(Written::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_hour_that_never_came_is_read_with_the_offset_before() {
        let at = utc("2026-03-29 01:30:00", DateOrder::DayFirst, TimeZone::LONDON);
        assert_eq!(at, "2026-03-29T01:30:00+00:00");
    }
}
