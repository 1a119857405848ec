//! What the organizer says to the bank, with the pack; it can be said once.

use auth::{Org, RefundPayments};
use axum::extract::State;
use billing::dispute;
use models::{DisputeId, Lines};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson, Path};

use crate::list_disputes::DisputeOut;
use crate::{answer_dispute, evidence};

/// In the organizer's own words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The attendee was there for the whole course."}))]
pub(crate) struct SendEvidence {
    text: Lines<20_000>,
}

/// Send evidence to the bank.
#[utoipa::path(post, path = "/api/v1/payments/disputes/{dispute_id}/evidence", tag = "payments", security(("bearer" = [])),
    params(("dispute_id" = DisputeId, Path), ("Idempotency-Key" = String, Header)), request_body = SendEvidence,
    responses((status = 201, body = DisputeOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn send_evidence(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<DisputeId>,
    OnceJson { once, body }: OnceJson<SendEvidence>,
) -> web::Result<Created<DisputeOut>> {
    let now = app.clock.now();
    let known = match answer_dispute::begin(&app, &org, (id, &once)).await? {
        Ok(known) => known,
        Err(kept) => return Ok(Created(kept)),
    };
    known.may_answer(now)?;
    let pack = evidence::read(&mut *app.db.acquire().await?, known.payment).await?;
    let said = pack.evidence(&body.text);
    let object = dispute::submit(&app.db, &app.stripe, &known, &said, now).await?;
    let (kept, done) = ((&known, &once), (&object, "dispute.evidence_sent"));
    Ok(Created(answer_dispute::finish(&app, &org, kept, done, now).await?))
}
