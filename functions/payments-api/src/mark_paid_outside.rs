//! An invoice was paid to the organizer, without us (PA-24).

use auth::{Org, RefundPayments};
use axum::extract::State;
use billing::payment::{self, Filter, Outside};
use billing::promo::{self, Whose};
use chrono::{DateTime, TimeDelta, Utc};
use db::audit::{Actor, Entry};
use db::{audit, idempotency};
use models::{Line, Page, PaymentId};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use web::{Created, OnceJson, Path, Problem};

use crate::list_payments::ListedPayment;
use crate::refund_terms;

/// Before that it is a slip of the keyboard.
const LONGEST_AGO: TimeDelta = TimeDelta::days(730);

/// How and when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"method": "bank", "reference": "Invoice 12", "paid_at": "2026-09-30T08:00:00Z"}))]
pub(crate) struct MarkPaid {
    method: Outside,
    /// What stands on the bank statement.
    reference: Option<Line<1, 200>>,
    /// Not in the future, and at most two years ago.
    paid_at: DateTime<Utc>,
}

/// Mark an invoice as paid.
#[utoipa::path(post, path = "/api/v1/payments/{payment_id}/mark-paid", tag = "payments", security(("bearer" = [])),
    params(("payment_id" = PaymentId, Path), ("Idempotency-Key" = String, Header)), request_body = MarkPaid,
    responses((status = 201, body = ListedPayment), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn mark_paid_outside(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<PaymentId>,
    OnceJson { once, body }: OnceJson<MarkPaid>,
) -> web::Result<Created<ListedPayment>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(kept) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(kept));
    }
    let payment = refund_terms::lock(&mut tx, &org, id).await?;
    if body.paid_at > now {
        return Err(Problem::field("/paid_at", "out-of-range", "This is still to come."));
    }
    if body.paid_at < now - LONGEST_AGO {
        return Err(Problem::field("/paid_at", "out-of-range", "This is more than two years ago."));
    }
    let how = (body.method, body.reference.as_deref());
    let items = payment::mark_paid(&mut tx, &payment, how, body.paid_at, now).await?;
    promo::redeem(&mut tx, Whose::Items(&items), now).await?;
    let entry = Entry {
        after: json!({"method": body.method, "paid_at": body.paid_at}),
        ..Entry::new(Some(org.id), Actor::User(org.user), "payment.marked_paid", "payment", id)
    };
    audit::write(&mut tx, entry, now).await?;
    let filter = Filter { payment: Some(id), ..Filter::default() };
    let page = Page { after: None, limit: 1 };
    let row = payment::list(&mut tx, org.id, &filter, page).await?.pop();
    let answer = ListedPayment::from(row.ok_or_else(Problem::not_found)?);
    idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(answer))
}
