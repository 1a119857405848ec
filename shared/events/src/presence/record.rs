//! Facts as rows: who was seen, and when. A participant may change; a segment never does.

use chrono::{DateTime, Utc};
use models::{BatchId, Email, EventId, OrgId, ParticipantId, SegmentId, SessionId, ZoomInstanceId};
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::{Mode, Source};
use crate::report::Role;

/// Somebody, as a source knows that person.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Who tells it.
    pub source: Source,
    /// What makes it the same somebody at this event (ZM-8).
    pub identity_key: String,
    /// The name shown.
    pub display_name: Option<String>,
    /// The address as written.
    pub email: Option<String>,
    /// Listens, speaks or leads.
    pub role: Role,
    /// For which session.
    pub session: Option<SessionId>,
    /// Zoom's number of the registrant.
    pub registrant_id: Option<String>,
}

/// When somebody was there.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// Who.
    pub participant: ParticipantId,
    /// For which session.
    pub session: Option<SessionId>,
    /// In which run of a meeting.
    pub instance: Option<ZoomInstanceId>,
    /// From which report.
    pub batch: Option<BatchId>,
    /// On which device.
    pub device: Option<String>,
    /// By video, or in the room.
    pub mode: Mode,
    /// A start alone is a "joined".
    pub started_at: Option<DateTime<Utc>>,
    /// An end alone is a "left".
    pub ended_at: Option<DateTime<Utc>>,
    /// Where it comes from, for whoever asks.
    pub evidence: Value,
}

/// Longest name that is kept, in characters.
const LONGEST_NAME: usize = 200;

/// Writes somebody down, or finds whom we know already. A name or an address that was blank is
/// filled in; one that is there stays.
pub async fn participant(
    conn: &mut PgConnection,
    (organization, event): (OrgId, EventId),
    seen: &Seen,
    now: DateTime<Utc>,
) -> sqlx::Result<ParticipantId> {
    let email = seen.email.as_deref().and_then(|text| Email::parse(text).ok());
    let name = seen.display_name.as_deref();
    let name: Option<String> = name.map(|name| name.chars().take(LONGEST_NAME).collect());
    let evidence =
        seen.registrant_id.as_ref().map_or(json!({}), |id| json!({ "registrant_id": id }));
    sqlx::query_scalar!(
        r#"insert into participants (id, organization_id, event_id, session_id, source, identity_key, display_name,
                                     email, email_key, role, evidence, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
           on conflict (event_id, source, identity_key) do update set
              display_name = coalesce(participants.display_name, excluded.display_name),
              email = coalesce(participants.email, excluded.email),
              email_key = coalesce(participants.email_key, excluded.email_key),
              evidence = excluded.evidence || participants.evidence,
              updated_at = excluded.updated_at
           returning id as "id: ParticipantId""#,
        ParticipantId::new(now) as _,
        organization as _,
        event as _,
        seen.session as _,
        seen.source as _,
        seen.identity_key,
        name,
        email.as_ref().map(Email::address),
        email.as_ref().map(Email::key),
        seen.role as _,
        evidence,
        now
    )
    .fetch_one(conn)
    .await
}

/// Writes sightings down, each once however often it is told. Gives how many were new.
pub async fn sightings(
    conn: &mut PgConnection,
    (organization, event): (OrgId, EventId),
    seen: &[Sighting],
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let of =
        |field: fn(&Sighting) -> Option<DateTime<Utc>>| seen.iter().map(field).collect::<Vec<_>>();
    let written = sqlx::query!(
        "insert into presence_segments (id, organization_id, event_id, session_id, participant_id, instance_id,
                                        batch_id, device, mode, started_at, ended_at, evidence, recorded_at)
         select id, $1, $2, session, participant, instance, batch, device, mode, started_at, ended_at, evidence, $3
           from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::text[],
                       $11::timestamptz[], $12::timestamptz[], $13::jsonb[])
                as seen (id, session, participant, instance, batch, device, mode, started_at, ended_at, evidence)
         on conflict on constraint presence_segments_dedupe_key do nothing",
        organization as _,
        event as _,
        now,
        seen.iter().map(|_| SegmentId::new(now)).collect::<Vec<_>>() as _,
        seen.iter().map(|s| s.session).collect::<Vec<_>>() as _,
        seen.iter().map(|s| s.participant).collect::<Vec<_>>() as _,
        seen.iter().map(|s| s.instance).collect::<Vec<_>>() as _,
        seen.iter().map(|s| s.batch).collect::<Vec<_>>() as _,
        seen.iter().map(|s| s.device.clone()).collect::<Vec<_>>() as _,
        seen.iter().map(|s| s.mode).collect::<Vec<_>>() as _,
        of(|s| s.started_at) as _,
        of(|s| s.ended_at) as _,
        &seen.iter().map(|s| s.evidence.clone()).collect::<Vec<_>>()
    )
    .execute(conn)
    .await?;
    Ok(written.rows_affected())
}
