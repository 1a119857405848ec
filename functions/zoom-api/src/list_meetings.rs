//! The meetings of an event.

use auth::{ManageEvents, On, Org};
use axum::Json;
use models::EventId;
use serde::Deserialize;
use utoipa::IntoParams;
use web::Query;

use crate::meetings::{Meetings, meetings, require};

/// Which event.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfEvent {
    /// The event.
    #[param(value_type = uuid::Uuid)]
    event_id: EventId,
}

/// List meetings.
#[utoipa::path(get, path = "/api/v1/integrations/zoom/meetings", tag = "zoom", params(OfEvent),
    security(("bearer" = [])), responses((status = 200, body = Meetings), (status = 404)))]
pub(crate) async fn list_meetings(
    On(org, mut conn): On<Org<ManageEvents>>,
    Query(of): Query<OfEvent>,
) -> web::Result<Json<Meetings>> {
    require(&mut conn, &org, of.event_id).await?;
    Ok(Json(Meetings { data: meetings(&mut conn, org.id, of.event_id, None).await? }))
}
