//! A meeting's row: what Zoom should have, and what came of telling it (ZM-2 to ZM-4).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use models::{EventId, OrgId, RegistrationId, TimeZone, ZoomConnectionId, ZoomMeetingId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::client::{Made, Refusal, Wanted};
use super::jobs::SyncZoom;
use super::{Kind, Settings, Vault};
use crate::fingerprint::fingerprint;

/// Creates and updates per host and UTC day.
const MOST_WRITES: i32 = 100;
/// When a refused meeting is tried again: five times over six hours.
const AGAIN: [TimeDelta; 5] = [
    TimeDelta::minutes(5),
    TimeDelta::minutes(25),
    TimeDelta::minutes(60),
    TimeDelta::minutes(110),
    TimeDelta::minutes(160),
];

/// Where a meeting is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ZoomMeetingStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// To be made.
    Pending,
    /// There.
    Ready,
    /// Zoom refuses it.
    Failed,
    /// Not there any more.
    Gone,
    /// Over.
    Ended,
}

/// A meeting, and what Zoom should be told about it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Which.
    pub id: ZoomMeetingId,
    /// Whose.
    pub organization: OrgId,
    /// Of which event.
    pub event: EventId,
    /// Who hosts it.
    pub connection: ZoomConnectionId,
    /// Zoom's id of the host.
    pub host: String,
    /// A meeting, or a webinar.
    pub kind: Kind,
    /// Zoom's number.
    pub zoom_id: Option<String>,
    /// Where it is in its life.
    pub status: Status,
    /// Whether people are registered at Zoom.
    pub registration_enabled: bool,
    /// Of what Zoom was told last.
    pub settings_hash: Option<String>,
    /// What it should be.
    pub wanted: Wanted,
    /// Whether the event is open to people.
    pub open: bool,
}

impl Planned {
    /// Of what Zoom should know: equal to what was told, nothing is to be told.
    #[must_use]
    pub fn hash(&self) -> String {
        fingerprint(&serde_json::to_string(&self.wanted).unwrap_or_default())
    }
}

/// Reads a meeting with what it should be.
pub async fn planned(conn: &mut PgConnection, id: ZoomMeetingId) -> sqlx::Result<Option<Planned>> {
    let row = sqlx::query!(
        r#"select m.organization_id as "organization: OrgId", m.event_id as "event: EventId",
                  m.connection_id as "connection: ZoomConnectionId", c.zoom_user_id as host, m.kind as "kind: Kind",
                  m.zoom_id, m.status as "status: Status", m.registration_enabled, m.settings_hash,
                  m.settings as "settings: Json<Settings>", e.title, s.title as "session_title?",
                  coalesce(s.starts_at, e.starts_at) as "starts_at!", coalesce(s.ends_at, e.ends_at) as "ends_at!",
                  e.time_zone as "time_zone: TimeZone", e.status in ('published', 'live') as "open!"
             from zoom_meetings m
             join zoom_connections c on c.id = m.connection_id
             join events e on e.id = m.event_id
             left join sessions s on s.id = m.session_id
            where m.id = $1"#,
        id as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Planned {
        id,
        organization: row.organization,
        event: row.event,
        connection: row.connection,
        host: row.host,
        kind: row.kind,
        zoom_id: row.zoom_id,
        status: row.status,
        registration_enabled: row.registration_enabled,
        settings_hash: row.settings_hash,
        wanted: Wanted {
            topic: row
                .session_title
                .map_or_else(|| row.title.clone(), |session| format!("{}: {session}", row.title)),
            starts_at: row.starts_at,
            minutes: (row.ends_at - row.starts_at).num_minutes(),
            time_zone: row.time_zone.name().to_owned(),
            settings: row.settings.0,
        },
        open: row.open,
    }))
}

/// Counts one create or update of a host. False: the day's are used up, try tomorrow.
pub async fn may_write(
    conn: &mut PgConnection,
    connection: ZoomConnectionId,
    today: NaiveDate,
) -> sqlx::Result<bool> {
    let counted = sqlx::query!(
        "insert into zoom_calls (connection_id, day, writes) values ($1, $2, 1)
         on conflict on constraint zoom_calls_pkey do update set writes = zoom_calls.writes + 1
          where zoom_calls.writes < $3",
        connection as _,
        today,
        MOST_WRITES
    )
    .execute(conn)
    .await?;
    Ok(counted.rows_affected() == 1)
}

fn url_of(id: ZoomMeetingId) -> String {
    format!("zoom-meeting/{id}/join")
}

fn passcode_of(id: ZoomMeetingId) -> String {
    format!("zoom-meeting/{id}/passcode")
}

/// The common address.
#[must_use]
pub fn open_url(vault: &Vault, id: ZoomMeetingId, sealed: &[u8]) -> Option<String> {
    vault.open(&url_of(id), sealed)
}

