//! A copy of an event at another time (EV-13). Registrations, presence, meetings, the address,
//! the status and the history are never copied.

use chrono::{DateTime, TimeDelta, Utc};
use models::{
    BreakId, EventId, OrgId, QuestionId, SessionId, StagePartId, TicketTypeId, TrackId, UserId,
};
use serde::Deserialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Event, Status, queries};
use crate::local_time::{LocalTime, resolve};
use crate::session;
use crate::{Error, seats};

/// A part that can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CopiedPart)]
pub enum Copy {
    /// The programme with tracks and breaks; without it one session remains.
    Sessions,
    /// Who is on stage.
    Speakers,
    /// What is asked at registration.
    Questions,
    /// Tickets with their limits.
    Tickets,
    /// What the tickets cost; only with them.
    Prices,
    /// Registration, waiting list and reminders.
    Settings,
    /// When presence is enough.
    Policy,
    /// The picture and what it shows.
    Image,
}

/// What a copy is to be.
#[derive(Clone, Copy, Debug)]
pub struct Copied<'a> {
    /// Its first start.
    pub local_start: LocalTime,
    /// Its title; the same, if absent.
    pub title: Option<&'a str>,
    /// What is copied.
    pub parts: &'a [Copy],
}

impl Copied<'_> {
    fn has(&self, part: Copy) -> bool {
        self.parts.contains(&part)
    }
}

/// A copy that was made.
#[derive(Clone, Debug)]
pub struct Duplicate {
    /// The draft.
    pub event: Event,
    /// How much later it starts.
    pub shift: TimeDelta,
    /// Which ticket of it stands for which ticket of the source.
    pub tickets: Vec<(TicketTypeId, TicketTypeId)>,
}

/// Makes a draft like this event.
pub async fn duplicate(
    conn: &mut PgConnection,
    org: OrgId,
    id: EventId,
    by: UserId,
    copied: &Copied<'_>,
    now: DateTime<Utc>,
) -> Result<Duplicate, Error> {
    let source = queries::lock(conn, org, id).await?.ok_or(Error::NotFound)?;
    let mut event = Event {
        id: EventId::new(now),
        title: copied.title.map_or_else(|| source.title.clone(), str::to_owned),
        status: Status::Draft,
        sequence: 0,
        access_generation: 1,
        published_at: None,
        cancelled_at: None,
        cancel_reason: None,
        created_at: now,
        updated_at: now,
        version: 1,
        ..source.clone()
    };
    queries::insert(conn, &event).await?;
    queries::take_slug(conn, event.id, &event.title).await?;
    let sessions = programme(conn, &source, &event, copied, now).await?;
    let from = (source.starts_at, source.time_zone);
    session::shift(conn, event.id, from, (copied.local_start, source.time_zone), now).await?;
    session::respan(conn, event.id, now).await?;
    settings(conn, &source, &event, copied).await?;
    let shift = resolve(copied.local_start, source.time_zone, None)? - source.starts_at;
    let tickets = tickets(conn, &source, &event, copied, shift, now).await?;
    seats::copy(conn, source.id, event.id, &tickets, now).await?;
    if copied.has(Copy::Questions) {
        questions(conn, &source, &event, now).await?;
    }
    if copied.has(Copy::Image) {
        image(conn, &source, &event, now).await?;
    }
    if copied.has(Copy::Speakers) {
        speakers(conn, &source, &event, &sessions, now).await?;
    }
    queries::insert_history(conn, &event, by, now).await?;
    event = queries::lock(conn, org, event.id).await?.ok_or(Error::NotFound)?;
    Ok(Duplicate { event, shift, tickets })
}

