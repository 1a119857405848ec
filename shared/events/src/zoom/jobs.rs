//! What Zoom's rows ask of their job.

use db::outbox::Job;
use models::{RegistrationId, ZoomConnectionId, ZoomMeetingId};
use serde::{Deserialize, Serialize};

/// Bring Zoom to what our rows say.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SyncZoom {
    /// Make, change or delete a meeting.
    Meeting {
        /// Which.
        meeting: ZoomMeetingId,
    },
    /// Add or cancel a registrant.
    Registrant {
        /// At which meeting.
        meeting: ZoomMeetingId,
        /// Who.
        registration: RegistrationId,
    },
    /// Keep a connection alive that nobody used for a week.
    Connection {
        /// Which.
        connection: ZoomConnectionId,
    },
}

impl Job for SyncZoom {
    const QUEUE: &'static str = "sync-zoom";
}

impl SyncZoom {
    /// Two waiting jobs with one key are one job.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Meeting { meeting } => format!("zoom-meeting:{meeting}"),
            Self::Registrant { meeting, registration } => {
                format!("zoom-registrant:{meeting}:{registration}")
            }
            Self::Connection { connection } => format!("zoom-connection:{connection}"),
        }
    }
}
