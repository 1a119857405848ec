//! One person's presence, as every screen shows it: a bar for each session.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use events::presence::engine::Inputs;
use events::presence::load::{Presence, Room};
use events::presence::pairing::Stay;
use events::presence::spans::Span;
use events::presence::verdict::Judged;
use events::presence::{Flag, Mode, ResultMode, Source, Status};
use models::{RegistrationId, SessionId};
use serde::Serialize;
use utoipa::ToSchema;

/// How long after the plan an open stay still counts as "in the meeting".
const OVERRUN: TimeDelta = TimeDelta::hours(1);

/// A stretch of time, its end not included.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct Interval {
    /// The first second.
    pub(crate) from: DateTime<Utc>,
    /// The first second that does not belong to it.
    pub(crate) to: DateTime<Utc>,
}

impl From<Span> for Interval {
    fn from(span: Span) -> Self {
        let moment = |second| DateTime::from_timestamp(second, 0).unwrap_or_default();
        Self { from: moment(span.from), to: moment(span.to) }
    }
}

/// What one source saw, before any rule.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Lane {
    source: Source,
    mode: Mode,
    intervals: Vec<Interval>,
}

/// One session of a person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SessionResult {
    session_id: SessionId,
    title: String,
    window: Interval,
    breaks: Vec<Interval>,
    counted_seconds: i64,
    window_seconds: i64,
    /// The least that meets the session.
    pub(crate) needed_seconds: i64,
    /// 0 to 100, rounded down.
    percent: i64,
    mode: ResultMode,
    status: Status,
    first_in: Option<DateTime<Utc>>,
    last_out: Option<DateTime<Utc>>,
    /// What counts.
    counted: Vec<Interval>,
    /// What was seen.
    lanes: Vec<Lane>,
    flags: Vec<Flag>,
}

/// One person at an event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PersonPresence {
    pub(crate) registration_id: RegistrationId,
    pub(crate) full_name: Option<String>,
    pub(crate) email: Option<String>,
    mode: Mode,
    pub(crate) counted_seconds: i64,
    pub(crate) window_seconds: i64,
    /// 0 to 100, rounded down.
    percent: i64,
    pub(crate) sessions_met: i64,
    pub(crate) status: Status,
    pub(crate) overridden: bool,
    pub(crate) settled_at: Option<DateTime<Utc>>,
    /// In the meeting now.
    present: bool,
    /// When the join link was followed last.
    clicked_at: Option<DateTime<Utc>>,
    pub(crate) sessions: Vec<SessionResult>,
}

/// The row of a registration, as lists read it.
#[derive(Clone, Debug)]
pub(crate) struct PersonRow {
    pub(crate) id: RegistrationId,
    pub(crate) full_name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) mode: Mode,
    pub(crate) settled_at: Option<DateTime<Utc>>,
    pub(crate) clicked_at: Option<DateTime<Utc>>,
}

fn percent(counted: i64, window: i64) -> i64 {
    if window == 0 { 0 } else { (counted * 100 / window).min(100) }
}

impl PersonPresence {
    /// What is known of a person, judged now.
    pub(crate) fn of(room: &Room, row: PersonRow, presence: &Presence, now: DateTime<Utc>) -> Self {
        let inputs = room.inputs(presence, now);
        let verdict = room.verdict(presence, now);
        let open =
            verdict.sessions.iter().any(|judged| judged.counted.flags.contains(&Flag::OpenNow));
        let sessions = room.sessions.iter().zip(&verdict.sessions);
        Self {
            registration_id: row.id,
            full_name: row.full_name,
            email: row.email,
            mode: row.mode,
            counted_seconds: verdict.counted_seconds,
            window_seconds: verdict.window_seconds,
            percent: percent(verdict.counted_seconds, verdict.window_seconds),
            sessions_met: verdict.sessions_met,
            status: verdict.status,
            overridden: verdict.overridden,
            settled_at: row.settled_at.filter(|_| room.is_settled(now)),
            present: open && now < room.ends_at + OVERRUN,
            clicked_at: row.clicked_at,
            sessions: sessions
                .map(|(planned, judged)| result(&planned.title, &inputs, judged))
                .collect(),
        }
    }

