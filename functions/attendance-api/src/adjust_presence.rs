//! A correction, with reason and author (PR-13).

use auth::{ManageAttendance, Org};
use axum::extract::State;
use events::presence;
use serde_json::Value;
use web::{Created, OnceJson, Problem};

use crate::change::Adjust;
use crate::people::people;
use crate::person::PersonPresence;
use crate::recount::recount;

/// Correct somebody's presence.
#[utoipa::path(post, path = "/api/v1/attendance/adjustments", tag = "attendance", request_body = Adjust,
    params(("Idempotency-Key" = String, Header)), security(("bearer" = [])),
    responses((status = 201, body = PersonPresence), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn adjust_presence(
    org: Org<ManageAttendance>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<Adjust>,
) -> web::Result<Created<Value>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(kept) = db::idempotency::claim::<Value>(&mut tx, &owner, &once).await? {
        return Ok(Created(kept));
    }
    let room = presence::open_room(&mut tx, org.id, body.registration_id).await?;
    crate::people::room(&mut tx, &org, room.event).await?;
    let correction = body.correction()?;
    presence::check(&mut tx, &room, &correction).await?;
    presence::correct(&mut tx, &room, &correction, org.user, now).await?;
    let ids = [correction.registration];
    recount(&mut tx, (org.id, room.event), Some(&ids), now).await?;
    let person = people(&mut tx, &room, &ids, now).await?.pop().ok_or_else(Problem::not_found)?;
    let answer = serde_json::to_value(person).map_err(presence_is_json)?;
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(answer))
}

/// Plain structs always are.
pub(crate) fn presence_is_json(error: serde_json::Error) -> db::idempotency::Error {
    db::idempotency::Error::Unreadable(error)
}
