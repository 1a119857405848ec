//! Everything that results depend on, read in a fixed number of queries for any number of people.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use models::{
    AdjustmentId, BatchId, EventId, OrgId, ParticipantId, RegistrationId, SegmentId, SessionId,
    TimeZone, ZoomInstanceId,
};
use sqlx::PgConnection;

use super::engine::{Adjustment, Change, Criterion, Inputs, Policy, Session};
use super::pairing::{Instance, Segment, stays};
use super::spans::Span;
use super::verdict::{Verdict, judge};
use super::{Mode, Source};
use crate::event::Status;

/// After this the sources that have not spoken are not waited for any longer (PR-12).
const PATIENCE: TimeDelta = TimeDelta::hours(26);

/// An event and what is common to everybody at it.
#[derive(Clone, Debug)]
pub struct Room {
    /// Which.
    pub event: EventId,
    /// Whose.
    pub organization: OrgId,
    /// What it is called.
    pub title: String,
    /// Where it is in its life.
    pub status: Status,
    /// In which zone its times are meant.
    pub time_zone: TimeZone,
    /// The first start.
    pub starts_at: DateTime<Utc>,
    /// The last end.
    pub ends_at: DateTime<Utc>,
    /// How presence is judged.
    pub policy: Policy,
    /// Sessions that are not cancelled, in order.
    pub sessions: Vec<Planned>,
    /// The runs of its meetings.
    pub instances: Vec<Instance>,
    /// Whether a Zoom meeting stands behind it.
    has_meeting: bool,
    /// Whether every run has been reported, or cannot be.
    reported: bool,
}

/// A session with its name.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What it is called.
    pub title: String,
    /// What the rules see.
    pub rules: Session,
}

/// A person and all that is known of the person's presence.
#[derive(Clone, Debug, Default)]
pub struct Presence {
    /// Facts.
    pub segments: Vec<Segment>,
    /// Corrections, oldest first.
    pub adjustments: Vec<Adjustment>,
    /// Sessions that the person picked.
    pub chosen: Vec<SessionId>,
}

impl Room {
    /// Whether every source is in (PR-12).
    #[must_use]
    pub fn is_settled(&self, now: DateTime<Utc>) -> bool {
        let over = matches!(self.status, Status::Completed | Status::Closed);
        let silent = now >= self.ends_at + PATIENCE;
        let spoken = !self.has_meeting || (self.reported && !self.instances.is_empty());
        (over && spoken) || (silent && !matches!(self.status, Status::Draft | Status::Cancelled))
    }

    /// When the sources that have not spoken are not waited for any longer.
    #[must_use]
    pub fn settles_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let open = !matches!(self.status, Status::Draft | Status::Cancelled);
        Some(self.ends_at + PATIENCE).filter(|at| open && *at > now && now >= self.ends_at)
    }

    /// What the rules see of a person. `as_of` ends stays that nothing else has ended.
    #[must_use]
    pub fn inputs(&self, person: &Presence, as_of: DateTime<Utc>) -> Inputs {
        let sessions = self.sessions.iter().map(|planned| {
            let chosen = person.chosen.contains(&planned.rules.id);
            Session { chosen, ..planned.rules.clone() }
        });
        Inputs {
            policy: self.policy.clone(),
            sessions: sessions.collect(),
            stays: stays(&person.segments, &self.instances, as_of),
            adjustments: person.adjustments.clone(),
        }
    }

    /// What a person's presence comes to now.
    #[must_use]
    pub fn verdict(&self, person: &Presence, now: DateTime<Utc>) -> Verdict {
        judge(&self.inputs(person, now), self.is_settled(now))
    }

    /// Whether presence may still be corrected (PR-13).
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.status, Status::Closed | Status::Cancelled)
    }
}

