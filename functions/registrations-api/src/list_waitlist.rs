//! The queue of an event, in its order.

use auth::{ManageRegistrations, On, Org};
use chrono::{DateTime, Utc};
use events::registration::Mode;
use models::RegistrationId;
use serde::Serialize;
use utoipa::ToSchema;
use web::{PageOf, Paged, Query};

use crate::count_registrations::OfEvent;
use crate::list_registrations::visible;

/// One person who waits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingPerson {
    id: RegistrationId,
    position: i64,
    full_name: Option<String>,
    email: Option<String>,
    mode: Mode,
    waitlisted_at: DateTime<Utc>,
    priority: i32,
    version: i32,
}

/// The queue of an event, in its order.
#[utoipa::path(get, path = "/api/v1/registrations/waitlist", tag = "registrations", security(("bearer" = [])),
    params(OfEvent, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<WaitingPerson>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_waitlist(
    On(org, mut conn): On<Org<ManageRegistrations>>,
    Query(wanted): Query<OfEvent>,
    page: PageOf<i64>,
) -> web::Result<Paged<WaitingPerson>> {
    visible(&mut conn, &org, wanted.event_id).await?;
    // At most 10,000 wait, and the position is what people ask for: numbered, then cut.
    let rows = sqlx::query_as!(
        WaitingPerson,
        r#"select id as "id!: RegistrationId", position as "position!", full_name, email, mode as "mode!: Mode",
                  waitlisted_at as "waitlisted_at!", waitlist_priority as "priority!", version as "version!"
             from (select r.*, row_number() over (order by r.waitlist_priority desc, r.waitlisted_at, r.id) as position
                     from registrations r where r.event_id = $1 and r.status = 'waitlisted') queue
            where position > $2 order by position limit $3"#,
        wanted.event_id as _,
        page.page.after.unwrap_or_default(),
        page.page.probe()
    )
    .fetch_all(&mut *conn)
    .await?;
    Ok(page.of(rows, |row| row.position, |row| row))
}
