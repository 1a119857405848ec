//! What presence asks of its job.

use chrono::{DateTime, TimeDelta, Utc};
use db::outbox::Job;
use models::{EventId, ZoomInstanceId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

/// Facts come in bursts: a job waits until they have been quiet for this long.
const QUIET: TimeDelta = TimeDelta::seconds(20);

/// Count again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReconcilePresence {
    /// Match and count everybody at an event.
    Event {
        /// Which.
        event: EventId,
    },
    /// Read the report of a meeting that is over (ZM-9), then count.
    Report {
        /// Which run of the meeting.
        instance: ZoomInstanceId,
        /// Which reading it is, from 1.
        attempt: i32,
    },
}

impl Job for ReconcilePresence {
    const QUEUE: &'static str = "reconcile-presence";
}

/// Something that results depend on has changed: they are computed again in 20 s, once for all
/// that changes until then.
pub async fn touch(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let key = format!("presence:{event}");
    db::outbox::push_once(conn, &ReconcilePresence::Event { event }, &key, now + QUIET, now).await
}

/// Somebody was confirmed, renamed or verified, or has left: matching runs again (PR-16).
pub async fn registration_changed(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    touch(conn, event, now).await
}