    /// Leaves one session only.
    pub(crate) fn only(mut self, session: Option<SessionId>) -> Self {
        self.sessions.retain(|result| session.is_none_or(|id| id == result.session_id));
        self
    }
}

fn result(title: &str, inputs: &Inputs, judged: &Judged) -> SessionResult {
    let counted = &judged.counted;
    let session = inputs.sessions.iter().find(|session| session.id == counted.session);
    let intervals = |spans: &[Span]| spans.iter().copied().map(Interval::from).collect::<Vec<_>>();
    let spans = counted.spans.as_slice();
    let window = session.map_or(Span::new(0, 0), |session| session.window);
    SessionResult {
        session_id: counted.session,
        title: title.to_owned(),
        window: window.into(),
        breaks: session.map(|session| intervals(session.breaks.as_slice())).unwrap_or_default(),
        counted_seconds: counted.spans.seconds(),
        window_seconds: judged.window_seconds,
        needed_seconds: judged.needed_seconds,
        percent: percent(counted.spans.seconds(), judged.window_seconds),
        mode: counted.mode,
        status: judged.status,
        first_in: spans.first().map(|span| Interval::from(*span).from),
        last_out: spans.last().map(|span| Interval::from(*span).to),
        counted: intervals(spans),
        lanes: lanes(&inputs.stays, counted.session, window),
        flags: counted.flags.iter().copied().collect(),
    }
}

/// The stays that could count for a session, lane by lane.
fn lanes(stays: &[Stay], session: SessionId, window: Span) -> Vec<Lane> {
    let near = Span::new(window.from - 3600, window.to + 3600);
    let mut lanes: BTreeMap<(Source, Mode), BTreeSet<Span>> = BTreeMap::new();
    for stay in stays {
        if stay.session.is_none_or(|id| id == session) && stay.span.meets(near) {
            lanes.entry((stay.source, stay.mode)).or_default().insert(stay.span);
        }
    }
    let shown = |spans: BTreeSet<Span>| spans.into_iter().map(Interval::from).collect();
    lanes
        .into_iter()
        .map(|((source, mode), spans)| Lane { source, mode, intervals: shown(spans) })
        .collect()
}

impl SessionResult {
    pub(crate) fn missing(&self) -> Option<(SessionId, &str, i64)> {
        let lacks = self.needed_seconds - self.counted_seconds;
        (lacks > 0 && self.status != Status::Excused).then_some((
            self.session_id,
            &self.title,
            lacks,
        ))
    }
}

impl PersonPresence {
    /// One line of the export for each session.
    pub(crate) fn sheet(&self) -> impl Iterator<Item = Vec<String>> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let moment = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339()).unwrap_or_default();
        self.sessions.iter().map(move |result| {
            vec![
                self.registration_id.to_string(),
                text(&self.full_name),
                text(&self.email),
                result.title.clone(),
                result.counted_seconds.to_string(),
                result.window_seconds.to_string(),
                result.percent.to_string(),
                crate::export_presence::way(result.mode).to_owned(),
                crate::export_presence::word(result.status).to_owned(),
                moment(result.first_in),
                moment(result.last_out),
                crate::export_presence::word(self.status).to_owned(),
            ]
        })
    }
}

impl PersonRow {
    /// The row that a person was shown from.
    pub(crate) fn of(person: &PersonPresence) -> Self {
        Self {
            id: person.registration_id,
            full_name: person.full_name.clone(),
            email: person.email.clone(),
            mode: person.mode,
            settled_at: person.settled_at,
            clicked_at: person.clicked_at,
        }
    }
}
