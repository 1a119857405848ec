//! A session as a request describes it: in local times of the event's zone.

use events::event::Format;
use events::local_time::{LocalTime, resolve};
use events::session::{Actual, Plan};
use models::{Fault as _, Line, Lines, TimeZone};
use serde::Deserialize;
use utoipa::ToSchema;
use web::Problem;

/// A session, in local times of the event's zone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Day 1", "local_start": "2026-12-01T10:00", "local_end": "2026-12-01T12:00"}))]
pub(crate) struct SessionBody {
    title: Line<1, 200>,
    description: Option<Lines<5000>>,
    local_start: LocalTime,
    local_end: LocalTime,
    mode: Option<Format>,
    room: Option<Line<0, 100>>,
    /// By name; made when it is new.
    track: Option<Line<0, 80>>,
    #[serde(default = "yes")]
    mandatory: bool,
    #[serde(default = "yes")]
    creditable: bool,
    #[serde(default)]
    own_meeting: bool,
    #[schema(minimum = 0, maximum = 100)]
    min_percent: Option<i32>,
    #[schema(minimum = 0)]
    min_minutes: Option<i32>,
    #[serde(default)]
    breaks: Vec<BreakBody>,
    actual: Option<ActualBody>,
}

fn yes() -> bool {
    true
}

/// A pause within a session.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreakBody {
    pub(crate) local_start: LocalTime,
    pub(crate) local_end: LocalTime,
}

/// When it truly took place.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActualBody {
    pub(crate) local_start: LocalTime,
    pub(crate) local_end: LocalTime,
    pub(crate) reason: Line<3, 1000>,
}

/// The instant, or the fault with its place.
pub(crate) fn instant(
    local: LocalTime,
    zone: TimeZone,
    pointer: &str,
) -> web::Result<chrono::DateTime<chrono::Utc>> {
    resolve(local, zone, None).map_err(|fault| {
        let field = models::Field {
            pointer: pointer.to_owned(),
            code: fault.code().to_owned(),
            detail: fault.to_string(),
        };
        Problem::from(fault).at(vec![field])
    })
}

/// Text that is there.
pub(crate) fn text(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

pub(crate) fn breaks(
    breaks: &[BreakBody],
    zone: TimeZone,
    base: &str,
) -> web::Result<Vec<(chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>)>> {
    let one = |(n, b): (usize, &BreakBody)| {
        let start = instant(b.local_start, zone, &format!("{base}/breaks/{n}/local_start"))?;
        Ok((start, instant(b.local_end, zone, &format!("{base}/breaks/{n}/local_end"))?))
    };
    breaks.iter().enumerate().map(one).collect()
}

pub(crate) fn actual(actual: ActualBody, zone: TimeZone, base: &str) -> web::Result<Actual> {
    Ok(Actual {
        starts_at: instant(actual.local_start, zone, &format!("{base}/actual/local_start"))?,
        ends_at: instant(actual.local_end, zone, &format!("{base}/actual/local_end"))?,
        reason: actual.reason.into(),
    })
}

/// Refuses thresholds that no session can have.
pub(crate) fn thresholds(
    percent: Option<i32>,
    minutes: Option<i32>,
    base: &str,
) -> web::Result<()> {
    if percent.is_some_and(|percent| !(0..=100).contains(&percent)) {
        return Err(Problem::field(
            &format!("{base}/min_percent"),
            "out-of-range",
            "This is 0 to 100.",
        ));
    }
    if minutes.is_some_and(|minutes| !(0..=100_000).contains(&minutes)) {
        return Err(Problem::field(
            &format!("{base}/min_minutes"),
            "out-of-range",
            "This is 0 to 100,000.",
        ));
    }
    Ok(())
}

impl SessionBody {
    /// The plan, in instants.
    pub(crate) fn plan(self, zone: TimeZone, format: Format, base: &str) -> web::Result<Plan> {
        thresholds(self.min_percent, self.min_minutes, base)?;
        Ok(Plan {
            starts_at: instant(self.local_start, zone, &format!("{base}/local_start"))?,
            ends_at: instant(self.local_end, zone, &format!("{base}/local_end"))?,
            breaks: breaks(&self.breaks, zone, base)?,
            actual: self.actual.map(|a| actual(a, zone, base)).transpose()?,
            title: self.title.into(),
            description: text(self.description.map(String::from)),
            mode: self.mode.unwrap_or(format),
            room: text(self.room.map(String::from)),
            track: text(self.track.map(String::from)),
            mandatory: self.mandatory,
            creditable: self.creditable,
            own_meeting: self.own_meeting,
            min_percent: self.min_percent,
            min_minutes: self.min_minutes,
        })
    }
}