/// Pictures are kept by their content, so two events may show one.
async fn image(
    conn: &mut PgConnection,
    source: &Event,
    event: &Event,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into event_images (event_id, organization_id, alt, large_object, small_object, sha256, created_at)
         select $2, organization_id, alt, large_object, small_object, sha256, $3 from event_images where event_id = $1",
        source.id as _,
        event.id as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

type Pairs = Vec<(SessionId, SessionId)>;

/// Copies the sessions that take place; says which copy stands for which.
async fn programme(
    conn: &mut PgConnection,
    source: &Event,
    event: &Event,
    copied: &Copied<'_>,
    now: DateTime<Utc>,
) -> Result<Pairs, Error> {
    if !copied.has(Copy::Sessions) {
        let plan = session::Plan::simple(
            &event.title,
            source.starts_at,
            source.ends_at.min(source.starts_at + chrono::TimeDelta::hours(24)),
            event.format,
        );
        session::insert(conn, event.organization_id, event.id, &[plan], 0, now).await?;
        return Ok(Vec::new());
    }
    let tracks = ids_of(conn, "tracks", source.id).await?;
    let new_tracks: Vec<TrackId> = tracks.iter().map(|_| TrackId::new(now)).collect();
    sqlx::query!(
        "insert into tracks (id, organization_id, event_id, name, color)
         select m.new, t.organization_id, $1, t.name, t.color
           from unnest($2::uuid[], $3::uuid[]) m (old, new) join tracks t on t.id = m.old",
        event.id as _,
        &tracks,
        new_tracks as _
    )
    .execute(&mut *conn)
    .await?;
    let old: Vec<SessionId> =
        ids_of(conn, "sessions", source.id).await?.into_iter().map(SessionId::from).collect();
    let new: Vec<SessionId> = old.iter().map(|_| SessionId::new(now)).collect();
    sqlx::query!(
        "insert into sessions (id, organization_id, event_id, track_id, title, description, starts_at, ends_at, mode, room, mandatory,
            creditable, own_meeting, min_percent, min_minutes, position, created_at, updated_at)
         select m.new, s.organization_id, $1, k.new, s.title, s.description, s.starts_at, s.ends_at, s.mode, s.room, s.mandatory,
                s.creditable, s.own_meeting, s.min_percent, s.min_minutes, m.place - 1, $6, $6
           from unnest($2::uuid[], $3::uuid[]) with ordinality m (old, new, place)
           join sessions s on s.id = m.old
           left join unnest($4::uuid[], $5::uuid[]) k (old, new) on k.old = s.track_id",
        event.id as _,
        old as _,
        new as _,
        &tracks,
        new_tracks as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    breaks(conn, &old, &new, now).await?;
    Ok(old.into_iter().zip(new).collect())
}

async fn breaks(
    conn: &mut PgConnection,
    old: &[SessionId],
    new: &[SessionId],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let breaks = sqlx::query_scalar!(
        r#"select id as "id: BreakId" from session_breaks where session_id = any($1)"#,
        old as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let keys: Vec<BreakId> = breaks.iter().map(|_| BreakId::new(now)).collect();
    sqlx::query!(
        "insert into session_breaks (id, session_id, starts_at, ends_at)
         select k.new, m.new, b.starts_at, b.ends_at
           from unnest($1::uuid[], $2::uuid[]) k (old, new)
           join session_breaks b on b.id = k.old
           join unnest($3::uuid[], $4::uuid[]) m (old, new) on m.old = b.session_id",
        breaks as _,
        keys as _,
        old as _,
        new as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The rows of a table that belong to an event and are still in use, in their order.
async fn ids_of(conn: &mut PgConnection, table: &str, event: EventId) -> sqlx::Result<Vec<Uuid>> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id!" from (
              select id, 'tracks' as of_table, 0 as position from tracks where event_id = $1
              union all select id, 'sessions', position from sessions where event_id = $1 and cancelled_at is null
              union all select id, 'tickets', position from ticket_types where event_id = $1 and archived_at is null
              union all select id, 'questions', position from questions where event_id = $1 and archived_at is null
              union all select id, 'stage', position from event_speakers where event_id = $1
           ) rows where of_table = $2 order by position, id"#,
        event as _,
        table
    )
    .fetch_all(conn)
    .await?;
    Ok(ids)
}

async fn settings(
    conn: &mut PgConnection,
    source: &Event,
    event: &Event,
    copied: &Copied<'_>,
) -> sqlx::Result<()> {
    // Times of registration belong to the old date; they are not copied.
    sqlx::query!(
        "insert into event_settings (event_id, organization_id, guests_allowed, approval_required, waitlist_max, waitlist_offer_minutes,
            waitlist_auto_confirm, hold_minutes, party_max, cancel_until_minutes, show_seats_left, reminders)
         select $1, organization_id, guests_allowed, approval_required, waitlist_max, waitlist_offer_minutes,
                waitlist_auto_confirm, hold_minutes, party_max, cancel_until_minutes, show_seats_left, reminders
           from event_settings where event_id = $2 and $3",
        event.id as _,
        source.id as _,
        copied.has(Copy::Settings)
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into event_settings (event_id, organization_id) values ($1, $2) on conflict do nothing",
        event.id as _,
        event.organization_id as _
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into attendance_policies (event_id, organization_id, criterion, criterion_value, min_percent, min_minutes,
            gap_grace_seconds, edge_grace_seconds, scan_mode, missing_exit, excused, prompts_per_hour, prompt_window_seconds)
         select $1, organization_id, criterion, criterion_value, min_percent, min_minutes, gap_grace_seconds, edge_grace_seconds,
                scan_mode, missing_exit, excused, prompts_per_hour, prompt_window_seconds
           from attendance_policies where event_id = $2 and $3",
        event.id as _,
        source.id as _,
        copied.has(Copy::Policy)
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into attendance_policies (event_id, organization_id) values ($1, $2) on conflict do nothing",
        event.id as _,
        event.organization_id as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn tickets(
    conn: &mut PgConnection,
    source: &Event,
    event: &Event,
    copied: &Copied<'_>,
    shift: TimeDelta,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<(TicketTypeId, TicketTypeId)>> {
    if copied.has(Copy::Tickets) {
        let old: Vec<TicketTypeId> =
            ids_of(conn, "tickets", source.id).await?.into_iter().map(TicketTypeId::from).collect();
        let new: Vec<TicketTypeId> = old.iter().map(|_| TicketTypeId::new(now)).collect();
        let made = sqlx::query!(
            "insert into ticket_types (id, organization_id, event_id, name, description, mode, audience, access_code, sales_open_at,
                sales_close_at, min_per_booking, max_per_booking, waitlist_priority, color, position, created_at, updated_at)
             select m.new, t.organization_id, $1, t.name, t.description, t.mode, t.audience, t.access_code, t.sales_open_at + $5,
                    t.sales_close_at + $5, t.min_per_booking, t.max_per_booking, t.waitlist_priority, t.color, t.position, $4, $4
               from unnest($2::uuid[], $3::uuid[]) m (old, new) join ticket_types t on t.id = m.old",
            event.id as _,
            &old as _,
            &new as _,
            now,
            shift as _
        )
        .execute(&mut *conn)
        .await?;
        if made.rows_affected() > 0 {
            return Ok(old.into_iter().zip(new).collect());
        }
    }
    sqlx::query!(
        "insert into ticket_types (id, organization_id, event_id, name, created_at, updated_at)
         values ($1, $2, $3, 'Registration', $4, $4)",
        TicketTypeId::new(now) as _,
        event.organization_id as _,
        event.id as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(Vec::new())
}

async fn questions(
    conn: &mut PgConnection,
    source: &Event,
    event: &Event,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let old = ids_of(conn, "questions", source.id).await?;
    let new: Vec<QuestionId> = old.iter().map(|_| QuestionId::new(now)).collect();
    sqlx::query!(
        "insert into questions (id, organization_id, event_id, per, kind, label, help, required, options, min, max, keep_days, position,
            created_at, updated_at)
         select m.new, q.organization_id, $1, q.per, q.kind, q.label, q.help, q.required, q.options, q.min, q.max, q.keep_days,
                q.position, $4, $4
           from unnest($2::uuid[], $3::uuid[]) m (old, new) join questions q on q.id = m.old",
        event.id as _,
        &old,
        new as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn speakers(
    conn: &mut PgConnection,
    source: &Event,
    event: &Event,
    sessions: &Pairs,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let old = ids_of(conn, "stage", source.id).await?;
    let new: Vec<StagePartId> = old.iter().map(|_| StagePartId::new(now)).collect();
    let (from, to): (Vec<SessionId>, Vec<SessionId>) = sessions.iter().copied().unzip();
    sqlx::query!(
        "insert into event_speakers (id, organization_id, event_id, session_id, speaker_id, role, position)
         select m.new, s.organization_id, $1, k.new, s.speaker_id, s.role, s.position
           from unnest($2::uuid[], $3::uuid[]) m (old, new)
           join event_speakers s on s.id = m.old
           left join unnest($4::uuid[], $5::uuid[]) k (old, new) on k.old = s.session_id
         on conflict on constraint event_speakers_key do nothing",
        event.id as _,
        &old,
        new as _,
        from as _,
        to as _
    )
    .execute(conn)
    .await?;
    Ok(())
}
