//! Zoom's wire format: what is sent, and what comes back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::zoom::{Kind, Settings};

/// Both tokens, and what they allow.
#[derive(Clone, Debug, Deserialize)]
pub struct Tokens {
    /// Opens the API for an hour.
    pub access_token: String,
    /// Makes the next pair, once.
    pub refresh_token: String,
    /// Seconds until the first one ends.
    pub expires_in: i64,
    /// What was granted, separated by blanks.
    #[serde(default)]
    pub scope: String,
}

/// The host.
#[derive(Clone, Debug, Deserialize)]
pub struct Host {
    /// Zoom's id.
    pub id: String,
    /// Zoom's id of the account.
    pub account_id: String,
    /// The address.
    pub email: Option<String>,
    /// The name.
    pub display_name: Option<String>,
}

/// What a meeting should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wanted {
    /// What it is called.
    pub topic: String,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// How long it takes, in minutes.
    pub minutes: i64,
    /// The IANA zone.
    pub time_zone: String,
    /// How it is set up.
    pub settings: Settings,
}

/// A meeting that Zoom has made.
#[derive(Clone, Debug, Deserialize)]
pub struct Made {
    /// Its number.
    pub id: Number,
    /// The common address.
    #[serde(default)]
    pub join_url: Option<String>,
    /// What opens the door.
    #[serde(default)]
    pub password: Option<String>,
    /// The host's own address; never stored.
    #[serde(default)]
    pub start_url: Option<String>,
}

/// Zoom sends numbers as numbers or as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Value")]
pub struct Number(pub String);

impl From<Value> for Number {
    fn from(value: Value) -> Self {
        let text = match value {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        };
        // People choose what they are called, and no database keeps a NUL.
        Self(text.chars().filter(|c| !c.is_control()).collect())
    }
}

/// Text that may be missing, null or a number: one odd row must not cost the others.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Number::deserialize(deserializer).map(|number| number.0)
}

/// The same, where blank is none.
pub(crate) fn filled<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    text(deserializer).map(|text| Some(text).filter(|text| !text.trim().is_empty()))
}

/// A time; whatever is none, such as blank text, is none.
pub(crate) fn moment<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    text(deserializer).map(|text| text.parse().ok())
}

/// A registrant that Zoom knows.
#[derive(Clone, Debug, Deserialize)]
pub struct Registrant {
    /// Zoom's id; what the answer calls `id` is the meeting's.
    pub registrant_id: String,
    /// The person's own address of the meeting.
    pub join_url: Option<String>,
    /// The address, in lists.
    #[serde(default)]
    pub email: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Registrants {
    pub(super) registrants: Vec<Listed>,
    #[serde(default)]
    pub(super) next_page_token: String,
}

#[derive(Deserialize)]
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) join_url: Option<String>,
}

/// A page of a report.
#[derive(Clone, Debug, Deserialize)]
pub struct Page {
    /// One row for each stay.
    pub participants: Vec<Reported>,
    /// Opens the next page; blank on the last one.
    #[serde(default)]
    pub next_page_token: String,
}

/// A stay, as the report tells it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reported {
    /// Zoom's id of the person; blank for outsiders.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// Good within the meeting only.
    #[serde(deserialize_with = "text")]
    pub user_id: String,
    /// The same as `id`, in newer answers.
    #[serde(deserialize_with = "text")]
    pub participant_user_id: String,
    /// The name shown.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// The address; blank for outsiders.
    #[serde(deserialize_with = "text")]
    pub user_email: String,
    /// Zoom's number of the registrant.
    #[serde(deserialize_with = "text")]
    pub registrant_id: String,
    /// When the person came.
    #[serde(deserialize_with = "moment")]
    pub join_time: Option<DateTime<Utc>>,
    /// When the person left.
    #[serde(deserialize_with = "moment")]
    pub leave_time: Option<DateTime<Utc>>,
    /// `in_meeting` or `in_waiting_room`.
    #[serde(deserialize_with = "text")]
    pub status: String,
}

#[derive(Deserialize)]
pub(super) struct Complaint {
    #[serde(default)]
    pub(super) code: i64,
    #[serde(default, alias = "reason")]
    pub(super) message: String,
}

/// The body of a meeting (type 2: scheduled) or webinar (type 5).
pub(super) fn body(kind: Kind, wanted: &Wanted) -> Value {
    let scheduled = match kind {
        Kind::Meeting => 2,
        Kind::Webinar => 5,
    };
    json!({
        "topic": wanted.topic,
        "type": scheduled,
        "start_time": wanted.starts_at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "duration": wanted.minutes,
        "timezone": wanted.time_zone,
        "default_password": false,
        "settings": {
            "approval_type": 0,
            "registration_type": 1,
            "registrants_email_notification": false,
            "registrants_confirmation_email": false,
            "join_before_host": false,
            "waiting_room": wanted.settings.waiting_room,
            "mute_upon_entry": wanted.settings.mute_on_entry,
            "auto_recording": wanted.settings.recording,
            "meeting_authentication": false,
        },
    })
}
