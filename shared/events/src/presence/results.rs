//! Results as rows: derived, written when they differ, and read by those who give credit.

use std::collections::BTreeMap;

use aws_lc_rs::digest;
use chrono::{DateTime, NaiveDate, Utc};
use models::{EventId, RegistrationId, SessionId, TimeZone};
use serde_json::json;
use sqlx::PgConnection;

use super::load::{self, Presence, Room};
use super::verdict::{Judged, Verdict};
use super::{ResultMode, Status};

/// What one person's presence came to.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Who.
    pub registration: RegistrationId,
    /// Whether the event is met.
    pub status: Status,
    /// Whether a person decided it.
    pub overridden: bool,
    /// When every source was in; none while one is missing.
    pub settled_at: Option<DateTime<Utc>>,
    /// Over all sessions.
    pub counted_seconds: i32,
    /// Over all sessions, breaks out.
    pub scheduled_seconds: i32,
    /// How many sessions are met.
    pub sessions_met: i32,
    /// Session by session, in order.
    pub sessions: Vec<SessionFact>,
}

/// What one person's presence at one session came to.
#[derive(Clone, Debug)]
pub struct SessionFact {
    /// Which.
    pub session: SessionId,
    /// Whether it earns credit.
    pub creditable: bool,
    /// Whether it must be met.
    pub mandatory: bool,
    /// How long the person was there.
    pub counted_seconds: i32,
    /// The window, breaks out.
    pub scheduled_seconds: i32,
    /// By which ways the person took part.
    pub mode: ResultMode,
    /// Whether it is met.
    pub status: Status,
    /// The local date on which the window ends.
    pub activity_date: NaiveDate,
    /// The first second that counts.
    pub first_in: Option<DateTime<Utc>>,
    /// The last second that counts.
    pub last_out: Option<DateTime<Utc>>,
    /// Presence checks that were shown.
    pub checks_issued: i32,
    /// Presence checks that were answered in time.
    pub checks_answered: i32,
}

/// One fact for each confirmed registration that has a name, in the order of their ids.
pub async fn facts(
    conn: &mut PgConnection,
    event: EventId,
    registration: Option<RegistrationId>,
) -> sqlx::Result<Vec<Fact>> {
    let rows = sqlx::query!(
        r#"select r.id as "id: RegistrationId", s.status as "status?: Status", s.overridden as "overridden?",
                  s.settled_at as "settled_at?", s.counted_seconds as "counted?", s.window_seconds as "window?",
                  s.sessions_met as "met?"
             from registrations r left join presence_summaries s on s.registration_id = r.id
            where r.event_id = $1 and r.status = 'confirmed' and not r.unnamed and ($2::uuid is null or r.id = $2) order by r.id"#,
        event as _,
        registration as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut sessions = session_facts(conn, event, registration).await?;
    let fact = rows.into_iter().map(|row| Fact {
        registration: row.id,
        status: row.status.unwrap_or(Status::Pending),
        overridden: row.overridden.unwrap_or_default(),
        settled_at: row.settled_at,
        counted_seconds: row.counted.unwrap_or_default(),
        scheduled_seconds: row.window.unwrap_or_default(),
        sessions_met: row.met.unwrap_or_default(),
        sessions: sessions.remove(&row.id).unwrap_or_default(),
    });
    Ok(fact.collect())
}

async fn session_facts(
    conn: &mut PgConnection,
    event: EventId,
    registration: Option<RegistrationId>,
) -> sqlx::Result<BTreeMap<RegistrationId, Vec<SessionFact>>> {
    let rows = sqlx::query!(
        r#"select p.registration_id as "registration: RegistrationId", p.session_id as "session: SessionId",
                  s.creditable, s.mandatory, p.counted_seconds, p.window_seconds, p.mode as "mode: ResultMode",
                  p.status as "status: Status", p.first_in, p.last_out, p.checks_issued, p.checks_answered,
                  coalesce(s.actual_ends_at, s.ends_at) as "ends_at!", e.time_zone as "time_zone: TimeZone"
             from presence_results p
             join sessions s on s.id = p.session_id and s.cancelled_at is null
             join events e on e.id = p.event_id
            where p.event_id = $1 and ($2::uuid is null or p.registration_id = $2) order by s.position"#,
        event as _,
        registration as _
    )
    .fetch_all(conn)
    .await?;
    let mut facts: BTreeMap<RegistrationId, Vec<SessionFact>> = BTreeMap::new();
    for row in rows {
        facts.entry(row.registration).or_default().push(SessionFact {
            session: row.session,
            creditable: row.creditable,
            mandatory: row.mandatory,
            counted_seconds: row.counted_seconds,
            scheduled_seconds: row.window_seconds,
            mode: row.mode,
            status: row.status,
            activity_date: row.ends_at.with_timezone(&row.time_zone).date_naive(),
            first_in: row.first_in,
            last_out: row.last_out,
            checks_issued: row.checks_issued,
            checks_answered: row.checks_answered,
        });
    }
    Ok(facts)
}

/// How many confirmed people's presence is not settled.
pub async fn unsettled(conn: &mut PgConnection, event: EventId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from registrations r
             left join presence_summaries s on s.registration_id = r.id
            where r.event_id = $1 and r.status = 'confirmed' and not r.unnamed and s.settled_at is null"#,
        event as _
    )
    .fetch_one(conn)
    .await
}

