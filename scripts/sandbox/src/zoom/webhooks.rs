//! Webhooks, signed as Zoom signs them: HMAC-SHA-256 over `v0:{timestamp}:{body}`.

use std::time::Duration;

use aws_lc_rs::hmac;
use serde_json::{Value, json};

use super::world::{ACCOUNT, Delivery, Meeting, Registrant, Run, Stay, Zoom};

/// When a delivery that fails is tried again; Zoom itself takes 5, 25 and 85 minutes.
const AGAIN: [Duration; 3] =
    [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(20)];
/// The deliveries that the page shows.
const KEPT: usize = 60;

/// Sends a message soon, and again if it fails. Messages overtake each other, as Zoom's do.
pub(super) fn announce(zoom: &Zoom, event: &str, object: &Value) {
    if zoom.look().faults.silent {
        note(zoom, event, "lost on purpose");
        return;
    }
    let message = json!({
        "event": event,
        "event_ts": zoom.clock.now().timestamp_millis(),
        "payload": { "account_id": ACCOUNT, "object": object },
    });
    let (zoom, event, body) = (zoom.clone(), event.to_owned(), message.to_string());
    #[expect(clippy::disallowed_methods, reason = "a vendor's server tells others when it likes")]
    tokio::spawn(async move {
        for wait in AGAIN.map(Some).into_iter().chain([None]) {
            let outcome = send(&zoom, &body).await;
            note(&zoom, &event, &outcome);
            if outcome == "200" {
                return;
            }
            let Some(wait) = wait else { return };
            tokio::time::sleep(wait).await;
        }
    });
}

async fn send(zoom: &Zoom, body: &str) -> String {
    let timestamp = zoom.clock.now().timestamp().to_string();
    let key = hmac::Key::new(hmac::HMAC_SHA256, zoom.look().webhook_secret.as_bytes());
    let tag = hmac::sign(&key, format!("v0:{timestamp}:{body}").as_bytes());
    let signature =
        tag.as_ref().iter().fold("v0=".to_owned(), |hex, byte| hex + &format!("{byte:02x}"));
    let request = cloud::client()
        .post(format!("{}/webhooks/zoom", zoom.origin))
        .header("content-type", "application/json; charset=utf-8")
        .header("x-zm-request-timestamp", timestamp)
        .header("x-zm-signature", signature)
        .body(body.to_owned());
    match request.send().await {
        Ok(answer) => answer.status().as_u16().to_string(),
        Err(error) => error.without_url().to_string(),
    }
}

fn note(zoom: &Zoom, event: &str, outcome: &str) {
    let at = zoom.now();
    zoom.change(|world| {
        world.deliveries.push(Delivery {
            at,
            event: event.to_owned(),
            outcome: outcome.to_owned(),
        });
        let surplus = world.deliveries.len().saturating_sub(KEPT);
        world.deliveries.drain(..surplus);
    });
}

/// The meeting in a message.
pub(super) fn meeting_object(meeting: &Meeting, run: &Run) -> Value {
    json!({
        "id": meeting.id.to_string(), "uuid": run.uuid, "host_id": meeting.host, "topic": meeting.topic,
        "type": if meeting.webinar { 5 } else { 2 }, "start_time": run.started_at, "end_time": run.ended_at,
        "timezone": meeting.timezone, "duration": meeting.duration,
    })
}

/// The meeting with somebody in it.
pub(super) fn participant_object(meeting: &Meeting, run: &Run, stay: &Stay) -> Value {
    let mut object = meeting_object(meeting, run);
    object["participant"] = json!({
        "user_id": stay.user_id, "user_name": stay.name, "id": stay.zoom_user, "participant_uuid": stay.participant_uuid,
        "participant_user_id": stay.zoom_user, "registrant_id": stay.registrant_id, "email": stay.email,
        "join_time": stay.joined_at, "leave_time": stay.left_at,
        "leave_reason": stay.left_at.map(|_| format!("{} left the meeting.", stay.name)),
    });
    object
}

/// The meeting with somebody on its list.
pub(super) fn registrant_object(meeting: &Meeting, registrant: &Registrant) -> Value {
    json!({
        "id": meeting.id.to_string(), "uuid": meeting.runs.last().map_or("", |run| &run.uuid), "topic": meeting.topic,
        "registrant": {
            "id": registrant.id, "email": registrant.email, "first_name": registrant.first_name,
            "last_name": registrant.last_name,
            "status": if registrant.approved { "approved" } else { "denied" },
        },
    })
}
