//! Zoom's report of one run of a meeting, as facts (ZM-8, ZM-9).

use std::collections::HashMap;
use std::iter;

use chrono::{DateTime, TimeDelta, Utc};
use models::{
    BatchId, EventId, OrgId, ParticipantId, SessionId, ZoomConnectionId, ZoomInstanceId,
    ZoomMeetingId,
};
use serde_json::json;
use sqlx::PgConnection;

use super::Kind;
use super::client::Reported;
use crate::fingerprint::fingerprint;
use crate::presence::{self, Mode, Seen, Sighting, Source};
use crate::report::Role;

/// After this reading a report that is still empty will not come.
pub const LAST_READING: i32 = 3;

/// The longest segment.
const DAY: TimeDelta = TimeDelta::hours(24);

/// Somebody, with all the names that Zoom may use.
#[derive(Clone, Debug, Default)]
pub struct Somebody {
    /// The registrant's number.
    pub registrant_id: Option<String>,
    /// Zoom's id of the person; outsiders have none.
    pub zoom_user: Option<String>,
    /// Good within the run of the meeting only.
    pub user_id: Option<String>,
    /// The device: lives for the run, through breakout rooms.
    pub device: Option<String>,
    /// The name shown.
    pub name: Option<String>,
    /// The address.
    pub email: Option<String>,
    /// Tells this very row from every other, for somebody without any id.
    pub unique: String,
}

/// The participant that somebody is (ZM-8). A blank id never joins two people.
pub async fn identity(
    conn: &mut PgConnection,
    place: (OrgId, EventId),
    (meeting, instance, session): (ZoomMeetingId, ZoomInstanceId, Option<SessionId>),
    somebody: &Somebody,
    now: DateTime<Utc>,
) -> sqlx::Result<ParticipantId> {
    let identity_key = if let Some(registrant) = &somebody.registrant_id {
        format!("r:{meeting}:{registrant}")
    } else if let Some(user) = &somebody.zoom_user {
        format!("u:{user}")
    } else if let Some(known) = known_device(&mut *conn, instance, somebody).await? {
        return Ok(known);
    } else if let Some(user) = &somebody.user_id {
        format!("i:{instance}:{user}")
    } else {
        format!("x:{instance}:{}", somebody.unique)
    };
    let seen = Seen {
        source: Source::Zoom,
        identity_key,
        display_name: somebody.name.clone(),
        email: somebody.email.clone().filter(|email| !email.trim().is_empty()),
        role: Role::Attendee,
        session,
        registrant_id: somebody.registrant_id.clone(),
    };
    presence::participant(conn, place, &seen, now).await
}

/// Breakout rooms may show a person under another number, but on the same device.
async fn known_device(
    conn: &mut PgConnection,
    instance: ZoomInstanceId,
    somebody: &Somebody,
) -> sqlx::Result<Option<ParticipantId>> {
    let Some(device) = &somebody.device else { return Ok(None) };
    sqlx::query_scalar!(
        r#"select participant_id as "id: ParticipantId" from presence_segments
            where instance_id = $1 and device = $2 order by id limit 1"#,
        instance as _,
        device
    )
    .fetch_optional(conn)
    .await
}

/// A run whose report is wanted.
#[derive(Clone, Debug)]
pub struct Run {
    /// Which.
    pub id: ZoomInstanceId,
    /// Zoom's name of it.
    pub uuid: String,
    /// Of which meeting.
    pub meeting: ZoomMeetingId,
    /// A meeting, or a webinar.
    pub kind: Kind,
    /// Who hosted it.
    pub connection: ZoomConnectionId,
    /// Whose.
    pub organization: OrgId,
    /// Of which event.
    pub event: EventId,
    /// Of which session.
    pub session: Option<SessionId>,
}

/// Reads a run.
pub async fn run(conn: &mut PgConnection, id: ZoomInstanceId) -> sqlx::Result<Option<Run>> {
    sqlx::query_as!(
        Run,
        r#"select i.id as "id: ZoomInstanceId", i.uuid, m.id as "meeting: ZoomMeetingId", m.kind as "kind: Kind",
                  m.connection_id as "connection: ZoomConnectionId", m.organization_id as "organization: OrgId",
                  m.event_id as "event: EventId", m.session_id as "session: SessionId"
             from zoom_instances i join zoom_meetings m on m.id = i.meeting_id where i.id = $1"#,
        id as _
    )
    .fetch_optional(conn)
    .await
}