/// Computes results again and writes those that differ; for everybody, or for `only` some. Gives
/// the people whose result changed, to be told to whoever gives credit.
pub async fn recompute(
    conn: &mut PgConnection,
    event: EventId,
    only: Option<&[RegistrationId]>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<RegistrationId>> {
    // Two at once would each write what the other has not seen.
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('presence' || $1::uuid::text, 0))",
        event as _
    )
    .execute(&mut *conn)
    .await?;
    let Some(room) = load::room(&mut *conn, event, None).await? else { return Ok(Vec::new()) };
    forget_former(conn, event).await?;
    // What a late report says counts once the event is open again (PR-13).
    if !room.is_open() {
        return Ok(Vec::new());
    }
    let kept = sqlx::query!(
        r#"select r.id as "id: RegistrationId", s.status as "status?: Status", s.settled_at as "settled_at?",
                  (select p.inputs_hash from presence_results p where p.registration_id = r.id limit 1) as hash
             from registrations r left join presence_summaries s on s.registration_id = r.id
            where r.event_id = $1 and r.status = 'confirmed' and not r.unnamed and ($2::uuid[] is null or r.id = any ($2)) order by r.id"#,
        event as _,
        only as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let ids: Vec<RegistrationId> = kept.iter().map(|row| row.id).collect();
    let people = load::people(&mut *conn, &ids).await?;
    let settled = room.is_settled(now);
    let mut fresh = Vec::new();
    for row in kept {
        let verdict = people.get(&row.id).map(|person| room.verdict(person, now));
        let Some(verdict) = verdict else { continue };
        let hash = hash_of(&verdict, settled);
        let known =
            row.hash.as_deref() == Some(hash.as_slice()) && row.settled_at.is_some() == settled;
        // An event without sessions has no result that could carry the hash.
        if !(known || (verdict.sessions.is_empty() && row.status == Some(verdict.status))) {
            fresh.push(Fresh {
                registration: row.id,
                settled_at: settled.then_some(now),
                verdict,
                hash,
            });
        }
    }
    store(conn, &room, &fresh).await?;
    Ok(fresh.into_iter().map(|result| result.registration).collect())
}

struct Fresh {
    registration: RegistrationId,
    verdict: Verdict,
    settled_at: Option<DateTime<Utc>>,
    hash: Vec<u8>,
}

/// Only confirmed registrations receive presence (PR-16), and only sessions that take place.
async fn forget_former(conn: &mut PgConnection, event: EventId) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from presence_summaries s using registrations r
          where s.event_id = $1 and r.id = s.registration_id and r.status <> 'confirmed'",
        event as _
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from presence_results p using registrations r, sessions s
          where p.event_id = $1 and r.id = p.registration_id and s.id = p.session_id
            and (r.status <> 'confirmed' or s.cancelled_at is not null)",
        event as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Of all that a reader can see: the same facts give the same hash, in any order.
fn hash_of(verdict: &Verdict, settled: bool) -> Vec<u8> {
    let sessions = verdict.sessions.iter().map(detail_of);
    let text = json!([
        settled,
        verdict.status,
        verdict.overridden,
        verdict.sessions_met,
        sessions.collect::<Vec<_>>(),
    ]);
    digest::digest(&digest::SHA256, text.to_string().as_bytes()).as_ref().to_vec()
}

/// What the timeline and the credit rules read: counted intervals in seconds since 1970.
fn detail_of(judged: &Judged) -> serde_json::Value {
    let counted: Vec<_> = judged.counted.spans.as_slice().iter().map(|s| [s.from, s.to]).collect();
    json!({
        "session": judged.counted.session,
        "counted": counted,
        "window": judged.window_seconds,
        "needed": judged.needed_seconds,
        "mode": judged.counted.mode,
        "status": judged.status,
        "flags": judged.counted.flags,
    })
}

