//! What people say about presence: corrections, matches, claims, the roll. Rows with reason and
//! author; a closed event refuses them (PR-13).

use chrono::{DateTime, Utc};
use models::{
    AdjustmentId, EventId, OrgId, ParticipantId, RegistrationId, SegmentId, SessionId, UserId,
};
use serde_json::json;
use sqlx::PgConnection;

use super::engine::Change;
use super::load::{self, Room};
use super::record::{Seen, Sighting, participant, sightings};
use super::spans::Span;
use super::{Error, Mode, Source};
use crate::report::Role;

/// A correction of somebody's presence.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Whose.
    pub registration: RegistrationId,
    /// For one session, or for the whole event.
    pub session: Option<SessionId>,
    /// What it does.
    pub change: Change,
    /// Why: 3 to 1000 characters.
    pub reason: String,
}

/// The event of a confirmed registration, open for corrections.
pub async fn open_room(
    conn: &mut PgConnection,
    organization: OrgId,
    registration: RegistrationId,
) -> Result<Room, Error> {
    let row = sqlx::query!(
        r#"select event_id as "event: EventId", status = 'confirmed' and not unnamed as "confirmed!" from registrations
            where id = $1 and organization_id = $2"#,
        registration as _,
        organization as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    let room = load::room(conn, row.event, Some(organization)).await?.ok_or(Error::NotFound)?;
    match (row.confirmed, room.is_open()) {
        (false, _) => Err(Error::NotConfirmed),
        (_, false) => Err(Error::EventClosed),
        _ => Ok(room),
    }
}

/// Whether a correction can be meant: its session is the event's, its time touches the window, its
/// segment is the person's.
pub async fn check(
    conn: &mut PgConnection,
    room: &Room,
    correction: &Correction,
) -> Result<(), Error> {
    let session = match correction.session {
        None => None,
        Some(id) => {
            let found = room.sessions.iter().find(|planned| planned.rules.id == id);
            Some(&found.ok_or(Error::OtherEvent)?.rules)
        }
    };
    match correction.change {
        Change::Add(span) | Change::Remove(span) => {
            let window = session.ok_or(Error::SessionNeeded)?.window;
            if span.is_empty() || !span.meets(window) { Err(Error::OutsideWindow) } else { Ok(()) }
        }
        Change::Excuse => session.map(|_| ()).ok_or(Error::SessionNeeded),
        Change::Void(segment) => {
            let theirs = sqlx::query_scalar!(
                r#"select exists (select from presence_segments s join participants p on p.id = s.participant_id
                                   where s.id = $1 and p.registration_id = $2) as "is!""#,
                segment as _,
                correction.registration as _
            );
            theirs.fetch_one(conn).await?.then_some(()).ok_or(Error::OtherEvent)
        }
        Change::Override(_) | Change::ClearOverride => Ok(()),
    }
}