/// Zoom has made it: everybody confirmed is to be registered there. One that was given up meanwhile
/// goes again. `false`: another try made one first, so this one is to be deleted.
pub async fn made(
    conn: &mut PgConnection,
    vault: &Vault,
    planned: &Planned,
    made: &Made,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let status = sqlx::query_scalar!(
        r#"update zoom_meetings set zoom_id = $2, join_url = $3, passcode = $4, registration_enabled = true,
                settings_hash = $5, status = case when status = 'gone' then status else 'ready' end, error_code = null,
                error_text = null, attempts = 0, version = version + 1, updated_at = $6
          where id = $1 and zoom_id is null returning status as "status: Status""#,
        planned.id as _,
        made.id.0,
        made.join_url.as_deref().map(|url| vault.seal(&url_of(planned.id), url)),
        made.password.as_deref().map(|code| vault.seal(&passcode_of(planned.id), code)),
        planned.hash(),
        now
    )
    .fetch_optional(&mut *conn)
    .await?;
    match status {
        None => return Ok(false),
        Some(Status::Gone) => {
            let job = SyncZoom::Meeting { meeting: planned.id };
            db::outbox::push_once(conn, &job, &job.key(), now, now).await?;
        }
        Some(_) => register_all(conn, planned, now).await?,
    }
    Ok(true)
}

/// Zoom has changed it. Who was refused while it had no registration is tried again.
pub async fn changed(
    conn: &mut PgConnection,
    planned: &Planned,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_meetings set settings_hash = $2, registration_enabled = true, status = 'ready', error_code = null,
                error_text = null, attempts = 0, version = version + 1, updated_at = $3
          where id = $1 and status <> 'gone'",
        planned.id as _,
        planned.hash(),
        now
    )
    .execute(&mut *conn)
    .await?;
    register_all(conn, planned, now).await
}

async fn register_all(
    conn: &mut PgConnection,
    planned: &Planned,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let missing = sqlx::query_scalar!(
        r#"select r.id as "id: RegistrationId" from registrations r
            where r.event_id = $1 and r.status = 'confirmed' and r.mode = 'online' and r.email is not null
              and not exists (select from zoom_registrants z where z.meeting_id = $2 and z.registration_id = r.id
                                 and z.status = 'added') order by r.id"#,
        planned.event as _,
        planned.id as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let meeting = planned.id;
    let jobs: Vec<SyncZoom> = missing
        .into_iter()
        .map(|registration| SyncZoom::Registrant { meeting, registration })
        .collect();
    db::outbox::push_all(conn, &jobs, now, now).await
}

/// Zoom does not know it any more: it is made again.
pub async fn lost(
    conn: &mut PgConnection,
    id: ZoomMeetingId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_meetings set status = 'gone', version = version + 1, updated_at = $2 where id = $1",
        id as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The last word about a deleted meeting.
pub async fn deleted(
    conn: &mut PgConnection,
    id: ZoomMeetingId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_meetings set settings_hash = 'deleted', join_url = null, passcode = null, updated_at = $2
          where id = $1",
        id as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The day's writes of the host are used up: the job waits for tomorrow and says so (ZM-3).
pub async fn wait(
    conn: &mut PgConnection,
    id: ZoomMeetingId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_meetings set error_code = 'daily-limit', version = version + 1, updated_at = $2,
                error_text = 'Zoom allows 100 changes of meetings per host and day. This one is made after midnight UTC.'
          where id = $1",
        id as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    let tomorrow =
        (now + TimeDelta::days(1)).date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    let job = SyncZoom::Meeting { meeting: id };
    db::outbox::push_at(conn, &job, tomorrow + TimeDelta::minutes(1), now).await
}

/// Zoom refused it. Tried again five times over six hours, then by a person. Gives whether it was
/// the last try.
pub async fn refused(
    conn: &mut PgConnection,
    id: ZoomMeetingId,
    refusal: &Refusal,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let (code, text) = match refusal {
        Refusal::Said { code, message, .. } => (code.to_string(), message.clone()),
        other => ("unavailable".to_owned(), other.to_string()),
    };
    let attempts = sqlx::query_scalar!(
        "update zoom_meetings set attempts = attempts + 1, error_code = $2, error_text = $3, updated_at = $5,
                version = version + 1, status = case when status = 'pending' and attempts >= $4 then 'failed' else status end
          where id = $1 returning attempts",
        id as _,
        code,
        text,
        i32::try_from(AGAIN.len()).unwrap_or(i32::MAX),
        now
    )
    .fetch_one(&mut *conn)
    .await?;
    let again = usize::try_from(attempts - 1).ok().and_then(|nth| AGAIN.get(nth));
    if let Some(after) = again {
        db::outbox::push_at(conn, &SyncZoom::Meeting { meeting: id }, now + *after, now).await?;
    }
    Ok(again.is_none())
}
