//! Notices to the members of an organization who work on the matter.

use chrono::{DateTime, Utc};
use models::{EventId, OrgId, RegistrationId, ZoomConnectionId, ZoomMeetingId};
use sqlx::PgConnection;

use crate::members::{self, Notice};
use crate::message::{
    Attention, Message, Places, TeamAttendance, TeamIntegrations, TeamRegistrations, Trouble,
};
use crate::write::About;

/// What happened to the places at an event.
#[derive(Clone, Debug)]
pub enum Registrations {
    /// No place is left.
    SoldOut,
}

/// What the organizer should look at after an event.
#[derive(Clone, Debug)]
pub enum Attendance {
    /// The end of the event leaves people or names over.
    Gaps {
        /// Names in the meeting that belong to nobody.
        unmatched: i64,
        /// Confirmed people whom nothing saw.
        missing: i64,
    },
    /// Somebody says that a name in the meeting was theirs.
    Claim {
        /// Whose word it is.
        registration: RegistrationId,
    },
}

/// What happened to Zoom.
#[derive(Clone, Debug)]
pub enum Integration {
    /// A host's account refuses some of what we ask.
    ZoomDegraded {
        /// Which.
        connection: ZoomConnectionId,
        /// What it said.
        reason: String,
    },
    /// A host's account is connected no more.
    ZoomRevoked {
        /// Which.
        connection: ZoomConnectionId,
    },
    /// A meeting was deleted at Zoom.
    MeetingGone {
        /// Whose.
        event: EventId,
        /// Which.
        meeting: ZoomMeetingId,
    },
    /// A meeting could not be made.
    MeetingFailed {
        /// Whose.
        event: EventId,
        /// What Zoom said.
        reason: String,
    },
}

/// Tells who reads registrations.
pub async fn registrations(
    conn: &mut PgConnection,
    event: EventId,
    what: &Registrations,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Registrations::SoldOut = what;
    places(conn, event, Places::SoldOut, now).await
}

/// The same for what [`crate::registrations::tell`] knows already: once a day for each event, or a
/// full hall would ring a thousand times.
pub(crate) async fn places(
    conn: &mut PgConnection,
    event: EventId,
    what: Places,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Some(subject) = subject(conn, event).await? else { return Ok(()) };
    let people =
        members::read(conn, subject.organization_id, Some(event), &members::REGISTRATIONS).await?;
    let message = Message::TeamRegistrations(TeamRegistrations {
        event,
        title: subject.title,
        organization_id: subject.organization_id,
        what,
    });
    let day = match what {
        Places::SoldOut => "once".to_owned(),
        Places::Taken | Places::GivenBack | Places::Requested => now.date_naive().to_string(),
    };
    let new_by = format!("{what:?}:{day}");
    let path = format!("/org/{}/events/{event}/registrations", subject.organization_id);
    let (organization, about) = (subject.organization_id, About::Event(event.into()));
    members::tell(conn, &Notice { organization, message, about, new_by, path }, people, now).await
}

/// Tells who manages attendance.
pub async fn attendance(
    conn: &mut PgConnection,
    event: EventId,
    what: &Attendance,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Some(subject) = subject(conn, event).await? else { return Ok(()) };
    let organization = subject.organization_id;
    let (what, new_by, page) = match what {
        Attendance::Gaps { unmatched, missing } => {
            let gaps = Attention::Gaps { unmatched: *unmatched, missing: *missing };
            (gaps, format!("gaps:{}", subject.ends_at.timestamp()), "close")
        }
        Attendance::Claim { registration } => {
            let name = name_of(conn, *registration).await?;
            (Attention::Claim { name }, format!("claim:{registration}"), "presence/triage")
        }
    };
    let people = members::read(conn, organization, Some(event), &members::ATTENDANCE).await?;
    let facts = TeamAttendance { event, title: subject.title, organization_id: organization, what };
    let path = format!("/org/{organization}/events/{event}/{page}");
    let (message, about) = (Message::TeamAttendance(facts), About::Event(event.into()));
    members::tell(conn, &Notice { organization, message, about, new_by, path }, people, now).await
}

/// Tells who manages integrations.
pub async fn integrations(
    conn: &mut PgConnection,
    organization: OrgId,
    what: &Integration,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (trouble, of_event, reason) = match what {
        Integration::ZoomDegraded { reason, .. } => (Trouble::Degraded, None, Some(reason.clone())),
        Integration::ZoomRevoked { .. } => (Trouble::Revoked, None, None),
        Integration::MeetingGone { event, .. } => (Trouble::MeetingGone, Some(*event), None),
        Integration::MeetingFailed { event, reason } => {
            (Trouble::MeetingFailed, Some(*event), Some(reason.clone()))
        }
    };
    let (subject, key) = match what {
        Integration::ZoomDegraded { connection, .. } | Integration::ZoomRevoked { connection } => {
            (host_of(conn, organization, *connection).await?, connection.to_string())
        }
        Integration::MeetingGone { event, meeting } => {
            (title_of(conn, organization, *event).await?, meeting.to_string())
        }
        Integration::MeetingFailed { event, .. } => {
            (title_of(conn, organization, *event).await?, event.to_string())
        }
    };
    let Some(subject) = subject else { return Ok(()) };
    let people = members::read(conn, organization, of_event, &members::INTEGRATIONS).await?;
    let message = Message::TeamIntegrations(TeamIntegrations {
        organization_id: organization,
        subject,
        event: of_event,
        what: trouble,
        reason,
    });
    // What breaks again another day is told again.
    let new_by = format!("{trouble:?}:{key}:{}", now.date_naive());
    let path = format!("/org/{organization}/integrations");
    let about = About::Organization(organization.into());
    members::tell(conn, &Notice { organization, message, about, new_by, path }, people, now).await
}

struct Subject {
    organization_id: OrgId,
    title: String,
    ends_at: DateTime<Utc>,
}

async fn subject(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Option<Subject>> {
    sqlx::query_as!(
        Subject,
        "select organization_id, title, ends_at from events where id = $1",
        event as _
    )
    .fetch_optional(conn)
    .await
}

async fn title_of(
    conn: &mut PgConnection,
    organization: OrgId,
    event: EventId,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select title from events where organization_id = $1 and id = $2",
        organization as _,
        event as _
    )
    .fetch_optional(conn)
    .await
}

async fn host_of(
    conn: &mut PgConnection,
    organization: OrgId,
    connection: ZoomConnectionId,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"select coalesce(host_name, host_email, 'Zoom') as "host!" from zoom_connections
            where organization_id = $1 and id = $2"#,
        organization as _,
        connection as _
    )
    .fetch_optional(conn)
    .await
}

async fn name_of(
    conn: &mut PgConnection,
    registration: RegistrationId,
) -> sqlx::Result<Option<String>> {
    let name =
        sqlx::query_scalar!("select full_name from registrations where id = $1", registration as _);
    Ok(name.fetch_optional(conn).await?.flatten())
}
