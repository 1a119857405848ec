//! Changing a body of one's own.

use auth::{ManageCreditRules, Org};
use axum::extract::State;
use credentials::body;
use db::audit::{Actor, Entry, write};
use models::BodyId;
use web::{IfMatch, Path, Tagged, ValidJson};

use crate::bodies::{BodyOut, NewBody};

/// Replaces what is said of a body of one's own; the catalogue's cannot be changed.
#[utoipa::path(patch, path = "/api/v1/cpd/bodies/{body_id}", tag = "credit rules", security(("bearer" = [])),
    params(("body_id" = BodyId, Path), ("if-match" = String, Header)), request_body = NewBody,
    responses((status = 200, body = BodyOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn update_body(
    org: Org<ManageCreditRules>,
    State(app): State<crate::State>,
    Path(id): Path<BodyId>,
    IfMatch(version): IfMatch,
    ValidJson(wanted): ValidJson<NewBody>,
) -> web::Result<Tagged<BodyOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let changed = body::update(&mut tx, org.id, id, version, wanted.plan()?, now).await?;
    let entry = Entry::new(Some(org.id), Actor::User(org.user), "body.changed", "body", id);
    write(&mut tx, entry, now).await?;
    tx.commit().await?;
    Ok(Tagged { version: changed.version, body: changed.into() })
}
