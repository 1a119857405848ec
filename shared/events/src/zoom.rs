//! The Zoom meetings behind events: connections, meetings, registrants, what Zoom tells us.
//!
//! Vendor trouble never fails, delays or loops a save: commands write rows and a job; the job
//! speaks to Zoom and writes what came of it.

pub mod client;
pub mod connection;
mod error;
pub mod jobs;
pub mod meeting;
pub mod plan;
pub mod registrant;
pub mod report;
pub mod vault;
pub mod webhook;

pub use client::Zoom;
pub use error::Error;
pub use plan::{event_changed, registrations_changed};
pub use vault::Vault;

/// A meeting, or a webinar.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ZoomKind)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// Everybody may speak.
    Meeting,
    /// Few speak, many listen.
    Webinar,
}

impl Kind {
    /// The word in Zoom's addresses.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Meeting => "meetings",
            Self::Webinar => "webinars",
        }
    }
}

/// How the meeting is set up.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ZoomSettings)]
pub struct Settings {
    /// People wait outside until the host lets them in.
    pub waiting_room: bool,
    /// People come in without a voice.
    pub mute_on_entry: bool,
    /// Who keeps a recording.
    pub recording: Recording,
    /// A meeting for each session that has its own, instead of one for the event.
    pub per_session: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            waiting_room: true,
            mute_on_entry: true,
            recording: Recording::None,
            per_session: false,
        }
    }
}

/// Who keeps a recording.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ZoomRecording)]
pub enum Recording {
    /// Nobody.
    #[default]
    None,
    /// The host's computer.
    Local,
    /// Zoom.
    Cloud,
}
