//! Which meetings an event should have. Only rows and jobs: Zoom is spoken to later.

use chrono::{DateTime, Utc};
use models::{EventId, OrgId, RegistrationId, SessionId, ZoomConnectionId, ZoomMeetingId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::jobs::SyncZoom;
use super::{Error, Kind, Settings};

/// What an organizer wants.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// A meeting, or a webinar.
    pub kind: Kind,
    /// Who hosts it.
    pub connection: ZoomConnectionId,
    /// How it is set up.
    pub settings: Settings,
}

/// Asks for the job, once however often it is asked for.
pub async fn ask(conn: &mut PgConnection, job: SyncZoom, now: DateTime<Utc>) -> sqlx::Result<()> {
    db::outbox::push_once(conn, &job, &job.key(), now, now).await
}

/// Sets the whole plan of an event. Meetings that no longer fit it are given up, and everybody is
/// registered at the new ones.
pub async fn set(
    conn: &mut PgConnection,
    organization: OrgId,
    event: EventId,
    plan: Plan,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    lock_open(&mut *conn, organization, event).await?;
    let connected = sqlx::query_scalar!(
        r#"select exists (select from zoom_connections where id = $1 and organization_id = $2 and status = 'active') as "is!""#,
        plan.connection as _,
        organization as _
    );
    if !connected.fetch_one(&mut *conn).await? {
        return Err(Error::NotConnected);
    }
    sqlx::query!(
        "update events set zoom_planned = true where id = $1 and not zoom_planned",
        event as _
    )
    .execute(&mut *conn)
    .await?;
    let wanted = owners(&mut *conn, event, plan.settings).await?;
    let standing = standing(&mut *conn, event).await?;
    for old in &standing {
        let kept = wanted.contains(&old.session)
            && old.connection == plan.connection
            && old.kind == plan.kind;
        if !kept {
            give_up(&mut *conn, old.id, now).await?;
        }
    }
    for session in wanted {
        let fits = |old: &&Standing| {
            old.session == session && old.connection == plan.connection && old.kind == plan.kind
        };
        let id = match standing.iter().find(fits) {
            Some(old) => {
                resettle(&mut *conn, old.id, plan.settings, now).await?;
                old.id
            }
            None => insert(&mut *conn, organization, (event, session), plan, now).await?,
        };
        ask(&mut *conn, SyncZoom::Meeting { meeting: id }, now).await?;
    }
    Ok(())
}

/// Takes Zoom away from an event. Its meetings are deleted.
pub async fn remove(
    conn: &mut PgConnection,
    organization: OrgId,
    event: EventId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    lock_open(&mut *conn, organization, event).await?;
    sqlx::query!("update events set zoom_planned = false where id = $1", event as _)
        .execute(&mut *conn)
        .await?;
    for old in standing(&mut *conn, event).await? {
        give_up(&mut *conn, old.id, now).await?;
    }
    Ok(())
}

async fn lock_open(
    conn: &mut PgConnection,
    organization: OrgId,
    event: EventId,
) -> Result<(), Error> {
    let status = sqlx::query_scalar!(
        r#"select status as "status: String" from events where id = $1 and organization_id = $2 for no key update"#,
        event as _,
        organization as _
    );
    match status.fetch_optional(conn).await?.as_deref() {
        None => Err(Error::NotFound),
        Some("draft" | "published" | "live") => Ok(()),
        Some(_) => Err(Error::EventLocked),
    }
}

struct Standing {
    id: ZoomMeetingId,
    session: Option<SessionId>,
    connection: ZoomConnectionId,
    kind: Kind,
}

