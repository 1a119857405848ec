//! A debt that nobody will pay any more (LG-1).

use auth::{Act, Staff};
use axum::extract::State;
use billing::account::{self, WriteOff};
use models::{Line, Money, OrgId, PaymentId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::grant_plan::{Named, any_organization};

/// What is given up, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"organization": "thames-valley-renal-network", "payment_id": null, "amount": {"amount": 5000, "currency": "USD"}, "reason": "The society was dissolved."}))]
pub(crate) struct NewWriteOff {
    /// Its id, or the word in the address of its page.
    organization: Line<1, 100>,
    /// Of one payment; of all of them, if null.
    #[serde(default)]
    payment_id: Option<PaymentId>,
    /// At most what is owed in its currency.
    amount: Money,
    /// For the audit log.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    reason: String,
}

/// A debt that was given up.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = WriteOff)]
pub(crate) struct WriteOffOut {
    organization_id: OrgId,
    organization_name: String,
    payment_id: Option<PaymentId>,
    amount: Money,
    /// What is still owed, of the payment or of all.
    left: Money,
}

/// Give up what an organization owes, or a part of it: the platform bears the loss. Money goes
/// before fees that a statement claims.
#[utoipa::path(post, path = "/api/v1/billing/write-offs", tag = "billing", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = NewWriteOff,
    responses((status = 201, body = WriteOffOut), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn write_off_debt(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<NewWriteOff>,
) -> web::Result<Created<WriteOffOut>> {
    let (now, owner) = (app.clock.now(), staff.user.to_string());
    let reason = auth::reason(&body.reason)?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let found = any_organization(&mut tx, &body.organization).await?;
    let Named { id: organization_id, name: organization_name, .. } = found;
    let cause = format!("{owner}:{}", once.key);
    let wanted = WriteOff {
        organization: organization_id,
        payment: body.payment_id,
        amount: body.amount,
        cause: &cause,
        by: staff.user,
        reason: &reason,
    };
    let left = account::write_off(&mut tx, &wanted, now).await?;
    let (payment_id, amount) = (body.payment_id, body.amount);
    let answer = WriteOffOut { organization_id, organization_name, payment_id, amount, left };
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}
