//! From facts to stays: which join belongs to which leave, and which source stands (PR-3, ZM-9).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use models::{BatchId, ParticipantId, SegmentId, SessionId, ZoomInstanceId};

use super::spans::Span;
use super::{Flag, Mode, Source};

/// One row of `presence_segments`, with what is known of its participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Which.
    pub id: SegmentId,
    /// Whose.
    pub participant: ParticipantId,
    /// Who told it.
    pub source: Source,
    /// The session it was taken for; none means one meeting for the whole event.
    pub session: Option<SessionId>,
    /// The running meeting that it belongs to.
    pub instance: Option<ZoomInstanceId>,
    /// The report that it was read from.
    pub from_report: Option<BatchId>,
    /// Which of the person's devices, in the vendor's words.
    pub device: Option<String>,
    /// By video, or in the room.
    pub mode: Mode,
    /// A start alone is a "joined".
    pub started_at: Option<DateTime<Utc>>,
    /// An end alone is a "left".
    pub ended_at: Option<DateTime<Utc>>,
}

/// A running of a meeting: a restart is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Which.
    pub id: ZoomInstanceId,
    /// When the vendor said it was over.
    pub ended_at: Option<DateTime<Utc>>,
    /// The newest complete report.
    pub batch: Option<BatchId>,
}

/// A time that a person was there, before any rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stay {
    /// When.
    pub span: Span,
    /// For which session; none means for whichever runs then.
    pub session: Option<SessionId>,
    /// By video, or in the room.
    pub mode: Mode,
    /// Who told it.
    pub source: Source,
    /// What a reader should know about it.
    pub flags: BTreeSet<Flag>,
    /// The rows it was made of.
    pub segments: Vec<SegmentId>,
}

/// The stays of one person. `as_of` ends what nothing else has ended.
#[must_use]
pub fn stays(segments: &[Segment], instances: &[Instance], as_of: DateTime<Utc>) -> Vec<Stay> {
    let mut devices: BTreeMap<_, Vec<&Segment>> = BTreeMap::new();
    for segment in standing(segments, instances) {
        let key =
            (segment.participant, segment.instance, segment.from_report, segment.device.as_deref());
        devices.entry(key).or_default().push(segment);
    }
    let reported = |id| instances.iter().any(|i| Some(i.id) == id && i.batch.is_some());
    let mut stays: Vec<Stay> = Vec::new();
    for ((_, instance, report, _), rows) in devices {
        let ended = instances.iter().find(|i| Some(i.id) == instance).and_then(|i| i.ended_at);
        let end = ended.unwrap_or(as_of).timestamp();
        let mut of_device = paired(&rows, end, ended.is_some());
        if report.is_none() && reported(instance) {
            for stay in &mut of_device {
                stay.flags.insert(Flag::MissingFromReport);
            }
        }
        stays.append(&mut of_device);
    }
    stays.sort();
    stays
}

/// The newest complete report stands in place of what the webhooks said about its instance, for
/// everybody who is in it.
fn standing<'s>(segments: &'s [Segment], instances: &[Instance]) -> Vec<&'s Segment> {
    let batch_of = |segment: &Segment| {
        instances.iter().find(|i| Some(i.id) == segment.instance).and_then(|i| i.batch)
    };
    let in_report: BTreeSet<ZoomInstanceId> = segments
        .iter()
        .filter(|s| s.from_report.is_some() && s.from_report == batch_of(s))
        .filter_map(|s| s.instance)
        .collect();
    let stands = |segment: &&Segment| match segment.instance {
        None => true,
        Some(instance) if in_report.contains(&instance) => {
            segment.from_report.is_some() && segment.from_report == batch_of(segment)
        }
        Some(_) => segment.from_report.is_none(),
    };
    segments.iter().filter(stands).collect()
}

/// One device of one person in one instance: it is in the room or it is not, so a second join
/// changes nothing, and a leave ends the stay that runs.
fn paired(rows: &[&Segment], end: i64, ended: bool) -> Vec<Stay> {
    let mut stays = Vec::new();
    let mut moments: BTreeSet<(i64, bool, SegmentId)> = BTreeSet::new();
    for row in rows {
        match (row.started_at, row.ended_at) {
            (Some(from), Some(to)) => {
                let span = Span::new(from.timestamp(), to.timestamp());
                stays.push(stay(row, span, None, vec![row.id]));
            }
            (Some(from), None) => _ = moments.insert((from.timestamp(), true, row.id)),
            (None, Some(to)) => _ = moments.insert((to.timestamp(), false, row.id)),
            (None, None) => {}
        }
    }
    let row = |id| rows.iter().copied().find(|row| row.id == id);
    let mut open: Option<(i64, SegmentId)> = None;
    for (second, joins, id) in in_order(&moments) {
        match (open, joins) {
            (None, true) => open = Some((second, id)),
            (Some((from, first)), false) => {
                stays.extend(
                    row(first).map(|r| stay(r, Span::new(from, second), None, vec![first, id])),
                );
                open = None;
            }
            // Said twice, or a leave whose join was lost: it counts nothing until a report says it.
            (Some(_), true) | (None, false) => {}
        }
    }
    if let Some((from, first)) = open {
        let flag = if ended { Flag::AssumedEnd } else { Flag::OpenNow };
        stays.extend(
            row(first).map(|r| stay(r, Span::new(from, end.max(from)), Some(flag), vec![first])),
        );
    }
    stays
}

/// Within one second a running stay ends before the next begins, as when rooms are changed.
fn in_order(moments: &BTreeSet<(i64, bool, SegmentId)>) -> Vec<(i64, bool, SegmentId)> {
    let mut inside = false;
    let mut ordered: Vec<(i64, bool, SegmentId)> = Vec::with_capacity(moments.len());
    let mut rest: Vec<_> = moments.iter().copied().collect();
    while let Some(&(second, ..)) = rest.first() {
        let now = rest.iter().take_while(|moment| moment.0 == second).count();
        let mut same: Vec<_> = rest.drain(..now).collect();
        same.sort_by_key(|&(_, joins, id)| (joins == inside, id));
        inside = same.last().is_some_and(|&(_, joins, _)| joins);
        ordered.append(&mut same);
    }
    ordered
}

fn stay(row: &Segment, span: Span, flag: Option<Flag>, segments: Vec<SegmentId>) -> Stay {
    let source = if row.from_report.is_some() && row.instance.is_some() {
        Source::Report
    } else {
        row.source
    };
    Stay {
        span,
        session: row.session,
        mode: row.mode,
        source,
        flags: flag.into_iter().collect(),
        segments,
    }
}
