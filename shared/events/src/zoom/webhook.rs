//! What a verified message of Zoom does to our rows (§3.4). Order and repetition mean nothing:
//! facts carry the vendor's own times.

mod account;
mod message;

use chrono::{DateTime, TimeDelta, Utc};
use models::{EventId, OrgId, ZoomConnectionId, ZoomInstanceId, ZoomMeetingId};
use serde_json::json;
use sqlx::PgConnection;

use super::client::Number;
use super::jobs::SyncZoom;
use super::plan;
use super::report::{Somebody, identity};
use crate::event::{self, Command};
use crate::presence::jobs::ReconcilePresence;
use crate::presence::{self, Mode, Sighting};
use account::{of_account, of_host};
pub use message::Message;

/// When the report of a run is read, after its end (ZM-9).
const READINGS: [TimeDelta; 3] =
    [TimeDelta::minutes(30), TimeDelta::hours(2), TimeDelta::hours(24)];

/// Something that people of the organization should be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The app was taken away at Zoom.
    Revoked(OrgId, ZoomConnectionId),
    /// The host's account is shut.
    Degraded(OrgId, ZoomConnectionId),
    /// The meeting was deleted at Zoom.
    MeetingGone(OrgId, EventId, ZoomMeetingId),
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// Our rows know it now.
    Done(Vec<Notice>),
    /// It means nothing to us.
    Ignored,
}

/// A meeting that we know.
struct Known {
    id: ZoomMeetingId,
    organization: OrgId,
    event: EventId,
    session: Option<models::SessionId>,
    ends_at: DateTime<Utc>,
    topic_differs: bool,
    gone: bool,
}

/// Does what the message says.
pub async fn apply(
    conn: &mut PgConnection,
    message: &Message,
    now: DateTime<Utc>,
) -> Result<Applied, crate::Error> {
    match message.event.as_str() {
        "app_deauthorized" => return of_host(conn, message, now).await,
        "user.deactivated" | "user.deleted" => return of_account(conn, message, now).await,
        _ => {}
    }
    let Some((family, what)) = message.event.split_once('.') else { return Ok(Applied::Ignored) };
    if !matches!(family, "meeting" | "webinar") {
        return Ok(Applied::Ignored);
    }
    let Some(meeting) = known(&mut *conn, message).await? else { return Ok(Applied::Ignored) };
    match what {
        "started" => started(conn, message, &meeting, now).await?,
        "ended" => ended(conn, message, &meeting, now).await?,
        "participant_joined" | "participant_jbh_joined" | "participant_joined_breakout_room" => {
            seen(conn, message, &meeting, Way::In, now).await?;
        }
        "participant_left" | "participant_left_breakout_room" => {
            seen(conn, message, &meeting, Way::Out, now).await?;
        }
        // Waiting is no presence.
        "participant_joined_waiting_room"
        | "participant_left_waiting_room"
        | "participant_jbh_waiting"
        | "participant_jbh_waiting_left" => {}
        "registration_created" | "registration_approved" => {
            registered(conn, message, &meeting, now).await?;
        }
        "registration_cancelled" | "registration_denied" => {
            unregistered(conn, message, &meeting, now).await?;
        }
        "updated" => updated(conn, message, &meeting, now).await?,
        "deleted" | "permanently_deleted" => return deleted(conn, &meeting, now).await,
        _ => return Ok(Applied::Ignored),
    }
    Ok(Applied::Done(Vec::new()))
}

async fn known(conn: &mut PgConnection, message: &Message) -> sqlx::Result<Option<Known>> {
    let object = &message.payload.object;
    sqlx::query_as!(
        Known,
        r#"select m.id as "id: ZoomMeetingId", m.organization_id as "organization: OrgId",
                  m.event_id as "event: EventId", m.session_id as "session: models::SessionId", e.ends_at,
                  $3::text is not null and $3 <> e.title and m.session_id is null as "topic_differs!",
                  m.status = 'gone' as "gone!"
             from zoom_meetings m
             join zoom_connections c on c.id = m.connection_id
             join events e on e.id = m.event_id
            where m.zoom_id = $1 and ($2 = '' or c.zoom_account_id = $2)
            order by m.status = 'gone', m.id desc limit 1"#,
        object.id.0,
        message.payload.account_id,
        object.topic
    )
    .fetch_optional(conn)
    .await
}

