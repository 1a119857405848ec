//! The personal link into the meeting: it outlives changes of meeting, host and account (ZM-6).

use chrono::{DateTime, TimeDelta, Utc};
use models::{ClickId, EventId, OrgId, RegistrationId, TimeZone, ZoomMeetingId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Mode;
use crate::event;
use crate::registration;

/// How long before the start the link opens.
const EARLY: TimeDelta = TimeDelta::minutes(15);

/// A registration as its join link sees it.
#[derive(Clone, Debug)]
pub struct Door {
    /// Which.
    pub registration: RegistrationId,
    /// Of whom.
    pub full_name: Option<String>,
    /// The generation that the seal must name.
    pub link_generation: i32,
    /// Where the registration is in its life.
    pub status: registration::Status,
    /// Booked without a name: nobody comes on it yet (RG-19).
    pub unnamed: bool,
    /// By video, or in the room.
    pub mode: Mode,
    /// The event.
    pub event: EventId,
    /// Whose.
    pub organization: OrgId,
    /// What it is called.
    pub title: String,
    /// Where its page is.
    pub slug: Option<String>,
    /// Where it is in its life.
    pub event_status: event::Status,
    /// In which zone its times are meant.
    pub time_zone: TimeZone,
    /// The first start.
    pub starts_at: DateTime<Utc>,
    /// The last end.
    pub ends_at: DateTime<Utc>,
    /// Where people join, if not by Zoom.
    pub online_url: Option<String>,
    /// Whether Zoom is meant.
    pub zoom_planned: bool,
    /// The meeting that serves now: the running session's own, else the event's.
    pub meeting: Option<ZoomMeetingId>,
    /// The common address, sealed.
    pub common_url: Option<Vec<u8>>,
    /// The person's own address, sealed.
    pub personal_url: Option<Vec<u8>>,
    /// When the link was last followed.
    pub clicked_at: Option<DateTime<Utc>>,
    /// Whether the meeting knows the person.
    pub seen: bool,
}

/// Where the link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JoinPhase)]
pub enum Phase {
    /// To a countdown.
    Early,
    /// Into the meeting.
    Open,
    /// To the person's result.
    After,
}

impl Door {
    /// When it opens.
    #[must_use]
    pub fn opens_at(&self) -> DateTime<Utc> {
        self.starts_at - EARLY
    }

    /// Where it leads now. A live event is open, whatever the plan says.
    #[must_use]
    pub fn phase(&self, now: DateTime<Utc>) -> Phase {
        let over = matches!(
            self.event_status,
            event::Status::Completed | event::Status::Closed | event::Status::Cancelled
        );
        if over || (now >= self.ends_at && self.event_status != event::Status::Live) {
            Phase::After
        } else if now >= self.opens_at() || self.event_status == event::Status::Live {
            Phase::Open
        } else {
            Phase::Early
        }
    }
}

/// The registration that a join link names.
pub async fn door(
    conn: &mut PgConnection,
    registration: Uuid,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Door>> {
    sqlx::query_as!(
        Door,
        r#"select r.id as "registration: RegistrationId", r.full_name, r.link_generation,
                  r.status as "status: registration::Status", r.unnamed as "unnamed!", r.mode as "mode: Mode", e.id as "event: EventId",
                  e.organization_id as "organization: OrgId", e.title,
                  (select slug from event_slugs where event_id = e.id and current) as slug,
                  e.status as "event_status: event::Status", e.time_zone as "time_zone: TimeZone", e.starts_at,
                  e.ends_at, e.online_url, e.zoom_planned, m.id as "meeting?: ZoomMeetingId",
                  m.join_url as "common_url?", z.join_url as "personal_url?",
                  (select max(clicked_at) from join_clicks c where c.registration_id = r.id) as clicked_at,
                  exists (select from participants p where p.registration_id = r.id) as "seen!"
             from registrations r
             join events e on e.id = r.event_id
             left join lateral (
                select m.id, m.join_url from zoom_meetings m
                  left join sessions s on s.id = m.session_id
                 where m.event_id = e.id and m.status in ('ready', 'ended') and s.cancelled_at is null
                 order by (s.id is null or s.ends_at > $2) desc, s.starts_at nulls last limit 1) m on true
             left join zoom_registrants z on z.meeting_id = m.id and z.registration_id = r.id and z.status = 'added'
            where r.id = $1"#,
        registration,
        now
    )
    .fetch_optional(conn)
    .await
}

/// Remembers that the link was followed: evidence for matching, never minutes.
pub async fn clicked(conn: &mut PgConnection, door: &Door, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into join_clicks (id, organization_id, registration_id, meeting_id, clicked_at) values ($1, $2, $3, $4, $5)",
        ClickId::new(now) as _,
        door.organization as _,
        door.registration as _,
        door.meeting as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}