async fn standing(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Standing>> {
    sqlx::query_as!(
        Standing,
        r#"select id as "id: ZoomMeetingId", session_id as "session: SessionId",
                  connection_id as "connection: ZoomConnectionId", kind as "kind: Kind"
             from zoom_meetings where event_id = $1 and status in ('pending', 'ready', 'failed') order by id for no key update"#,
        event as _
    )
    .fetch_all(conn)
    .await
}

/// Who has a meeting: each online session, or the event.
async fn owners(
    conn: &mut PgConnection,
    event: EventId,
    settings: Settings,
) -> sqlx::Result<Vec<Option<SessionId>>> {
    if !settings.per_session {
        return Ok(vec![None]);
    }
    let sessions = sqlx::query_scalar!(
        r#"select id as "id: SessionId" from sessions
            where event_id = $1 and cancelled_at is null and mode <> 'in_person' order by position"#,
        event as _
    );
    Ok(sessions.fetch_all(conn).await?.into_iter().map(Some).collect())
}

async fn insert(
    conn: &mut PgConnection,
    organization: OrgId,
    (event, session): (EventId, Option<SessionId>),
    plan: Plan,
    now: DateTime<Utc>,
) -> sqlx::Result<ZoomMeetingId> {
    let id = ZoomMeetingId::new(now);
    sqlx::query!(
        "insert into zoom_meetings (id, organization_id, event_id, session_id, connection_id, kind, settings, status,
                                    created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'pending', $8, $8)",
        id as _,
        organization as _,
        event as _,
        session as _,
        plan.connection as _,
        plan.kind as _,
        Json(plan.settings) as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(id)
}

async fn resettle(
    conn: &mut PgConnection,
    id: ZoomMeetingId,
    settings: Settings,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_meetings set settings = $2, updated_at = $3, version = version + 1 where id = $1 and settings <> $2",
        id as _,
        Json(settings) as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The meeting serves no longer; the job deletes it at Zoom.
pub async fn give_up(
    conn: &mut PgConnection,
    id: ZoomMeetingId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_meetings set status = 'gone', updated_at = $2, version = version + 1 where id = $1",
        id as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    ask(conn, SyncZoom::Meeting { meeting: id }, now).await
}

/// Tries a failed meeting again.
pub async fn retry(
    conn: &mut PgConnection,
    organization: OrgId,
    id: ZoomMeetingId,
    now: DateTime<Utc>,
) -> Result<EventId, Error> {
    let event = sqlx::query_scalar!(
        r#"update zoom_meetings set status = case when zoom_id is null then 'pending' else 'ready' end, attempts = 0,
                  error_code = null, error_text = null, settings_hash = null, updated_at = $3, version = version + 1
            where id = $1 and organization_id = $2 and status in ('pending', 'failed', 'ready')
           returning event_id as "id: EventId""#,
        id as _,
        organization as _,
        now
    )
    .fetch_optional(&mut *conn)
    .await?;
    let event = event.ok_or(absent(&mut *conn, organization, id).await?)?;
    ask(conn, SyncZoom::Meeting { meeting: id }, now).await?;
    Ok(event)
}

/// Gives a meeting up and plans another like it: all are registered again.
pub async fn recreate(
    conn: &mut PgConnection,
    organization: OrgId,
    id: ZoomMeetingId,
    now: DateTime<Utc>,
) -> Result<ZoomMeetingId, Error> {
    let row = sqlx::query!(
        r#"select event_id as "event: EventId", session_id as "session: SessionId", status,
                  connection_id as "connection: ZoomConnectionId", kind as "kind: Kind", settings as "settings: Json<Settings>"
             from zoom_meetings where id = $1 and organization_id = $2 for no key update"#,
        id as _,
        organization as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    lock_open(&mut *conn, organization, row.event).await?;
    if row.status == "ended" {
        return Err(Error::IllegalTransition);
    }
    give_up(&mut *conn, id, now).await?;
    let other = sqlx::query_scalar!(
        r#"select exists (select from zoom_meetings where event_id = $1 and session_id is not distinct from $2
                             and status <> 'gone') as "is!""#,
        row.event as _,
        row.session as _
    );
    if other.fetch_one(&mut *conn).await? {
        return Err(Error::IllegalTransition);
    }
    let plan = Plan { kind: row.kind, connection: row.connection, settings: row.settings.0 };
    let made = insert(&mut *conn, organization, (row.event, row.session), plan, now).await?;
    ask(conn, SyncZoom::Meeting { meeting: made }, now).await?;
    Ok(made)
}

async fn absent(
    conn: &mut PgConnection,
    organization: OrgId,
    id: ZoomMeetingId,
) -> sqlx::Result<Error> {
    let there = sqlx::query_scalar!(
        r#"select exists (select from zoom_meetings where id = $1 and organization_id = $2) as "is!""#,
        id as _,
        organization as _
    );
    Ok(if there.fetch_one(conn).await? { Error::IllegalTransition } else { Error::NotFound })
}

/// An event was published, changed or cancelled: its meetings follow (ZM-2, ZM-3). An event that
/// wants Zoom and has no plan yet gets one with the organization's oldest connection.
pub async fn event_changed(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let row = sqlx::query!(
        r#"select e.organization_id as "organization: OrgId", e.status as "status: String", e.zoom_planned,
                  (select c.id from zoom_connections c where c.organization_id = e.organization_id and c.status = 'active'
                    order by c.id limit 1) as "connection: ZoomConnectionId"
             from events e where e.id = $1"#,
        event as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let standing = standing(&mut *conn, event).await?;
    for meeting in &standing {
        match row.status.as_str() {
            "cancelled" => give_up(&mut *conn, meeting.id, now).await?,
            _ => ask(&mut *conn, SyncZoom::Meeting { meeting: meeting.id }, now).await?,
        }
    }
    let open = matches!(row.status.as_str(), "published" | "live");
    if let Some(connection) = row.connection
        && open
        && row.zoom_planned
        && standing.is_empty()
    {
        let plan = Plan { kind: Kind::Meeting, connection, settings: Settings::default() };
        let meeting = insert(&mut *conn, row.organization, (event, None), plan, now).await?;
        ask(conn, SyncZoom::Meeting { meeting }, now).await?;
    }
    Ok(())
}

/// A new connection serves the coming events that were waiting for one.
pub async fn connected(
    conn: &mut PgConnection,
    organization: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let waiting = sqlx::query_scalar!(
        r#"select e.id as "id: EventId" from events e
            where e.organization_id = $1 and e.zoom_planned and e.status in ('published', 'live') and e.ends_at > $2
              and not exists (select from zoom_meetings m where m.event_id = e.id and m.status <> 'gone') order by e.id"#,
        organization as _,
        now
    );
    for event in waiting.fetch_all(&mut *conn).await? {
        event_changed(&mut *conn, event, now).await?;
    }
    Ok(())
}

/// People of an event were confirmed, renamed or have left: the meetings' lists follow (ZM-5).
pub async fn registrations_changed(
    conn: &mut PgConnection,
    event: EventId,
    people: &[RegistrationId],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let meetings = sqlx::query_scalar!(
        r#"select id as "id: ZoomMeetingId" from zoom_meetings where event_id = $1 and status = 'ready' order by id"#,
        event as _
    );
    let meetings = meetings.fetch_all(&mut *conn).await?;
    let of = |meeting| {
        people
            .iter()
            .map(move |registration| SyncZoom::Registrant { meeting, registration: *registration })
    };
    let jobs: Vec<SyncZoom> = meetings.into_iter().flat_map(of).collect();
    let keyed: Vec<_> = jobs.iter().map(|job| (job, job.key())).collect();
    db::outbox::push_each_once(conn, &keyed, now, now).await
}