/// Writes a correction that was checked.
pub async fn correct(
    conn: &mut PgConnection,
    room: &Room,
    correction: &Correction,
    actor: UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<AdjustmentId> {
    let (kind, span, segment): (_, Option<Span>, Option<SegmentId>) = match correction.change {
        Change::Add(span) => ("add", Some(span), None),
        Change::Remove(span) => ("remove", Some(span), None),
        Change::Void(segment) => ("void_segment", None, Some(segment)),
        Change::Excuse => ("excuse", None, None),
        Change::Override(true) => ("override_met", None, None),
        Change::Override(false) => ("override_not_met", None, None),
        Change::ClearOverride => ("clear_override", None, None),
    };
    let moment = |second| DateTime::from_timestamp(second, 0);
    let id = AdjustmentId::new(now);
    sqlx::query!(
        "insert into presence_adjustments (id, organization_id, event_id, registration_id, session_id, kind,
                                           started_at, ended_at, segment_id, reason, actor, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id as _,
        room.organization as _,
        room.event as _,
        correction.registration as _,
        correction.session as _,
        kind,
        span.and_then(|s| moment(s.from)),
        span.and_then(|s| moment(s.to)),
        segment as _,
        correction.reason,
        actor as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// A participant, locked for a change.
#[derive(Clone, Copy, Debug)]
pub struct Locked {
    /// Which.
    pub id: ParticipantId,
    /// At which event.
    pub event: EventId,
    /// Who it is taken for.
    pub registration: Option<RegistrationId>,
}

/// Locks a participant of an open event.
pub async fn lock(
    conn: &mut PgConnection,
    organization: OrgId,
    id: ParticipantId,
) -> Result<Locked, Error> {
    let row = sqlx::query!(
        r#"select p.event_id as "event: EventId", p.registration_id as "registration: RegistrationId",
                  e.status in ('closed', 'cancelled') as "closed!"
             from participants p join events e on e.id = p.event_id
            where p.id = $1 and p.organization_id = $2 for no key update of p"#,
        id as _,
        organization as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    if row.closed {
        return Err(Error::EventClosed);
    }
    Ok(Locked { id, event: row.event, registration: row.registration })
}

/// A person says who it is. Links the participant with all its segments (PR-15).
pub async fn link(
    conn: &mut PgConnection,
    participant: Locked,
    registration: RegistrationId,
    actor: UserId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let row = sqlx::query!(
        r#"select event_id = $2 as "here!", status = 'confirmed' and not unnamed as "confirmed!" from registrations where id = $1"#,
        registration as _,
        participant.event as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    match row {
        Some(row) if row.here && row.confirmed => {}
        Some(row) if row.here => return Err(Error::NotConfirmed),
        _ => return Err(Error::OtherEvent),
    }
    sqlx::query!(
        "update participants set registration_id = $2, matched_by = 'person', matched_by_user = $3, matched_at = $4,
                                 ignored_at = null, evidence = evidence - 'unmatched', updated_at = $4
          where id = $1",
        participant.id as _,
        registration as _,
        actor as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A person says that it is somebody else. The rules do not match it again by themselves.
pub async fn unlink(
    conn: &mut PgConnection,
    participant: Locked,
    reason: &str,
    actor: UserId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let former = participant.registration.ok_or(Error::NotMatched)?;
    let note = json!({ "unmatched": { "from": former, "by": actor, "at": now, "reason": reason } });
    sqlx::query!(
        "update participants set registration_id = null, matched_by = null, matched_by_user = null, matched_at = null,
                                 evidence = evidence || $2, updated_at = $3
          where id = $1",
        participant.id as _,
        note,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a participant out of triage, or puts it back.
pub async fn set_ignored(
    conn: &mut PgConnection,
    participant: Locked,
    ignored_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update participants set ignored_at = $2, updated_at = $3 where id = $1",
        participant.id as _,
        ignored_at,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// "That was me" (PR-17): a hint in triage, never a match. Gives whether somebody fits it.
pub async fn claim(
    conn: &mut PgConnection,
    registration: RegistrationId,
    display_name: &str,
    about_when: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let claimed = sqlx::query!(
        "update participants p set claimed_by = $1, updated_at = $4,
                evidence = evidence || jsonb_build_object('claimed', jsonb_build_object('name', $2::text, 'when', $3::timestamptz))
          where p.id = (select q.id from participants q
                          join registrations r on r.id = $1 and r.event_id = q.event_id
                          left join presence_segments s on s.participant_id = q.id
                         where q.registration_id is null and q.ignored_at is null and q.claimed_by is null
                           and (folded(q.display_name) = folded($2) or similarity(folded(q.display_name), folded($2)) > 0.5)
                         order by folded(q.display_name) = folded($2) desc,
                                  abs(extract(epoch from coalesce(s.started_at, s.ended_at) - $3)), q.id limit 1)",
        registration as _,
        display_name,
        about_when,
        now
    )
    .execute(conn)
    .await?;
    Ok(claimed.rows_affected() == 1)
}

/// Keeps a claim that fits nobody yet: the participant may still come, from a report.
pub async fn keep_claim(
    conn: &mut PgConnection,
    room: &Room,
    registration: RegistrationId,
    display_name: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let seen = Seen {
        source: Source::Manual,
        identity_key: format!("claim:{registration}"),
        display_name: Some(display_name.to_owned()),
        email: None,
        role: Role::Attendee,
        session: None,
        registrant_id: None,
    };
    let id = participant(&mut *conn, (room.organization, room.event), &seen, now).await?;
    sqlx::query!(
        "update participants set claimed_by = $2, display_name = $3 where id = $1",
        id as _,
        registration as _,
        display_name
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The organizer saw somebody in the room.
pub async fn call_present(
    conn: &mut PgConnection,
    room: &Room,
    registration: RegistrationId,
    (session, span): (SessionId, Span),
    actor: UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let seen = Seen {
        source: Source::RollCall,
        identity_key: format!("roll:{registration}:{session}"),
        display_name: None,
        email: None,
        role: Role::Attendee,
        session: Some(session),
        registrant_id: None,
    };
    let id = participant(&mut *conn, (room.organization, room.event), &seen, now).await?;
    let mode = sqlx::query_scalar!(
        r#"update participants p set registration_id = r.id, matched_by = 'person', matched_by_user = $3, matched_at = $4
             from registrations r where p.id = $1 and r.id = $2 returning r.mode as "mode: Mode""#,
        id as _,
        registration as _,
        actor as _,
        now
    )
    .fetch_one(&mut *conn)
    .await?;
    let sighting = Sighting {
        participant: id,
        session: Some(session),
        instance: None,
        batch: None,
        // A mark that was taken back and is given again is another fact.
        device: Some(now.to_rfc3339()),
        mode,
        started_at: DateTime::from_timestamp(span.from, 0),
        ended_at: DateTime::from_timestamp(span.to, 0),
        evidence: json!({ "by": actor }),
    };
    sightings(conn, (room.organization, room.event), &[sighting], now).await?;
    Ok(())
}

/// The marks of the roll-call that still stand for a person at a session.
pub async fn marks(
    conn: &mut PgConnection,
    registration: RegistrationId,
    session: SessionId,
) -> sqlx::Result<Vec<SegmentId>> {
    sqlx::query_scalar!(
        r#"select s.id as "id: SegmentId" from presence_segments s join participants p on p.id = s.participant_id
            where p.registration_id = $1 and p.source = 'roll_call' and s.session_id = $2
              and not exists (select from presence_adjustments a where a.segment_id = s.id)"#,
        registration as _,
        session as _
    )
    .fetch_all(conn)
    .await
}
