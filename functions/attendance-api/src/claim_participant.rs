//! "That was me": an attendee names the name used in the meeting (PR-17).

use auth::Holder;
use axum::extract::State;
use chrono::{DateTime, Utc};
use events::presence;
use models::{Line, OrgId, RegistrationId};
use outreach::team::{self, Attendance};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Accepted, OnceJson, Problem};

/// What the person remembers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"registration_id": "0199a0c6-0000-7000-8000-000000000001", "display_name": "iPad of Anne", "about_when": "2026-10-14T17:05:00Z"}))]
pub(crate) struct Claim {
    /// Whose claim.
    registration_id: RegistrationId,
    /// The name shown in the meeting.
    display_name: Line<1, 200>,
    /// When the person came, as far as remembered.
    about_when: DateTime<Utc>,
}

/// Whether somebody in the meeting fits.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ParticipantClaimed)]
pub(crate) struct Claimed {
    found: bool,
}

/// Claim a participant.
#[utoipa::path(post, path = "/api/v1/attendance/claims", tag = "attendance", request_body = Claim,
    params(("Idempotency-Key" = String, Header)), security(("bearer" = [])),
    responses((status = 202, body = Claimed), (status = 404), (status = 409)))]
pub(crate) async fn claim_participant(
    holder: Holder,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<Claim>,
) -> web::Result<Accepted<Claimed>> {
    let now = app.clock.now();
    let owner = body.registration_id.to_string();
    let mut tx = db::begin(&app.db).await?;
    let organization =
        own(&mut tx, &holder, body.registration_id).await?.ok_or_else(Problem::not_found)?;
    if let Some(kept) = db::idempotency::claim::<Claimed>(&mut tx, &owner, &once).await? {
        return Ok(Accepted(kept));
    }
    let room = presence::open_room(&mut tx, organization, body.registration_id).await?;
    let (id, name) = (body.registration_id, &*body.display_name);
    let found = presence::claim(&mut tx, id, name, body.about_when, now).await?;
    if !found {
        presence::keep_claim(&mut tx, &room, id, name, now).await?;
    }
    team::attendance(&mut tx, room.event, &Attendance::Claim { registration: id }, now).await?;
    let claimed = Claimed { found };
    db::idempotency::keep(&mut tx, &owner, &once, &claimed, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(claimed))
}

/// The organization of a registration that the caller holds.
async fn own(
    conn: &mut PgConnection,
    holder: &Holder,
    id: RegistrationId,
) -> sqlx::Result<Option<OrgId>> {
    sqlx::query_scalar!(
        r#"select organization_id as "id: OrgId" from registrations where id = $1 and (user_id = $2 or id = $3)"#,
        id as _,
        holder.user() as _,
        holder.registration() as _
    )
    .fetch_optional(conn)
    .await
}
