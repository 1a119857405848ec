//! Whom and what the demo data tells of.

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use models::TimeZone;
use serde::Deserialize;

/// Where all of it happens.
pub(super) const ZONE: TimeZone = TimeZone::LONDON;

/// Everything.
#[derive(Deserialize)]
pub(super) struct Story {
    pub(super) people: Vec<Attendee>,
    pub(super) organizations: Vec<Organization>,
    pub(super) events: Vec<Event>,
}

/// Name, the part before the @, what they are and where they work.
#[derive(Deserialize)]
pub(super) struct Attendee(pub(super) String, String, pub(super) String, pub(super) String);

impl Attendee {
    pub(super) fn email(&self) -> String {
        format!("{}@example.org", self.1)
    }
}

/// A team.
#[derive(Deserialize)]
pub(super) struct Organization {
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) website: String,
    pub(super) address: String,
    pub(super) color: String,
}

/// How far an event has come.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stage {
    Draft,
    Published,
    Completed,
    Closed,
}

/// One event.
#[derive(Deserialize)]
pub(super) struct Event {
    pub(super) organization: usize,
    pub(super) stage: Stage,
    /// Days from today.
    day: i64,
    /// Local time, or `now` for one that began twenty minutes ago.
    time: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) description: Option<String>,
    pub(super) objectives: Vec<String>,
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// Name and address; online without.
    pub(super) place: Option<(String, String)>,
    pub(super) capacity: Option<u32>,
    pub(super) waitlist: u32,
    pub(super) attendees: usize,
    /// Titles and minutes, one after the other.
    sessions: Vec<(String, i64)>,
}

/// One session, in local time.
pub(super) struct Session<'e> {
    pub(super) title: &'e str,
    pub(super) starts: NaiveDateTime,
    pub(super) ends: NaiveDateTime,
}

impl Story {
    pub(super) fn read() -> anyhow::Result<Self> {
        Ok(serde_json::from_str(include_str!("story.json"))?)
    }
}

impl Event {
    /// Its beginning in local time.
    pub(super) fn starts(&self, now: DateTime<Utc>) -> NaiveDateTime {
        let local = now.with_timezone(&ZONE).naive_local();
        if let Ok(time) = NaiveTime::parse_from_str(&self.time, "%H:%M") {
            return (local.date() + TimeDelta::days(self.day)).and_time(time);
        }
        let minutes = local.and_utc().timestamp() / 300 * 5 - 20;
        DateTime::from_timestamp(minutes * 60, 0).unwrap_or_default().naive_utc()
    }

    /// Its sessions, one after the other; pauses are the time between two.
    pub(super) fn sessions(&self, now: DateTime<Utc>) -> Vec<Session<'_>> {
        let mut at = self.starts(now);
        let mut sessions = Vec::new();
        for (title, minutes) in &self.sessions {
            let ends = at + TimeDelta::minutes(*minutes);
            if !["Break", "Coffee", "Lunch"].contains(&title.as_str()) {
                sessions.push(Session { title, starts: at, ends });
            }
            at = ends;
        }
        sessions
    }

    /// Its end.
    pub(super) fn ends(&self, now: DateTime<Utc>) -> NaiveDateTime {
        self.sessions(now).last().map_or_else(|| self.starts(now), |last| last.ends)
    }
}

/// A local time of the story as an instant.
pub(super) fn instant(local: NaiveDateTime) -> DateTime<Utc> {
    local.and_local_timezone(ZONE).earliest().map_or_else(|| local.and_utc(), |at| at.to_utc())
}
