//! What was measured, as the engine takes it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use models::Credits;

/// How somebody was there.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresenceMode)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Mode {
    /// By a meeting.
    Online,
    /// In the room.
    InPerson,
    /// Both; the stricter rules hold for the whole (CR-11).
    Mixed,
    /// Not at all.
    None,
}

impl Mode {
    /// Both modes in one.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, mode) | (mode, Self::None) => mode,
            (Self::Online, Self::Online) => Self::Online,
            (Self::InPerson, Self::InPerson) => Self::InPerson,
            _ => Self::Mixed,
        }
    }

    /// The keys of the methods that a rule set must accept for this mode.
    #[must_use]
    pub const fn methods(self) -> &'static [&'static str] {
        match self {
            Self::Online => &["live_online"],
            Self::InPerson => &["in_person"],
            Self::Mixed => &["live_online", "in_person"],
            Self::None => &[],
        }
    }
}

/// A stretch of time within one local day, in seconds since the epoch, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Interval {
    /// The day in the event's time zone.
    pub day: NaiveDate,
    /// First second.
    pub from: i64,
    /// The second after the last.
    pub to: i64,
}

/// One session and what one person saw of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionFacts {
    /// Which, as a word that stays the same.
    pub id: String,
    /// Counts for credit.
    pub creditable: bool,
    /// How the person was there.
    pub mode: Mode,
    /// When it took place, breaks out.
    pub scheduled: Vec<Interval>,
    /// When the person was there.
    pub counted: Vec<Interval>,
    /// When the person taught there.
    pub taught: Vec<Interval>,
    /// Presence checks shown.
    pub checks_issued: i32,
    /// Presence checks answered.
    pub checks_answered: i32,
}

/// Everything that the engine knows of one person at one offering.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The sessions, in any order.
    pub sessions: Vec<SessionFacts>,
    /// The survey is done.
    pub evaluation_done: bool,
    /// What other offerings gave in this credit type, by day.
    pub already: BTreeMap<NaiveDate, Credits>,
}

impl Facts {
    /// These facts in one order, whatever order they were read in.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        for session in &mut self.sessions {
            for intervals in [&mut session.scheduled, &mut session.counted, &mut session.taught] {
                intervals.sort();
            }
        }
        self.sessions.sort_by(|a, b| a.id.cmp(&b.id));
        self
    }

    /// The last day with counted time (CR-12).
    #[must_use]
    pub fn activity_date(&self) -> Option<NaiveDate> {
        self.sessions
            .iter()
            .flat_map(|session| &session.counted)
            .filter(|part| part.from < part.to)
            .map(|part| part.day)
            .max()
    }

    /// How the person was there, over all sessions with counted time.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.sessions
            .iter()
            .filter(|session| !session.counted.is_empty())
            .fold(Mode::None, |mode, session| mode.with(session.mode))
    }
}
