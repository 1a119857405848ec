//! A message as Zoom sends it. Whatever is missing is blank: what Zoom leaves out is no fault.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;

use crate::fingerprint::fingerprint;
use crate::zoom::client::{Number, filled, moment, text};

/// A message.
#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    /// What happened.
    pub event: String,
    /// When, in milliseconds since 1970.
    #[serde(default)]
    pub event_ts: i64,
    #[serde(default)]
    pub(super) payload: Payload,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Payload {
    #[serde(deserialize_with = "text")]
    pub(super) account_id: String,
    #[serde(deserialize_with = "text")]
    pub(super) user_id: String,
    pub(super) object: Object,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Object {
    pub(super) id: Number,
    #[serde(deserialize_with = "text")]
    pub(super) uuid: String,
    #[serde(deserialize_with = "filled")]
    pub(super) topic: Option<String>,
    #[serde(deserialize_with = "moment")]
    pub(super) start_time: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "moment")]
    pub(super) end_time: Option<DateTime<Utc>>,
    pub(super) participant: Option<Participant>,
    pub(super) registrant: Option<Registrant>,
    pub(super) settings: Option<ObjectSettings>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ObjectSettings {
    pub(super) approval_type: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Registrant {
    pub(super) id: Number,
    #[serde(deserialize_with = "text")]
    pub(super) email: String,
    #[serde(deserialize_with = "text")]
    pub(super) first_name: String,
    #[serde(deserialize_with = "text")]
    pub(super) last_name: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Participant {
    pub(super) user_id: Number,
    #[serde(deserialize_with = "text")]
    pub(super) user_name: String,
    pub(super) id: Number,
    #[serde(rename = "participant_uuid")]
    pub(super) device: Number,
    #[serde(rename = "participant_user_id")]
    pub(super) signed_in: Number,
    pub(super) registrant_id: Number,
    #[serde(deserialize_with = "filled")]
    pub(super) email: Option<String>,
    #[serde(deserialize_with = "moment")]
    pub(super) join_time: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "moment")]
    pub(super) leave_time: Option<DateTime<Utc>>,
}

impl Message {
    /// The same message, however often it is sent (ZM-7).
    #[must_use]
    pub fn receipt(&self) -> String {
        let object = &self.payload.object;
        let who = object.participant.as_ref().map(|p| {
            [&p.user_id.0, &p.device.0, &p.registrant_id.0, &p.id.0, &p.user_name]
                .map(String::clone)
        });
        let registrant = object.registrant.as_ref().map(|r| (&r.id.0, &r.email));
        let text = json!([
            self.event,
            self.event_ts,
            object.id.0,
            object.uuid,
            who,
            registrant,
            self.payload.user_id
        ]);
        fingerprint(&text.to_string())
    }

    /// When Zoom sent it, as far as it says.
    pub(super) fn sent_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.event_ts).filter(|_| self.event_ts > 0)
    }
}
