//! Local date-times with an IANA zone become instants, and back (EV-2).

use chrono::{
    DateTime, Datelike as _, FixedOffset, MappedLocalTime, NaiveDateTime, Offset as _,
    SecondsFormat, TimeZone as _, Utc,
};
use models::TimeZone;
use serde::{Deserialize, Serialize};

use crate::Error;

/// A local date-time without offset, as a form sends it: `2026-12-01T10:00`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "2026-12-01T10:00")]
pub struct LocalTime(pub NaiveDateTime);

impl TryFrom<String> for LocalTime {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok())
            // Others break RFC 3339 or the arithmetic, and nobody means them.
            .filter(|time| (1900..3000).contains(&time.year()))
            .map(Self)
            .ok_or("a local time looks like 2026-12-01T10:00")
    }
}

impl From<LocalTime> for String {
    fn from(time: LocalTime) -> Self {
        time.0.format("%Y-%m-%dT%H:%M:%S").to_string()
    }
}

/// An offset from UTC, `+02:00`; chooses between two instants that share one local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "+02:00")]
pub struct UtcOffset(pub FixedOffset);

impl TryFrom<String> for UtcOffset {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self).map_err(|_| "an offset looks like +02:00")
    }
}

impl From<UtcOffset> for String {
    fn from(offset: UtcOffset) -> Self {
        offset.0.to_string()
    }
}

/// The zone of that name.
pub fn zone(name: &str) -> Result<TimeZone, Error> {
    name.parse().map_err(|_| Error::UnknownTimeZone)
}

/// The instant. A time that the clocks skip is refused; of one that they show twice the
/// earlier is meant, unless `offset` says otherwise.
pub fn resolve(
    local: LocalTime,
    zone: TimeZone,
    offset: Option<UtcOffset>,
) -> Result<DateTime<Utc>, Error> {
    let found = zone.from_local_datetime(&local.0);
    let wanted = |at: &DateTime<TimeZone>| offset.is_some_and(|o| at.offset().fix() == o.0);
    match found {
        MappedLocalTime::None => Err(Error::TimeDoesNotExist),
        MappedLocalTime::Single(at) => Ok(at.to_utc()),
        MappedLocalTime::Ambiguous(earlier, later) => {
            Ok(if wanted(&later) { later.to_utc() } else { earlier.to_utc() })
        }
    }
}

/// What the clocks in the zone show at that instant.
#[must_use]
pub fn local(at: DateTime<Utc>, zone: TimeZone) -> LocalTime {
    LocalTime(at.with_timezone(&zone).naive_local())
}

/// The instant in the zone with its offset, RFC 3339.
#[must_use]
pub fn in_zone(at: DateTime<Utc>, zone: TimeZone) -> String {
    at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// The instant that is as far from `anchor` by the local clock as `at` is from `was`: a moved
/// programme keeps its clock times over a change of DST. A skipped time moves past the gap.
pub fn shifted(
    at: DateTime<Utc>,
    (was, was_zone): (DateTime<Utc>, TimeZone),
    (anchor, zone): (LocalTime, TimeZone),
) -> Result<DateTime<Utc>, Error> {
    let distance = local(at, was_zone).0 - local(was, was_zone).0;
    let moved = anchor.0.checked_add_signed(distance).ok_or(Error::TimeDoesNotExist)?;
    resolve(LocalTime(moved), zone, None)
        .or_else(|_| resolve(LocalTime(moved + chrono::TimeDelta::hours(1)), zone, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> LocalTime {
        LocalTime::try_from(text.to_owned()).unwrap()
    }

    fn warsaw() -> TimeZone {
        zone("Europe/Warsaw").unwrap()
    }

    /// EV-2
    #[test]
    fn a_time_that_the_clocks_skip_is_refused() {
        let refused = resolve(at("2026-03-29T02:30"), warsaw(), None);
        assert!(matches!(refused, Err(Error::TimeDoesNotExist)));
    }

    /// EV-2
    #[test]
    fn of_two_equal_times_the_earlier_is_meant_unless_told() {
        let twice = at("2026-10-25T02:30");
        let earlier = resolve(twice, warsaw(), None).unwrap();
        assert_eq!(in_zone(earlier, warsaw()), "2026-10-25T02:30:00+02:00");
        let offset = UtcOffset::try_from("+01:00".to_owned()).unwrap();
        let later = resolve(twice, warsaw(), Some(offset)).unwrap();
        assert_eq!(in_zone(later, warsaw()), "2026-10-25T02:30:00+01:00");
    }

    /// EV-2
    #[test]
    fn an_unknown_zone_is_refused() {
        assert!(matches!(zone("Europe/Atlantis"), Err(Error::UnknownTimeZone)));
    }

    /// EV-13
    #[test]
    fn a_moved_programme_keeps_its_clock_times_over_dst() {
        let start = resolve(at("2026-03-20T09:00"), warsaw(), None).unwrap();
        let second_day = resolve(at("2026-03-21T14:00"), warsaw(), None).unwrap();
        let moved =
            shifted(second_day, (start, warsaw()), (at("2026-03-28T09:00"), warsaw())).unwrap();
        assert_eq!(in_zone(moved, warsaw()), "2026-03-29T14:00:00+02:00");
    }
}
