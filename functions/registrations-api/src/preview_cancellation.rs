//! What giving the place up would mean.

use auth::ReadRegistrations;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::event;
use events::registration::{By, Status};
use models::{Money, RegistrationId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Path, Problem};

use crate::caller::HolderOr;
use crate::shown::{Times, cancellation};

/// What giving the place up would mean.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CancelPreview {
    can_cancel: bool,
    closes_at: Option<DateTime<Utc>>,
    /// What would go back now, to the cent; null where nothing was paid.
    refund: Option<Money>,
    /// What was paid for the place.
    paid: Option<Money>,
    /// The event was moved, so everything goes back.
    because_moved: bool,
    /// The buyer's bank looks into the payment: the place can be given up when it has decided.
    disputed: bool,
}

/// What giving the place up would mean.
#[utoipa::path(get, path = "/api/v1/registrations/{registration_id}/cancel-preview", tag = "registrations", security(("bearer" = [])),
    params(("registration_id" = RegistrationId, Path)),
    responses((status = 200, body = CancelPreview), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn preview_cancellation(
    caller: HolderOr<ReadRegistrations>,
    State(app): State<crate::State>,
    Path(id): Path<RegistrationId>,
) -> web::Result<Json<CancelPreview>> {
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let by = caller.on(&mut conn, id).await?;
    let row = sqlx::query!(
        r#"select r.status as "status: Status", e.status as "event_status: event::Status", e.starts_at, s.cancel_until_minutes,
                  coalesce(b.created_at < e.refund_offered_at and e.starts_at > $2, false) as "may_decline_move!"
             from registrations r join bookings b on b.id = r.booking_id join events e on e.id = r.event_id join event_settings s on s.event_id = e.id
            where r.id = $1"#,
        id as _,
        now
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or_else(Problem::not_found)?;
    let times = Times {
        starts_at: row.starts_at,
        cancel_until_minutes: row.cancel_until_minutes,
        may_decline_move: row.may_decline_move,
    };
    let (can_cancel, closes_at) = cancellation(by, row.status, row.event_status, times, now);
    let terms = sales::preview(&mut conn, id, by, now).await?;
    let may = terms.self_cancel || matches!(by, By::Organizer(_));
    let can_cancel = can_cancel && may && !terms.disputed;
    let because_moved =
        row.may_decline_move && row.status.is_seated() && matches!(by, By::Holder(_));
    let (refund, paid, disputed) = (terms.refund, terms.paid, terms.disputed);
    Ok(Json(CancelPreview { can_cancel, closes_at, refund, paid, because_moved, disputed }))
}
