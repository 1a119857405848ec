//! One thing that is different now.

use serde::{Deserialize, Serialize};

/// What changed about an event or a registration: its value before and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What: `starts_at`, `venue`, `mode`.
    pub field: String,
    /// Before; times as RFC 3339 with the event's offset.
    pub from: Option<String>,
    /// Now.
    pub to: Option<String>,
}