async fn store(conn: &mut PgConnection, room: &Room, fresh: &[Fresh]) -> sqlx::Result<()> {
    if fresh.is_empty() {
        return Ok(());
    }
    let whole = |seconds: i64| i32::try_from(seconds).unwrap_or(i32::MAX);
    let verdicts = || fresh.iter().map(|f| &f.verdict);
    sqlx::query!(
        "insert into presence_summaries (registration_id, organization_id, event_id, counted_seconds,
                                         window_seconds, sessions_met, status, overridden, settled_at)
         select id, $1, $2, counted, win, met, status, overridden, settled_at
           from unnest($3::uuid[], $4::int[], $5::int[], $6::int[], $7::text[], $8::bool[], $9::timestamptz[])
                as fresh (id, counted, win, met, status, overridden, settled_at)
         on conflict (registration_id) do update set
            counted_seconds = excluded.counted_seconds, window_seconds = excluded.window_seconds,
            sessions_met = excluded.sessions_met, status = excluded.status,
            overridden = excluded.overridden, settled_at = excluded.settled_at",
        room.organization as _,
        room.event as _,
        fresh.iter().map(|f| f.registration).collect::<Vec<_>>() as _,
        &verdicts().map(|v| whole(v.counted_seconds)).collect::<Vec<_>>(),
        &verdicts().map(|v| whole(v.window_seconds)).collect::<Vec<_>>(),
        &verdicts().map(|v| whole(v.sessions_met)).collect::<Vec<_>>(),
        verdicts().map(|v| v.status).collect::<Vec<_>>() as _,
        &verdicts().map(|v| v.overridden).collect::<Vec<_>>(),
        fresh.iter().map(|f| f.settled_at).collect::<Vec<_>>() as _
    )
    .execute(&mut *conn)
    .await?;
    store_sessions(conn, room, fresh).await
}

async fn store_sessions(conn: &mut PgConnection, room: &Room, fresh: &[Fresh]) -> sqlx::Result<()> {
    let whole = |seconds: i64| i32::try_from(seconds).unwrap_or(i32::MAX);
    let moment = |second: i64| DateTime::from_timestamp(second, 0);
    let rows =
        || fresh.iter().flat_map(|f| f.verdict.sessions.iter().map(move |judged| (f, judged)));
    let spans = |judged: &Judged| judged.counted.spans.clone();
    sqlx::query!(
        "insert into presence_results (registration_id, session_id, organization_id, event_id, counted_seconds,
                                       window_seconds, mode, status, first_in, last_out, detail, inputs_hash)
         select id, session, $1, $2, counted, win, mode, status, first_in, last_out, detail, hash
           from unnest($3::uuid[], $4::uuid[], $5::int[], $6::int[], $7::text[], $8::text[],
                       $9::timestamptz[], $10::timestamptz[], $11::jsonb[], $12::bytea[])
                as fresh (id, session, counted, win, mode, status, first_in, last_out, detail, hash)
         on conflict (registration_id, session_id) do update set
            counted_seconds = excluded.counted_seconds, window_seconds = excluded.window_seconds,
            mode = excluded.mode, status = excluded.status, first_in = excluded.first_in,
            last_out = excluded.last_out, detail = excluded.detail, inputs_hash = excluded.inputs_hash",
        room.organization as _,
        room.event as _,
        rows().map(|(f, _)| f.registration).collect::<Vec<_>>() as _,
        rows().map(|(_, j)| j.counted.session).collect::<Vec<_>>() as _,
        &rows().map(|(_, j)| whole(spans(j).seconds())).collect::<Vec<_>>(),
        &rows().map(|(_, j)| whole(j.window_seconds)).collect::<Vec<_>>(),
        rows().map(|(_, j)| j.counted.mode).collect::<Vec<_>>() as _,
        rows().map(|(_, j)| j.status).collect::<Vec<_>>() as _,
        rows().map(|(_, j)| spans(j).as_slice().first().and_then(|s| moment(s.from))).collect::<Vec<_>>() as _,
        rows().map(|(_, j)| spans(j).as_slice().last().and_then(|s| moment(s.to))).collect::<Vec<_>>() as _,
        &rows().map(|(_, j)| detail_of(j)).collect::<Vec<_>>(),
        &rows().map(|(f, _)| f.hash.clone()).collect::<Vec<_>>()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A person's verdict without writing anything, with and without one more correction.
#[must_use]
pub fn with_adjustment(person: &Presence, adjustment: super::engine::Adjustment) -> Presence {
    let mut changed = person.clone();
    changed.adjustments.push(adjustment);
    changed
}

/// Whose event it is.
pub async fn organization_of(
    conn: &mut PgConnection,
    event: EventId,
) -> sqlx::Result<Option<models::OrgId>> {
    sqlx::query_scalar!(
        r#"select organization_id as "id: models::OrgId" from events where id = $1"#,
        event as _
    )
    .fetch_optional(conn)
    .await
}

/// When an event that is still pending settles by itself, if nothing more comes (PR-12).
pub async fn settles_at(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    let room = load::room(conn, event, None).await?;
    Ok(room.filter(|room| !room.is_settled(now)).and_then(|room| room.settles_at(now)))
}
