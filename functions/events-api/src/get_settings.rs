//! How registration for an event works.

use auth::{Org, ReadEvents};
use axum::extract::State;
use events::settings::Settings;
use models::{EventId, OrgId};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Path, Problem, Tagged};

use crate::get_event::in_scope;

/// The settings with their version.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShownSettings {
    #[serde(flatten)]
    settings: Settings,
    version: i32,
}

/// The settings of an event of this organization.
pub(crate) async fn settings(
    conn: &mut PgConnection,
    org: OrgId,
    id: EventId,
) -> web::Result<Tagged<ShownSettings>> {
    let row = sqlx::query!(
        "select registration_opens_at, registration_closes_at, guests_allowed, waitlist_max, waitlist_offer_minutes,
                waitlist_auto_confirm, cancel_until_minutes, show_seats_left, reminders, approval_required, names_locked_at,
                party_max, hold_minutes, version
           from event_settings where organization_id = $1 and event_id = $2",
        org as _,
        id as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(Problem::not_found)?;
    let settings = Settings {
        registration_opens_at: row.registration_opens_at,
        registration_closes_at: row.registration_closes_at,
        guests_allowed: row.guests_allowed,
        waitlist_max: row.waitlist_max,
        waitlist_offer_minutes: row.waitlist_offer_minutes,
        waitlist_auto_confirm: row.waitlist_auto_confirm,
        cancel_until_minutes: row.cancel_until_minutes,
        show_seats_left: row.show_seats_left,
        reminders: row.reminders,
        approval_required: row.approval_required,
        names_locked_at: row.names_locked_at,
        party_max: row.party_max,
        hold_minutes: row.hold_minutes,
    };
    Ok(Tagged { version: row.version, body: ShownSettings { settings, version: row.version } })
}

/// How registration for an event works.
#[utoipa::path(get, path = "/api/v1/events/{event_id}/settings", tag = "events", security(("bearer" = [])),
    params(("event_id" = EventId, Path)),
    responses((status = 200, body = ShownSettings), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_settings(
    org: Org<ReadEvents>,
    State(app): State<crate::State>,
    Path(id): Path<EventId>,
) -> web::Result<Tagged<ShownSettings>> {
    in_scope(&org, id)?;
    settings(&mut *app.db.acquire().await?, org.id, id).await
}
