//! Requests, places that change hands, and seats without a name.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use models::RegistrationId;
use sqlx::PgConnection;

use super::{Told, moment};
use crate::message::{Message, PassedOn, Request, RequestStep, Unnamed};
use crate::places::{self, Row};
use crate::write::{Attachment, Draft, write};

/// What the organizer says to a request (RG-21).
pub(super) fn request(row: &Row, told: &Told) -> Option<Draft> {
    let (step, until, reason) = match told {
        Told::Requested => (RequestStep::Received, None, None),
        Told::Approved => (RequestStep::Approved, Some(row.hold_expires_at?), None),
        Told::Declined { reason } => (RequestStep::Declined, None, reason.clone()),
        _ => return None,
    };
    let facts = Request { place: row.place(), step, until, reason };
    let draft = row.draft(Message::RegistrationRequest(facts), format!("{step:?}"));
    Some(draft.until(until.unwrap_or(row.starts_at)))
}

/// To those whose place it was, with the name of whose it is (RG-18).
pub(super) async fn passed_on(
    conn: &mut PgConnection,
    rows: &[Row],
    ids: &[RegistrationId],
) -> sqlx::Result<Vec<Draft>> {
    let names = sqlx::query!(
        r#"select transferred_from as "from!: RegistrationId", full_name from registrations where transferred_from = any($1)"#,
        ids as _
    )
    .fetch_all(conn)
    .await?;
    let names: BTreeMap<_, _> = names.into_iter().map(|n| (n.from, n.full_name)).collect();
    let draft = |row: &Row| {
        let to = names.get(&row.id).cloned().flatten();
        let message = Message::RegistrationPassedOn(PassedOn { place: row.place(), to });
        row.draft(message, "once").with(Attachment::Calendar)
    };
    Ok(rows.iter().map(draft).collect())
}

/// Seats of a party that still have no name, for who booked them.
#[derive(Clone, Copy, Debug)]
pub struct Nameless {
    /// The place of who booked.
    pub booker: RegistrationId,
    /// How many seats.
    pub seats: i64,
    /// So many days before the start they are reminded.
    pub days: i32,
    /// From when no name can be given any more.
    pub locked_at: Option<DateTime<Utc>>,
}

/// Reminds who booked seats that still have no name (RG-19); once for each of the days and start.
pub async fn remind_of_names(
    conn: &mut PgConnection,
    parties: &[Nameless],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let ids: Vec<RegistrationId> = parties.iter().map(|party| party.booker).collect();
    let rows = places::read(conn, &ids).await?;
    let draft = |row: &Row| {
        let party = parties.iter().find(|party| party.booker == row.id)?;
        let (seats, locked_at) = (party.seats, party.locked_at);
        let message = Message::PartyUnnamed(Unnamed { place: row.place(), seats, locked_at });
        let new_by = format!("{}:{}", party.days, moment(Some(row.starts_at)));
        Some(row.draft(message, new_by).until(row.starts_at))
    };
    let drafts: Vec<Draft> = rows.iter().filter_map(draft).collect();
    write(conn, &drafts, now).await
}
