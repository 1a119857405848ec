//! The job of this domain.

use db::outbox::Job;
use models::MessageId;
use serde::{Deserialize, Serialize};

/// Send one mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendEmail {
    /// Which.
    pub message: MessageId,
}

impl Job for SendEmail {
    const QUEUE: &'static str = "send-email";
}
