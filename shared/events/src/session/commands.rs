//! Sessions stored, moved and taken away. The event is locked by the caller, and its times
//! follow its sessions.

use chrono::{DateTime, Utc};
use models::{BreakId, EventId, OrgId, SessionId, TrackId};
use sqlx::PgConnection;

use super::{MOST, Plan, spans_too_long};
use crate::error::field;
use crate::event::{self, Event, Format, Status, locked};
use crate::{Error, presence, zoom};

/// Adds a session behind the others.
pub async fn add(
    conn: &mut PgConnection,
    event: &Event,
    plan: &Plan,
    now: DateTime<Utc>,
) -> Result<SessionId, Error> {
    locked(event.status, Status::Published)?;
    editable(event, plan)?;
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from sessions where event_id = $1"#,
        event.id as _
    )
    .fetch_one(&mut *conn)
    .await?;
    if usize::try_from(count).is_ok_and(|count| count >= MOST) {
        let fault = field("", "too-many", "An event has at most 500 sessions.");
        return Err(Error::SessionInvalid(vec![fault]));
    }
    let position = i32::try_from(count).unwrap_or(i32::MAX);
    let ids =
        insert(conn, event.organization_id, event.id, std::slice::from_ref(plan), position, now)
            .await?;
    moved(conn, event, Programme::Differs, now).await?;
    Ok(ids[0])
}

/// Replaces the plan of a session, if nobody did so since `version`.
pub async fn revise(
    conn: &mut PgConnection,
    event: &Event,
    id: SessionId,
    version: i32,
    plan: &Plan,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    editable(event, plan)?;
    let planned = current(conn, event, id, version).await?;
    if !planned.is_as(plan) {
        // Texts and true times stay open longer than what presence is judged by (EV-5).
        locked(event.status, Status::Published)?;
    }
    let retimed = (planned.starts_at, planned.ends_at) != (plan.starts_at, plan.ends_at);
    let track = track(conn, event.organization_id, event.id, plan.track.as_deref(), now).await?;
    let actual = plan.actual.as_ref();
    sqlx::query!(
        "update sessions
            set track_id = $3, title = $4, description = $5, starts_at = $6, ends_at = $7, mode = $8, room = $9, mandatory = $10,
                creditable = $11, own_meeting = $12, min_percent = $13, min_minutes = $14, actual_starts_at = $15,
                actual_ends_at = $16, actual_reason = $17, updated_at = $18, version = version + 1
          where event_id = $1 and id = $2",
        event.id as _,
        id as _,
        track as _,
        plan.title,
        plan.description,
        plan.starts_at,
        plan.ends_at,
        plan.mode as _,
        plan.room,
        plan.mandatory,
        plan.creditable,
        plan.own_meeting,
        plan.min_percent,
        plan.min_minutes,
        actual.map(|a| a.starts_at),
        actual.map(|a| a.ends_at),
        actual.map(|a| a.reason.as_str()),
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from session_breaks where session_id = $1", id as _)
        .execute(&mut *conn)
        .await?;
    insert_breaks(conn, &[id], std::slice::from_ref(plan), now).await?;
    let programme = if retimed { Programme::Retimed } else { Programme::Differs };
    moved(conn, event, programme, now).await
}

/// Calls a session off, or on again. Its presence no longer counts.
pub async fn set_cancelled(
    conn: &mut PgConnection,
    event: &Event,
    id: SessionId,
    cancelled_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    locked(event.status, Status::Completed)?;
    sqlx::query!(
        "update sessions set cancelled_at = $3, updated_at = $4 where event_id = $1 and id = $2",
        event.id as _,
        id as _,
        cancelled_at,
        now
    )
    .execute(&mut *conn)
    .await?;
    moved(conn, event, Programme::Differs, now).await
}

/// Takes a session away that nobody was at.
pub async fn remove(
    conn: &mut PgConnection,
    event: &Event,
    id: SessionId,
    version: i32,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    locked(event.status, Status::Published)?;
    current(conn, event, id, version).await?;
    let known = sqlx::query!(
        r#"select (select count(*) from sessions s where s.event_id = $1) as "sessions!",
                  exists (select from presence_segments g where g.session_id = $2)
                  or exists (select from presence_adjustments a where a.session_id = $2)
                  or exists (select from presence_imports i where i.session_id = $2)
                  or exists (select from participants p where p.session_id = $2)
                  or exists (select from presence_results p where p.session_id = $2 and p.counted_seconds > 0) as "presence!""#,
        event.id as _,
        id as _
    )
    .fetch_one(&mut *conn)
    .await?;
    if known.presence {
        return Err(Error::SessionHasPresence);
    }
    if known.sessions <= 1 {
        return Err(Error::LastSession);
    }
    sqlx::query!("delete from sessions where event_id = $1 and id = $2", event.id as _, id as _)
        .execute(&mut *conn)
        .await?;
    renumber(conn, event.id).await?;
    moved(conn, event, Programme::Differs, now).await
}

/// Puts all sessions in this order.
pub async fn order(conn: &mut PgConnection, event: &Event, ids: &[SessionId]) -> Result<(), Error> {
    locked(event.status, Status::Completed)?;
    let placed = sqlx::query_scalar!(
        r#"with wanted as (select * from unnest($2::uuid[]) with ordinality as w (id, place)),
              moved as (update sessions s set position = w.place - 1 from wanted w where s.event_id = $1 and s.id = w.id returning s.id)
         select (select count(*) from moved) = (select count(*) from sessions where event_id = $1)
                and (select count(*) from wanted) = (select count(*) from moved) as "placed!""#,
        event.id as _,
        ids as _
    )
    .fetch_one(conn)
    .await?;
    if placed { Ok(()) } else { Err(Error::OrderIncomplete) }
}

fn editable(event: &Event, plan: &Plan) -> Result<(), Error> {
    locked(event.status, Status::Completed)?;
    let mut faults = plan.faults("");
    let from = event.starts_at.min(plan.starts_at);
    if spans_too_long(from, event.ends_at.max(plan.ends_at)) {
        faults.push(field("/local_start", "out-of-range", "An event spans at most 366 days."));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::SessionInvalid(faults)) }
}