/// Reads an event. `organization` is given where a tenant asks.
pub async fn room(
    conn: &mut PgConnection,
    event: EventId,
    organization: Option<OrgId>,
) -> sqlx::Result<Option<Room>> {
    let row = sqlx::query!(
        r#"select e.organization_id as "organization: OrgId", e.title, e.status as "status: Status",
                  e.time_zone as "time_zone: TimeZone", e.starts_at, e.ends_at, p.criterion, p.criterion_value,
                  p.min_percent, p.min_minutes, p.gap_grace_seconds, p.edge_grace_seconds, p.excused,
                  exists (select from zoom_meetings m where m.event_id = e.id and m.status <> 'gone') as "has_meeting!"
             from events e join attendance_policies p on p.event_id = e.id
            where e.id = $1 and ($2::uuid is null or e.organization_id = $2)"#,
        event as _,
        organization as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let value = i64::from(row.criterion_value.unwrap_or_default());
    let criterion = match row.criterion.as_str() {
        "percent_of_sessions" => Criterion::PercentOfSessions(value),
        "min_sessions" => Criterion::MinSessions(value),
        "total_minutes" => Criterion::TotalMinutes(value),
        _ => Criterion::AllMandatory,
    };
    let policy = Policy {
        criterion,
        min_percent: row.min_percent.into(),
        min_minutes: row.min_minutes.into(),
        gap_grace: row.gap_grace_seconds.into(),
        edge_grace: row.edge_grace_seconds.into(),
        excused_is_missed: row.excused == "missed",
    };
    let sessions = sessions(&mut *conn, event).await?;
    let (instances, reported) = instances(conn, event).await?;
    Ok(Some(Room {
        event,
        organization: row.organization,
        title: row.title,
        status: row.status,
        time_zone: row.time_zone,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        policy,
        sessions,
        instances,
        has_meeting: row.has_meeting,
        reported,
    }))
}

async fn sessions(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Planned>> {
    let rows = sqlx::query!(
        r#"select s.id as "id: SessionId", s.title, coalesce(s.actual_starts_at, s.starts_at) as "starts_at!",
                  coalesce(s.actual_ends_at, s.ends_at) as "ends_at!", s.mandatory, s.creditable, s.min_percent,
                  s.min_minutes,
                  array(select b.starts_at from session_breaks b where b.session_id = s.id order by b.starts_at) as "from!",
                  array(select b.ends_at from session_breaks b where b.session_id = s.id order by b.starts_at) as "to!"
             from sessions s where s.event_id = $1 and s.cancelled_at is null order by s.position"#,
        event as _
    )
    .fetch_all(conn)
    .await?;
    let planned = rows.into_iter().map(|row| Planned {
        title: row.title,
        rules: Session {
            id: row.id,
            window: span(row.starts_at, row.ends_at),
            breaks: row.from.iter().zip(&row.to).map(|(from, to)| span(*from, *to)).collect(),
            mandatory: row.mandatory,
            creditable: row.creditable,
            min_percent: row.min_percent.map(Into::into),
            min_minutes: row.min_minutes.map(Into::into),
            chosen: false,
        },
    });
    Ok(planned.collect())
}

fn span(from: DateTime<Utc>, to: DateTime<Utc>) -> Span {
    Span::new(from.timestamp(), to.timestamp())
}

/// The runs of all meetings, and whether each has been reported.
async fn instances(conn: &mut PgConnection, event: EventId) -> sqlx::Result<(Vec<Instance>, bool)> {
    let rows = sqlx::query!(
        r#"select i.id as "id: ZoomInstanceId", i.ended_at, i.batch_id as "batch: BatchId",
                  i.ended_at is not null and i.report_state in ('complete', 'unavailable') as "reported!"
             from zoom_instances i join zoom_meetings m on m.id = i.meeting_id where m.event_id = $1 order by i.id"#,
        event as _
    )
    .fetch_all(conn)
    .await?;
    let reported = rows.iter().all(|row| row.reported);
    let instance = |id, ended_at, batch| Instance { id, ended_at, batch };
    Ok((rows.into_iter().map(|row| instance(row.id, row.ended_at, row.batch)).collect(), reported))
}

/// What is known of these people; somebody without a single row is there too.
pub async fn people(
    conn: &mut PgConnection,
    registrations: &[RegistrationId],
) -> sqlx::Result<BTreeMap<RegistrationId, Presence>> {
    let mut people: BTreeMap<RegistrationId, Presence> =
        registrations.iter().map(|id| (*id, Presence::default())).collect();
    for (registration, segment) in segments(conn, registrations).await? {
        people.entry(registration).or_default().segments.push(segment);
    }
    for (registration, adjustment) in adjustments(conn, registrations).await? {
        people.entry(registration).or_default().adjustments.push(adjustment);
    }
    let chosen = sqlx::query!(
        r#"select registration_id as "registration: RegistrationId", session_id as "session: SessionId"
             from session_choices where registration_id = any ($1)"#,
        registrations as _
    )
    .fetch_all(conn)
    .await?;
    for row in chosen {
        people.entry(row.registration).or_default().chosen.push(row.session);
    }
    Ok(people)
}

async fn segments(
    conn: &mut PgConnection,
    registrations: &[RegistrationId],
) -> sqlx::Result<Vec<(RegistrationId, Segment)>> {
    let rows = sqlx::query!(
        r#"select p.registration_id as "registration!: RegistrationId", s.id as "id: SegmentId",
                  p.id as "participant: ParticipantId", p.source as "source: Source",
                  s.session_id as "session: SessionId", s.instance_id as "instance: ZoomInstanceId",
                  s.batch_id as "batch: BatchId", s.device, s.mode as "mode: Mode", s.started_at, s.ended_at
             from participants p join presence_segments s on s.participant_id = p.id
            where p.registration_id = any ($1) and p.ignored_at is null order by s.id"#,
        registrations as _
    )
    .fetch_all(conn)
    .await?;
    let segment = rows.into_iter().map(|row| {
        let segment = Segment {
            id: row.id,
            participant: row.participant,
            source: row.source,
            session: row.session,
            instance: row.instance,
            from_report: row.batch,
            device: row.device,
            mode: row.mode,
            started_at: row.started_at,
            ended_at: row.ended_at,
        };
        (row.registration, segment)
    });
    Ok(segment.collect())
}

async fn adjustments(
    conn: &mut PgConnection,
    registrations: &[RegistrationId],
) -> sqlx::Result<Vec<(RegistrationId, Adjustment)>> {
    let rows = sqlx::query!(
        r#"select id as "id: AdjustmentId", registration_id as "registration: RegistrationId",
                  session_id as "session: SessionId", kind, started_at, ended_at, segment_id as "segment: SegmentId"
             from presence_adjustments where registration_id = any ($1) order by at, id"#,
        registrations as _
    )
    .fetch_all(conn)
    .await?;
    let adjustment = rows.into_iter().filter_map(|row| {
        let time = row.started_at.zip(row.ended_at).map(|(from, to)| span(from, to));
        let change = match row.kind.as_str() {
            "add" => Change::Add(time?),
            "remove" => Change::Remove(time?),
            "void_segment" => Change::Void(row.segment?),
            "excuse" => Change::Excuse,
            "override_met" => Change::Override(true),
            "override_not_met" => Change::Override(false),
            _ => Change::ClearOverride,
        };
        Some((row.registration, Adjustment { session: row.session, change }))
    });
    Ok(adjustment.collect())
}
