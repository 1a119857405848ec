//! Mails about what happened to an event as a whole.

use chrono::{DateTime, Utc};
use models::{EventId, RegistrationId};
use sqlx::PgConnection;

use crate::Change;
use crate::message::{Cancelled, EventUpdated, Message};
use crate::places;
use crate::write::{Attachment, Draft, write};

/// What is new about an event.
#[derive(Clone, Copy, Debug)]
pub struct Update<'a> {
    /// What is different.
    pub changes: &'a [Change],
    /// More words of the organizer.
    pub message: Option<&'a str>,
    /// Until when people may cancel and get everything back (EV-12).
    pub refund_until: Option<DateTime<Utc>>,
}

/// Tells these people what changed.
pub async fn tell_updated(
    conn: &mut PgConnection,
    event: EventId,
    ids: &[RegistrationId],
    update: &Update<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let rows = places::read(conn, ids).await?;
    let draft = |row: &places::Row| {
        let facts = EventUpdated {
            place: row.place(),
            changes: update.changes.to_vec(),
            message: update.message.map(str::to_owned),
            // Only who has a seat could give it back.
            refund_until: update.refund_until.filter(|_| row.seated()),
        };
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
        let facts = Cancelled { place: row.place(), reason, message, refund: None };
        let new_by = row.cancelled_at.map(|at| at.timestamp_micros()).unwrap_or_default();
        row.draft(Message::EventCancelled(facts), new_by).with(Attachment::Calendar)
    };
    let drafts: Vec<Draft> = rows.iter().filter(|row| row.event_id == event).map(draft).collect();
    write(conn, &drafts, now).await
}
