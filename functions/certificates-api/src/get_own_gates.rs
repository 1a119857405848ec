//! What one's own certificate still lacks.

use auth::Holder;
use axum::Json;
use axum::extract::State;
use credentials::attendee::Which;
use credentials::offering::{self, Named};
use credentials::{certificate, evaluation};
use models::{EventId, OrgId, RegistrationId};
use sqlx::PgConnection;
use web::{Path, Problem};

use crate::gates::{PersonGates, shown};

/// One's own gates at an event, as of now.
#[utoipa::path(get, path = "/api/v1/certificates/gates/{offering}/mine", tag = "certificates", security(("bearer" = [])),
    params(("offering" = Named, Path)),
    responses((status = 200, body = PersonGates), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_own_gates(
    holder: Holder,
    State(app): State<crate::State>,
    Path(Named(event)): Path<Named>,
) -> web::Result<Json<PersonGates>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let (org, registration) = own(&mut tx, &holder, event).await?.ok_or_else(Problem::not_found)?;
    let offering = offering::get(&mut tx, org, event).await?;
    let one = [registration];
    let found = evaluation::find(&mut tx, &offering, Which::These(&one), now).await?;
    let found = found.into_iter().next().ok_or_else(Problem::not_found)?;
    let held = certificate::of_learners(&mut tx, org, event, found.learner.as_slice()).await?;
    tx.commit().await?;
    Ok(Json(shown(&offering, found, (&held, &[]), now)))
}

async fn own(
    conn: &mut PgConnection,
    holder: &Holder,
    event: EventId,
) -> sqlx::Result<Option<(OrgId, RegistrationId)>> {
    let row = sqlx::query!(
        r#"select organization_id as "org: OrgId", id as "id: RegistrationId" from registrations
            where event_id = $1 and status = 'confirmed' and (id = $2 or user_id = $3)"#,
        event as _,
        holder.registration() as _,
        holder.user() as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.org, row.id)))
}
