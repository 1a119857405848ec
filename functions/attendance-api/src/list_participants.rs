//! Triage: whom nobody knows, with the people it may be (PR-15).

use auth::{ManageAttendance, On, Org};
use chrono::{DateTime, Utc};
use events::presence;
use models::{EventId, ParticipantId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{PageOf, Paged, Query};

use crate::people::{room, searchable};
use crate::shown_participant::{Matched, Participant, Wanted, rows};

/// Which participants.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ParticipantFilter {
    /// Of which event.
    #[param(value_type = uuid::Uuid)]
    event_id: EventId,
    /// `no` (triage), `yes` or `ignored`.
    #[serde(default)]
    #[param(inline)]
    matched: Matched,
    /// A part of a name or an address.
    q: Option<String>,
}

/// List participants.
#[utoipa::path(get, path = "/api/v1/attendance/participants", tag = "attendance",
    params(ParticipantFilter, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    security(("bearer" = [])), responses((status = 200, body = Paged<Participant>)))]
pub(crate) async fn list_participants(
    On(org, mut conn): On<Org<ManageAttendance>>,
    Query(filter): Query<ParticipantFilter>,
    page: PageOf<(DateTime<Utc>, ParticipantId)>,
) -> web::Result<Paged<Participant>> {
    searchable(filter.q.as_deref())?;
    room(&mut conn, &org, filter.event_id).await?;
    let wanted = Wanted {
        event: filter.event_id,
        only: None,
        matched: Some(filter.matched),
        q: filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty()),
        after: page.page.after,
        limit: page.page.probe(),
    };
    let rows = rows(&mut conn, wanted).await?;
    let candidates = presence::candidates(&mut conn, filter.event_id).await?;
    Ok(page.of(rows, |row| (row.created_at, row.id), |row| Participant::of(row, &candidates)))
}