/// The run that the message is about; a restart has another uuid.
async fn instance(
    conn: &mut PgConnection,
    (meeting, uuid): (&Known, &str),
    (started_at, ended_at): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    now: DateTime<Utc>,
) -> sqlx::Result<ZoomInstanceId> {
    // A blank one must not join the meetings of two organizations.
    let of_meeting = meeting.id.to_string();
    let uuid = if uuid.trim().is_empty() { &of_meeting } else { uuid };
    sqlx::query_scalar!(
        r#"insert into zoom_instances (id, organization_id, meeting_id, uuid, started_at, ended_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict on constraint zoom_instances_uuid_key do update set
              started_at = least(zoom_instances.started_at, excluded.started_at),
              ended_at = greatest(zoom_instances.ended_at, excluded.ended_at)
           returning id as "id: ZoomInstanceId""#,
        ZoomInstanceId::new(now) as _,
        meeting.organization as _,
        meeting.id as _,
        uuid,
        started_at,
        ended_at
    )
    .fetch_one(conn)
    .await
}

async fn started(
    conn: &mut PgConnection,
    message: &Message,
    meeting: &Known,
    now: DateTime<Utc>,
) -> Result<(), crate::Error> {
    let object = &message.payload.object;
    let at = object.start_time.or_else(|| message.sent_at());
    instance(&mut *conn, (meeting, &object.uuid), (at, None), now).await?;
    sqlx::query!(
        "update zoom_meetings set status = 'ready' where id = $1 and status = 'ended'",
        meeting.id as _
    )
    .execute(&mut *conn)
    .await?;
    step(&mut *conn, meeting, Command::Start, now).await?;
    presence::touch(conn, meeting.event, now).await?;
    Ok(())
}

async fn ended(
    conn: &mut PgConnection,
    message: &Message,
    meeting: &Known,
    now: DateTime<Utc>,
) -> Result<(), crate::Error> {
    let object = &message.payload.object;
    let at = object.end_time.or_else(|| message.sent_at()).unwrap_or(now);
    let instance =
        instance(&mut *conn, (meeting, &object.uuid), (object.start_time, Some(at)), now).await?;
    for (after, attempt) in READINGS.into_iter().zip(1..) {
        let key = format!("zoom-report:{instance}:{attempt}");
        let job = ReconcilePresence::Report { instance, attempt };
        db::outbox::push_once(&mut *conn, &job, &key, at + after, now).await?;
    }
    if now >= meeting.ends_at {
        sqlx::query!(
            "update zoom_meetings set status = 'ended' where id = $1 and status = 'ready'",
            meeting.id as _
        )
        .execute(&mut *conn)
        .await?;
        step(&mut *conn, meeting, Command::Complete, now).await?;
    }
    presence::touch(conn, meeting.event, now).await?;
    Ok(())
}

