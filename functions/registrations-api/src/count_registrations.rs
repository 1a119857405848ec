//! How many people of an event are in which state, counted from rows.

use auth::{Org, ReadRegistrations};
use axum::Json;
use axum::extract::State;
use models::EventId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Problem, Query};

/// Of which event.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfEvent {
    pub(crate) event_id: EventId,
}

/// How many people are in which state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegistrationCounts {
    requested: i64,
    held: i64,
    offered: i64,
    waitlisted: i64,
    confirmed: i64,
    expired: i64,
    cancelled: i64,
    declined: i64,
    transferred: i64,
    capacity: Option<i32>,
    seats_taken: i32,
    waitlist_max: i32,
}

/// How many people of an event are in which state.
#[utoipa::path(get, path = "/api/v1/registrations/counts", tag = "registrations", security(("bearer" = [])),
    params(OfEvent),
    responses((status = 200, body = RegistrationCounts), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn count_registrations(
    org: Org<ReadRegistrations>,
    State(app): State<crate::State>,
    Query(wanted): Query<OfEvent>,
) -> web::Result<Json<RegistrationCounts>> {
    let counts = sqlx::query_as!(
        RegistrationCounts,
        r#"select count(*) filter (where r.status = 'requested') as "requested!", count(*) filter (where r.status = 'held') as "held!",
                  count(*) filter (where r.status = 'offered') as "offered!", count(*) filter (where r.status = 'waitlisted') as "waitlisted!",
                  count(*) filter (where r.status = 'confirmed') as "confirmed!", count(*) filter (where r.status = 'expired') as "expired!",
                  count(*) filter (where r.status = 'cancelled') as "cancelled!", count(*) filter (where r.status = 'declined') as "declined!",
                  count(*) filter (where r.status = 'transferred') as "transferred!",
                  p.capacity, p.taken as seats_taken, s.waitlist_max
             from events e
             join seat_pools p on p.event_id = e.id and p.scope = 'event'
             join event_settings s on s.event_id = e.id
             left join registrations r on r.event_id = e.id
            where e.organization_id = $1 and e.id = $2 and ($3::uuid[] is null or e.id = any($3))
            group by p.capacity, p.taken, s.waitlist_max"#,
        org.id as _,
        wanted.event_id as _,
        org.scope.as_deref() as _
    )
    .fetch_optional(&app.db)
    .await?;
    counts.map(Json).ok_or_else(Problem::not_found)
}
