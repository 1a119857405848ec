//! Zoom's side: messages as Zoom sends them, and the rows that they meet.

use aws_lc_rs::hmac;
use axum::body::Body;
use axum::http::Request;
use chrono::{DateTime, TimeDelta, Utc};
use models::{
    EventId, OrgId, RegistrationId, Role, ZoomConnectionId, ZoomMeetingId, ZoomRegistrantId,
};
use serde_json::{Value, json};
use testkit::{EventSpec, TestApp, now, rows};

pub(crate) const ZOOM_ID: &str = "85012345678";
pub(crate) const ACCOUNT: &str = "account-1";

/// An event with a Zoom meeting that starts now.
pub(crate) struct Room<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) event: EventId,
    meeting: ZoomMeetingId,
    org: OrgId,
}

impl<'a> Room<'a> {
    pub(crate) async fn open(app: &'a TestApp) -> Self {
        let organizer = app.member(Role::Organizer).await;
        let spec = EventSpec { starts_in: TimeDelta::zero(), ..EventSpec::PUBLISHED };
        let (event, org) = (organizer.event(spec).await, organizer.org());
        let (connection, meeting) = (ZoomConnectionId::new(now()), ZoomMeetingId::new(now()));
        sqlx::query!(
            "with connection as (
                insert into zoom_connections (id, organization_id, zoom_account_id, zoom_user_id, status, connected_by,
                                              created_at, updated_at)
                values ($1, $2, $3, 'host-1', 'active', $4, $5, $5) returning id
             )
             insert into zoom_meetings (id, organization_id, event_id, connection_id, kind, zoom_id, status,
                                        registration_enabled, created_at, updated_at)
             select $6, $2, $7, id, 'meeting', $8, 'ready', true, $5, $5 from connection",
            connection as _,
            org as _,
            ACCOUNT,
            organizer.user as _,
            now(),
            meeting as _,
            event as _,
            ZOOM_ID
        )
        .execute(&app.db)
        .await
        .unwrap();
        Self { app, event, meeting, org }
    }

    /// A confirmed person whom Zoom knows as `registrant`.
    pub(crate) async fn person(&self, registrant: &str) -> RegistrationId {
        let id = rows::registration(
            &self.app.db,
            self.event,
            &format!("{registrant}@example.org"),
            "confirmed",
        )
        .await;
        sqlx::query!(
            "insert into zoom_registrants (id, organization_id, meeting_id, registration_id, registrant_id, status, updated_at)
             values ($1, $2, $3, $4, $5, 'added', $6)",
            ZoomRegistrantId::new(now()) as _,
            self.org as _,
            self.meeting as _,
            id as _,
            registrant,
            now()
        )
        .execute(&self.app.db)
        .await
        .unwrap();
        id
    }

    /// Counts what was told so far, as of the end of the event, and gives a person's seconds.
    pub(crate) async fn seconds(&self, person: RegistrationId) -> i32 {
        let mut tx = self.app.db.begin().await.unwrap();
        let end = now() + TimeDelta::hours(1);
        events::presence::recompute(&mut tx, self.event, None, end).await.unwrap();
        tx.commit().await.unwrap();
        let seconds = sqlx::query_scalar!(
            "select counted_seconds from presence_summaries where registration_id = $1",
            person as _
        );
        seconds.fetch_one(&self.app.db).await.unwrap()
    }

    pub(crate) async fn tell(&self, message: &Value) -> u16 {
        send(self.app, "zoom-secret", TimeDelta::zero(), message.to_string()).await.0
    }

    pub(crate) async fn count(&self) -> i64 {
        sqlx::query_scalar!(r#"select count(*) as "count!" from presence_segments"#)
            .fetch_one(&self.app.db)
            .await
            .unwrap()
    }
}

/// So many seconds after the start.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

pub(crate) fn meeting(event: &str, uuid: &str, seconds: i64) -> Value {
    let mut object =
        json!({"id": ZOOM_ID, "uuid": uuid, "host_id": "host-1", "topic": "Wound care"});
    let field = if event == "meeting.ended" { "end_time" } else { "start_time" };
    object[field] = json!(at(seconds));
    json!({"event": event, "event_ts": at(seconds).timestamp_millis(),
           "payload": {"account_id": ACCOUNT, "object": object}})
}

/// Somebody joined or left.
pub(crate) fn moved(way: &str, uuid: &str, who: &Value, seconds: i64) -> Value {
    let mut participant = json!({"user_id": "", "user_name": "", "id": "", "participant_uuid": "",
                                 "participant_user_id": "", "registrant_id": "", "email": ""});
    participant.as_object_mut().unwrap().extend(who.as_object().unwrap().clone());
    participant[if way == "joined" { "join_time" } else { "leave_time" }] = json!(at(seconds));
    json!({"event": format!("meeting.participant_{way}"), "event_ts": at(seconds).timestamp_millis(),
           "payload": {"account_id": ACCOUNT,
                       "object": {"id": ZOOM_ID, "uuid": uuid, "topic": "Wound care", "participant": participant}}})
}

pub(crate) fn registrant(id: &str, device: &str) -> Value {
    json!({"registrant_id": id, "user_id": device, "participant_uuid": format!("DEVICE-{device}"), "user_name": "Łukasz Żółć"})
}

/// Signs and sends bytes as they are. Gives the status and the body.
pub(crate) async fn send(
    app: &TestApp,
    secret: &str,
    age: TimeDelta,
    body: String,
) -> (u16, Value) {
    let timestamp = (now() - age).timestamp().to_string();
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, format!("v0:{timestamp}:{body}").as_bytes());
    let signature = tag.as_ref().iter().fold("v0=".to_owned(), |hex, b| hex + &format!("{b:02x}"));
    let request = Request::post("/webhooks/zoom")
        .header("x-zm-request-timestamp", timestamp)
        .header("x-zm-signature", signature)
        .body(Body::from(body));
    let answer = app.answer(request.unwrap()).await;
    (answer.status, answer.body)
}