/// An event that is past the step, or too early for it, stays as it is.
async fn step(
    conn: &mut PgConnection,
    meeting: &Known,
    command: Command,
    now: DateTime<Utc>,
) -> Result<(), crate::Error> {
    let by = (None, Some("Zoom"));
    match event::advance(conn, meeting.organization, meeting.event, command, by, now).await {
        Err(crate::Error::Db(error)) => Err(crate::Error::Db(error)),
        Ok(_) | Err(_) => Ok(()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

async fn seen(
    conn: &mut PgConnection,
    message: &Message,
    meeting: &Known,
    way: Way,
    now: DateTime<Utc>,
) -> Result<(), crate::Error> {
    let object = &message.payload.object;
    let Some(person) = &object.participant else { return Ok(()) };
    let instance = instance(&mut *conn, (meeting, &object.uuid), (None, None), now).await?;
    let told = match way {
        Way::In => person.join_time,
        Way::Out => person.leave_time,
    };
    let Some(at) = told.or_else(|| message.sent_at()) else { return Ok(()) };
    let text = |number: &Number| Some(number.0.trim().to_owned()).filter(|text| !text.is_empty());
    let somebody = Somebody {
        registrant_id: text(&person.registrant_id),
        zoom_user: text(&person.signed_in).or_else(|| text(&person.id)),
        user_id: text(&person.user_id),
        device: text(&person.device).or_else(|| text(&person.user_id)),
        name: Some(person.user_name.clone()).filter(|name| !name.trim().is_empty()),
        email: person.email.clone(),
        unique: message.receipt(),
    };
    let device = somebody.device.clone();
    let place = (meeting.organization, meeting.event);
    let participant =
        identity(&mut *conn, place, (meeting.id, instance, meeting.session), &somebody, now)
            .await?;
    let sighting = Sighting {
        participant,
        session: meeting.session,
        instance: Some(instance),
        batch: None,
        device,
        mode: Mode::Online,
        started_at: (way == Way::In).then_some(at),
        ended_at: (way == Way::Out).then_some(at),
        evidence: json!({ "event": message.event, "event_ts": message.event_ts }),
    };
    presence::sightings(&mut *conn, place, &[sighting], now).await?;
    presence::recognise(&mut *conn, meeting.event, Some(participant), now).await?;
    presence::touch(conn, meeting.event, now).await?;
    Ok(())
}

/// Whoever registered at Zoom only is listed, not registered.
async fn registered(
    conn: &mut PgConnection,
    message: &Message,
    meeting: &Known,
    now: DateTime<Utc>,
) -> Result<(), crate::Error> {
    let Some(person) = &message.payload.object.registrant else { return Ok(()) };
    let email = models::Email::parse(&person.email).ok();
    let ours = sqlx::query_scalar!(
        r#"select exists (select from zoom_registrants where meeting_id = $1 and registrant_id = $2)
               or exists (select from registrations where event_id = $3 and email_key = $4) as "is!""#,
        meeting.id as _,
        person.id.0,
        meeting.event as _,
        email.as_ref().map(models::Email::key)
    );
    if ours.fetch_one(&mut *conn).await? || person.id.0.is_empty() {
        return Ok(());
    }
    let seen = presence::Seen {
        source: presence::Source::Zoom,
        identity_key: format!("r:{}:{}", meeting.id, person.id.0),
        display_name: Some(format!("{} {}", person.first_name, person.last_name).trim().to_owned()),
        email: Some(person.email.clone()),
        role: crate::report::Role::Attendee,
        session: meeting.session,
        registrant_id: Some(person.id.0.clone()),
    };
    presence::participant(conn, (meeting.organization, meeting.event), &seen, now).await?;
    Ok(())
}

async fn unregistered(
    conn: &mut PgConnection,
    message: &Message,
    meeting: &Known,
    now: DateTime<Utc>,
) -> Result<(), crate::Error> {
    let Some(person) = &message.payload.object.registrant else { return Ok(()) };
    sqlx::query!(
        "update zoom_registrants set status = 'cancelled', join_url = null, updated_at = $3
          where meeting_id = $1 and registrant_id = $2",
        meeting.id as _,
        person.id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// ZM-4: registration that was switched off is put back on; other changes are shown as drift.
async fn updated(
    conn: &mut PgConnection,
    message: &Message,
    meeting: &Known,
    now: DateTime<Utc>,
) -> Result<(), crate::Error> {
    let object = &message.payload.object;
    let off =
        object.settings.as_ref().is_some_and(|s| s.approval_type.is_some_and(|kind| kind != 0));
    if off && !meeting.gone {
        sqlx::query!(
            "update zoom_meetings set settings_hash = null, version = version + 1, updated_at = $2 where id = $1",
            meeting.id as _,
            now
        )
        .execute(&mut *conn)
        .await?;
        let entry = db::audit::Entry::new(
            Some(meeting.organization),
            db::audit::Actor::System,
            "zoom_meeting.registration_restored",
            "zoom_meeting",
            meeting.id,
        );
        db::audit::write(&mut *conn, entry, now).await?;
        plan::ask(conn, SyncZoom::Meeting { meeting: meeting.id }, now).await?;
    } else if meeting.topic_differs {
        sqlx::query!(
            "update zoom_meetings set error_code = 'drift', version = version + 1, updated_at = $2,
                    error_text = 'The meeting was changed in Zoom and differs from the event. Try again puts it right.'
              where id = $1 and status = 'ready'",
            meeting.id as _,
            now
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// Gone at Zoom: nothing is made again unasked.
async fn deleted(
    conn: &mut PgConnection,
    meeting: &Known,
    now: DateTime<Utc>,
) -> Result<Applied, crate::Error> {
    if meeting.gone {
        return Ok(Applied::Done(Vec::new()));
    }
    super::meeting::lost(conn, meeting.id, now).await?;
    Ok(Applied::Done(vec![Notice::MeetingGone(meeting.organization, meeting.event, meeting.id)]))
}
