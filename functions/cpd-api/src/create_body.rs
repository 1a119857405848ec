//! A body of one's own.

use auth::{ManageCreditRules, Org};
use axum::extract::State;
use credentials::body;
use db::audit::{Actor, Entry, write};
use db::idempotency;
use web::{Created, OnceJson};

use crate::bodies::{BodyOut, NewBody};

/// Makes a body of one's own.
#[utoipa::path(post, path = "/api/v1/cpd/bodies", tag = "credit rules", security(("bearer" = [])),
    params(("idempotency-key" = String, Header)), request_body = NewBody,
    responses((status = 201, body = BodyOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn create_body(
    org: Org<ManageCreditRules>,
    State(app): State<crate::State>,
    OnceJson { once, body: wanted }: OnceJson<NewBody>,
) -> web::Result<Created<BodyOut>> {
    let (now, owner) = (app.clock.now(), org.user.to_string());
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let made = body::create(&mut tx, org.id, wanted.plan()?, now).await?;
    let entry = Entry::new(Some(org.id), Actor::User(org.user), "body.created", "body", made.id);
    write(&mut tx, entry, now).await?;
    let made = BodyOut::from(made);
    idempotency::keep(&mut tx, &owner, &once, &made, now).await?;
    tx.commit().await?;
    Ok(Created(made))
}
