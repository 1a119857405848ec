//! The organizer gives in: the buyer keeps the money.

use auth::{Org, RefundPayments};
use axum::extract::State;
use billing::{Error, dispute};
use models::DisputeId;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson, Path};

use crate::answer_dispute;
use crate::list_disputes::DisputeOut;

/// Nothing is to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub(crate) struct AcceptDispute {}

/// Accept a dispute.
#[utoipa::path(post, path = "/api/v1/payments/disputes/{dispute_id}/accept", tag = "payments", security(("bearer" = [])),
    params(("dispute_id" = DisputeId, Path), ("Idempotency-Key" = String, Header)), request_body = AcceptDispute,
    responses((status = 201, body = DisputeOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn accept_dispute(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<DisputeId>,
    OnceJson { once, body: AcceptDispute {} }: OnceJson<AcceptDispute>,
) -> web::Result<Created<DisputeOut>> {
    let now = app.clock.now();
    let known = match answer_dispute::begin(&app, &org, (id, &once)).await? {
        Ok(known) => known,
        Err(kept) => return Ok(Created(kept)),
    };
    if !known.status.is_open() {
        return Err(Error::DisputeClosed.into());
    }
    let object = dispute::accept(&app.db, &app.stripe, &known, now).await?;
    let (kept, done) = ((&known, &once), (&object, "dispute.accepted"));
    Ok(Created(answer_dispute::finish(&app, &org, kept, done, now).await?))
}