/// The runs of an event that are over.
pub async fn ended(
    conn: &mut PgConnection,
    organization: OrgId,
    event: EventId,
) -> sqlx::Result<Vec<ZoomInstanceId>> {
    sqlx::query_scalar!(
        r#"select i.id as "id: ZoomInstanceId" from zoom_instances i join zoom_meetings m on m.id = i.meeting_id
            where m.event_id = $1 and m.organization_id = $2 and i.ended_at is not null order by i.id"#,
        event as _,
        organization as _
    )
    .fetch_all(conn)
    .await
}

/// Writes a report that was read to its end, and puts it in place of the webhooks. An empty one
/// counts nothing; after the last reading it will not come any more, and the webhooks stand.
pub async fn store(
    conn: &mut PgConnection,
    run: &Run,
    rows: &[Reported],
    attempt: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let batch = BatchId::new(now);
    let sightings = sighted(&mut *conn, run, batch, rows, now).await?;
    if sightings.is_empty() {
        return unavailable(conn, run.id, attempt, now).await;
    }
    presence::sightings(&mut *conn, (run.organization, run.event), &sightings, now).await?;
    sqlx::query!(
        "update zoom_instances set batch_id = $2, report_state = 'complete', report_attempts = $3, report_read_at = $4
          where id = $1",
        run.id as _,
        batch as _,
        attempt,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// There is nothing to read (yet).
pub async fn unavailable(
    conn: &mut PgConnection,
    id: ZoomInstanceId,
    attempt: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_instances set report_attempts = $2, report_read_at = $3,
                report_state = case when report_state <> 'complete' and $2::int >= $4::int then 'unavailable' else report_state end
          where id = $1",
        id as _,
        attempt,
        now,
        LAST_READING
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn sighted(
    conn: &mut PgConnection,
    run: &Run,
    batch: BatchId,
    rows: &[Reported],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Sighting>> {
    let mut sightings = Vec::with_capacity(rows.len());
    let mut twins: HashMap<String, usize> = HashMap::new();
    let mut known: HashMap<[String; 3], ParticipantId> = HashMap::new();
    for row in rows.iter().filter(|row| row.status != "in_waiting_room") {
        let (Some(from), Some(to)) = (row.join_time, row.leave_time) else { continue };
        if to < from {
            continue;
        }
        let somebody = somebody(row, &mut twins);
        let names = [&row.registrant_id, &row.id, &row.user_id].map(|id| id.trim().to_owned());
        let participant = match known.get(&names) {
            Some(participant) if names.iter().any(|name| !name.is_empty()) => *participant,
            _ => {
                let place = (run.organization, run.event);
                identity(&mut *conn, place, (run.meeting, run.id, run.session), &somebody, now)
                    .await?
            }
        };
        known.insert(names, participant);
        sightings.extend(days(from, to).map(|(from, to)| Sighting {
            participant,
            session: run.session,
            instance: Some(run.id),
            batch: Some(batch),
            device: somebody.device.clone(),
            mode: Mode::Online,
            started_at: Some(from),
            ended_at: Some(to),
            evidence: json!({ "name": row.name }),
        }));
    }
    Ok(sightings)
}

/// A segment lasts a day at most, and Zoom leaves a meeting open for 30 hours: such a stay is two that
/// touch. Longer than two days nobody stays.
fn days(
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
    let second = from + DAY;
    let rest = (second < to).then(|| (second, to.min(second + DAY)));
    iter::once((from, to.min(second))).chain(rest)
}

/// A row without any id is somebody of its own, and the same one in the next reading.
fn somebody(row: &Reported, twins: &mut HashMap<String, usize>) -> Somebody {
    let text = |id: &str| Some(id.trim().to_owned()).filter(|id| !id.is_empty());
    let plain = format!("{}\u{0}{:?}\u{0}{:?}", row.name, row.join_time, row.leave_time);
    let twin = twins.entry(plain.clone()).or_default();
    *twin += 1;
    Somebody {
        registrant_id: text(&row.registrant_id),
        zoom_user: text(&row.participant_user_id).or_else(|| text(&row.id)),
        user_id: text(&row.user_id),
        device: text(&row.user_id),
        name: text(&row.name),
        email: text(&row.user_email),
        unique: fingerprint(&format!("{plain}\u{0}{twin}")),
    }
}
