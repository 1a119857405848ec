//! The meetings of an event, as every answer of this function shows them.

use chrono::{DateTime, Utc};
use events::zoom::meeting::Status;
use events::zoom::{Error, Kind, Settings};
use models::{EventId, OrgId, SessionId, ZoomConnectionId, ZoomMeetingId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;
use utoipa::ToSchema;

/// A meeting behind an event.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ZoomMeeting)]
pub(crate) struct Meeting {
    id: ZoomMeetingId,
    event_id: EventId,
    session_id: Option<SessionId>,
    session_title: Option<String>,
    connection_id: ZoomConnectionId,
    host_name: Option<String>,
    kind: Kind,
    status: Status,
    /// Zoom's number.
    zoom_id: Option<String>,
    /// Whether people are registered there one by one.
    registration_enabled: bool,
    /// Zoom's code, `daily-limit`, `drift` or `no-registration`.
    error_code: Option<String>,
    error_text: Option<String>,
    attempts: i32,
    #[schema(value_type = Settings)]
    settings: Json<Settings>,
    #[schema(value_type = RegistrantCounts)]
    registrants: Json<RegistrantCounts>,
    #[schema(value_type = Vec<Run>)]
    instances: Json<Vec<Run>>,
    /// People who registered at Zoom only, at most 50.
    #[schema(value_type = Vec<Guest>)]
    guests: Json<Vec<Guest>>,
    version: i32,
}

/// How many people Zoom knows.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RegistrantCounts {
    added: i64,
    pending: i64,
    failed: i64,
}

/// One run of the meeting; a restart is another.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ZoomRun)]
pub(crate) struct Run {
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    /// `waiting`, `partial`, `complete` or `unavailable`.
    report: String,
}

/// Somebody who registered at Zoom only.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ZoomGuest)]
pub(crate) struct Guest {
    display_name: Option<String>,
    email: Option<String>,
}

/// All meetings of an event.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ZoomMeetings)]
pub(crate) struct Meetings {
    pub(crate) data: Vec<Meeting>,
}

/// Somebody else's event is not there, nor one outside the scope of a membership.
pub(crate) async fn require<P>(
    conn: &mut PgConnection,
    org: &auth::Org<P>,
    event: EventId,
) -> Result<(), Error> {
    let there = sqlx::query_scalar!(
        r#"select exists (select from events where id = $1 and organization_id = $2) as "is!""#,
        event as _,
        org.id as _
    );
    let within = org.scope.as_ref().is_none_or(|scope| scope.contains(&event));
    if there.fetch_one(conn).await? && within { Ok(()) } else { Err(Error::NotFound) }
}

/// The event of a meeting that the caller may change.
pub(crate) async fn event_of<P>(
    conn: &mut PgConnection,
    org: &auth::Org<P>,
    meeting: ZoomMeetingId,
) -> Result<EventId, Error> {
    let event = sqlx::query_scalar!(
        r#"select event_id as "id: EventId" from zoom_meetings where id = $1 and organization_id = $2"#,
        meeting as _,
        org.id as _
    );
    let event = event.fetch_optional(&mut *conn).await?.ok_or(Error::NotFound)?;
    require(conn, org, event).await.map(|()| event)
}

/// The meetings of an event; those given up are not shown, unless one is asked for.
pub(crate) async fn meetings(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    only: Option<ZoomMeetingId>,
) -> sqlx::Result<Vec<Meeting>> {
    sqlx::query_as!(
        Meeting,
        r#"select m.id as "id: ZoomMeetingId", m.event_id as "event_id: EventId", m.session_id as "session_id: SessionId",
                  s.title as "session_title?", m.connection_id as "connection_id: ZoomConnectionId", c.host_name,
                  m.kind as "kind: Kind", m.status as "status: Status", m.zoom_id, m.registration_enabled, m.error_code,
                  m.error_text, m.attempts, m.settings as "settings: Json<Settings>",
                  (select jsonb_build_object('added', count(*) filter (where z.status = 'added'),
                                             'pending', count(*) filter (where z.status = 'pending'),
                                             'failed', count(*) filter (where z.status = 'failed'))
                     from zoom_registrants z where z.meeting_id = m.id) as "registrants!: Json<RegistrantCounts>",
                  coalesce((select jsonb_agg(jsonb_build_object('started_at', i.started_at, 'ended_at', i.ended_at,
                                                                'report', i.report_state) order by i.id)
                              from zoom_instances i where i.meeting_id = m.id), '[]') as "instances!: Json<Vec<Run>>",
                  coalesce((select jsonb_agg(jsonb_build_object('display_name', p.display_name, 'email', p.email))
                              from (select p.display_name, p.email from participants p
                                     where p.event_id = m.event_id and p.source = 'zoom' and p.registration_id is null
                                       and p.identity_key like 'r:' || m.id::text || ':%'
                                       and not exists (select from presence_segments g where g.participant_id = p.id)
                                     order by p.id limit 50) p), '[]') as "guests!: Json<Vec<Guest>>",
                  m.version
             from zoom_meetings m
             join zoom_connections c on c.id = m.connection_id
             left join sessions s on s.id = m.session_id
            where m.organization_id = $1 and m.event_id = $2
              and case when $3::uuid is null then m.status <> 'gone' else m.id = $3 end
            order by s.position nulls first, m.id"#,
        org as _,
        event as _,
        only as _
    )
    .fetch_all(conn)
    .await
}
