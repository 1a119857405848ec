//! Money back to a buyer: all of it or part, counted under the payment's lock (RF-6).

use auth::{Org, RefundPayments};
use axum::extract::State;
use billing::Error;
use billing::refund::{Cause, Demand};
use db::audit::{Actor, Entry};
use db::{audit, idempotency};
use models::{Line, Money, PaymentId, PaymentItemId};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use web::{Created, OnceJson, Path, Problem};

use crate::list_refunds::{RefundOut, one};
use crate::refund_terms::{self, Wanted};

/// What is to go back, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Could not come.", "include_fees": true, "expected": {"amount": 1646, "currency": "USD"}}))]
pub(crate) struct RefundPayment {
    /// Places of the payment; all without it, and then those that cost nothing are given up with the
    /// last of its money.
    items: Option<Vec<PaymentItemId>>,
    /// So much of the ticket prices; all that is left without it.
    amount: Option<Money>,
    /// Whether the fees on it go back too.
    #[serde(default)]
    include_fees: bool,
    /// The buyer reads it.
    reason: Line<3, 1000>,
    /// What the preview said: if it is another now, nothing happens.
    expected: Money,
}

/// Refund a payment, or part of it.
#[utoipa::path(post, path = "/api/v1/payments/{payment_id}/refunds", tag = "payments", security(("bearer" = [])),
    params(("payment_id" = PaymentId, Path), ("Idempotency-Key" = String, Header)), request_body = RefundPayment,
    responses((status = 201, body = RefundOut), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn refund_payment(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<PaymentId>,
    OnceJson { once, body }: OnceJson<RefundPayment>,
) -> web::Result<Created<RefundOut>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(kept) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(kept));
    }
    let payment = refund_terms::lock(&mut tx, &org, id).await?;
    if body.amount.is_some_and(|amount| amount.currency != payment.currency) {
        let detail = "A refund is in the currency of the payment.";
        return Err(Problem::field("/amount/currency", "invalid-value", detail));
    }
    let wanted = Wanted {
        items: body.items.as_deref(),
        amount: body.amount.map(|amount| amount.amount),
        include_fees: body.include_fees,
    };
    let shares = refund_terms::shares(&payment, &wanted)?;
    let amount = refund_terms::total(&payment, &shares);
    if amount != body.expected {
        return Err(Error::RefundChanged.into());
    }
    let demand = Demand {
        whole: body.items.is_none(),
        reason: Some(&body.reason),
        by: Some(org.user),
        ..Demand::new(Cause::Organizer, format!("organizer:{}:{}", org.user, once.key), &shares)
    };
    let asked = sales::pay_back(&mut tx, &payment, &demand, now).await?;
    let asked = asked.ok_or(Error::NotRefundable)?;
    let entry = Entry {
        after: json!({"refund": asked.id, "amount": amount}),
        ..Entry::new(Some(org.id), Actor::User(org.user), "payment.refunded", "payment", id)
    };
    audit::write(&mut tx, entry, now).await?;
    let answer = one(&mut tx, &org, asked.id).await?;
    idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(answer))
}
