//! Mails about what happened to an event as a whole.

use chrono::{DateTime, Utc};
use models::{EventId, RegistrationId};
use sqlx::PgConnection;

use crate::Change;
use crate::message::{Cancelled, EventUpdated, Message};
use crate::places;
use crate::write::{Attachment, Draft, write};

/// Tells these people what changed.
pub async fn tell_updated(
    conn: &mut PgConnection,
    event: EventId,
    ids: &[RegistrationId],
    changes: &[Change],
    message: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let rows = places::read(conn, ids).await?;
    let draft = |row: &places::Row| {
        let (changes, message) = (changes.to_vec(), message.map(str::to_owned));
        let facts = EventUpdated { place: row.place(), changes, message };
        let draft = row.draft(Message::EventUpdated(facts), row.sequence);
        // Only who comes has an entry in a calendar.
        if row.status == "confirmed" { draft.with(Attachment::Calendar) } else { draft }
    };
    let drafts: Vec<Draft> = rows.iter().filter(|row| row.event_id == event).map(draft).collect();
    write(conn, &drafts, now).await
}

/// Tells these people that it will not take place.
pub async fn tell_cancelled(
    conn: &mut PgConnection,
    event: EventId,
    ids: &[RegistrationId],
    message: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let rows = places::read(conn, ids).await?;
    let draft = |row: &places::Row| {
        let (reason, message) = (row.cancel_reason.clone(), message.map(str::to_owned));
        let facts = Cancelled { place: row.place(), reason, message };
        let new_by = row.cancelled_at.map(|at| at.timestamp_micros()).unwrap_or_default();
        row.draft(Message::EventCancelled(facts), new_by).with(Attachment::Calendar)
    };
    let drafts: Vec<Draft> = rows.iter().filter(|row| row.event_id == event).map(draft).collect();
    write(conn, &drafts, now).await
}