/// A session as it is planned: what people come for, and what their presence is judged by.
struct Planned {
    version: i32,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    mode: Format,
    mandatory: bool,
    creditable: bool,
    own_meeting: bool,
    min_percent: Option<i32>,
    min_minutes: Option<i32>,
    pauses_from: Vec<DateTime<Utc>>,
    pauses_to: Vec<DateTime<Utc>>,
}

impl Planned {
    fn is_as(&self, plan: &Plan) -> bool {
        let mut breaks = plan.breaks.clone();
        breaks.sort();
        let pauses = self.pauses_from.iter().copied().zip(self.pauses_to.iter().copied());
        (self.starts_at, self.ends_at, self.mode) == (plan.starts_at, plan.ends_at, plan.mode)
            && (self.mandatory, self.creditable) == (plan.mandatory, plan.creditable)
            && self.own_meeting == plan.own_meeting
            && (self.min_percent, self.min_minutes) == (plan.min_percent, plan.min_minutes)
            && pauses.eq(breaks)
    }
}

/// Locks the session that the caller saw.
async fn current(
    conn: &mut PgConnection,
    event: &Event,
    id: SessionId,
    version: i32,
) -> Result<Planned, Error> {
    let found = sqlx::query_as!(
        Planned,
        r#"select version, starts_at, ends_at, mode as "mode: Format", mandatory, creditable, own_meeting, min_percent, min_minutes,
                  array(select b.starts_at from session_breaks b where b.session_id = s.id order by b.starts_at, b.ends_at) as "pauses_from!",
                  array(select b.ends_at from session_breaks b where b.session_id = s.id order by b.starts_at, b.ends_at) as "pauses_to!"
             from sessions s where event_id = $1 and id = $2 for update of s"#,
        event.id as _,
        id as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    if found.version == version { Ok(found) } else { Err(Error::Stale) }
}

async fn renumber(conn: &mut PgConnection, event: EventId) -> sqlx::Result<()> {
    sqlx::query!(
        "update sessions s set position = o.place - 1
           from (select id, row_number() over (order by position) as place from sessions where event_id = $1) o
          where s.id = o.id",
        event as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What is new about the sessions of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Programme {
    /// One takes place at another time.
    Retimed,
    /// One came, went, or is another.
    Differs,
}

/// The event's times follow its sessions; people, presence and the meeting follow the event.
async fn moved(
    conn: &mut PgConnection,
    event: &Event,
    programme: Programme,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let respanned = respan(conn, event.id, now).await?;
    if event.status.is_open() && (respanned || programme == Programme::Retimed) {
        event::raise(conn, event.id).await?;
    }
    if event.status.is_open() && respanned {
        event::respanned(conn, event, now).await?;
    }
    presence::touch(conn, event.id, now).await?;
    zoom::event_changed(conn, event.id, now).await?;
    Ok(())
}

/// First start and last end of the sessions that take place. Says whether they are others now.
pub(crate) async fn respan(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let spanned = sqlx::query!(
        "update events e set starts_at = s.first, ends_at = s.last, updated_at = $2, version = e.version + 1
           from (select coalesce(min(starts_at) filter (where cancelled_at is null), min(starts_at)) as first,
                        coalesce(max(ends_at) filter (where cancelled_at is null), max(ends_at)) as last
                   from sessions where event_id = $1) s
          where e.id = $1 and (e.starts_at, e.ends_at) <> (s.first, s.last)",
        event as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(spanned.rows_affected() > 0)
}

/// Stores sessions with their breaks and tracks, from `position` on.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    plans: &[Plan],
    position: i32,
    now: DateTime<Utc>,
) -> Result<Vec<SessionId>, Error> {
    let mut ids = Vec::with_capacity(plans.len());
    for (place, plan) in (position..).zip(plans) {
        let id = SessionId::new(now);
        let track = track(conn, org, event, plan.track.as_deref(), now).await?;
        sqlx::query!(
            "insert into sessions (id, organization_id, event_id, track_id, title, description, starts_at, ends_at, mode, room,
                mandatory, creditable, own_meeting, min_percent, min_minutes, position, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)",
            id as _,
            org as _,
            event as _,
            track as _,
            plan.title,
            plan.description,
            plan.starts_at,
            plan.ends_at,
            plan.mode as _,
            plan.room,
            plan.mandatory,
            plan.creditable,
            plan.own_meeting,
            plan.min_percent,
            plan.min_minutes,
            place,
            now
        )
        .execute(&mut *conn)
        .await?;
        ids.push(id);
    }
    insert_breaks(conn, &ids, plans, now).await?;
    Ok(ids)
}

async fn insert_breaks(
    conn: &mut PgConnection,
    ids: &[SessionId],
    plans: &[Plan],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let rows: Vec<_> = ids
        .iter()
        .zip(plans)
        .flat_map(|(id, plan)| plan.breaks.iter().map(move |b| (*id, *b)))
        .collect();
    let keys: Vec<BreakId> = rows.iter().map(|_| BreakId::new(now)).collect();
    let sessions: Vec<SessionId> = rows.iter().map(|(id, _)| *id).collect();
    let starts: Vec<_> = rows.iter().map(|(_, (start, _))| *start).collect();
    let ends: Vec<_> = rows.iter().map(|(_, (_, end))| *end).collect();
    sqlx::query!(
        "insert into session_breaks (id, session_id, starts_at, ends_at)
         select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[])",
        keys as _,
        sessions as _,
        &starts,
        &ends
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The track of that name, made if there is none.
async fn track(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    name: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<TrackId>> {
    let Some(name) = name else { return Ok(None) };
    let found = sqlx::query_scalar!(
        r#"select id as "id: TrackId" from tracks where event_id = $1 and name = $2 order by id limit 1"#,
        event as _,
        name
    )
    .fetch_optional(&mut *conn)
    .await?;
    if found.is_some() {
        return Ok(found);
    }
    let id = TrackId::new(now);
    sqlx::query!(
        "insert into tracks (id, organization_id, event_id, name) values ($1, $2, $3, $4)",
        id as _,
        org as _,
        event as _,
        name
    )
    .execute(conn)
    .await?;
    Ok(Some(id))
}
