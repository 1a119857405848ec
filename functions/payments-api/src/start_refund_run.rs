//! Everybody who paid for a cancelled event gets it back (RF-9).

use auth::{Org, RefundPayments};
use axum::extract::State;
use billing::{Error, refund};
use db::audit::{Actor, Entry};
use db::{audit, idempotency};
use models::EventId;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use web::{Created, OnceJson, Problem};

use crate::get_refund_run::{RefundRunProgress, shown};

/// Of which event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"event_id": "01990000-0000-7000-8000-000000000000"}))]
pub(crate) struct StartRefundRun {
    event_id: EventId,
}

/// Refund everybody who paid for a cancelled event.
#[utoipa::path(post, path = "/api/v1/payments/refund-runs", tag = "payments", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header)), request_body = StartRefundRun,
    responses((status = 201, body = RefundRunProgress), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn start_refund_run(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    OnceJson { once, body: StartRefundRun { event_id } }: OnceJson<StartRefundRun>,
) -> web::Result<Created<RefundRunProgress>> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(kept) = idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(kept));
    }
    let cancelled = sqlx::query_scalar!(
        r#"select status = 'cancelled' as "cancelled!" from events
            where id = $1 and organization_id = $2 and ($3::uuid[] is null or id = any($3)) for share"#,
        event_id as _,
        org.id as _,
        org.scope.as_deref() as _
    );
    let cancelled = cancelled.fetch_optional(&mut *tx).await?.ok_or_else(Problem::not_found)?;
    if !cancelled {
        return Err(Error::EventNotCancelled.into());
    }
    if !refund::owes(&mut tx, event_id).await? {
        return Err(Error::NotRefundable.into());
    }
    let run = refund::start(&mut tx, org.id, event_id, org.user, now).await?;
    let entry = Entry {
        after: json!({"event": event_id}),
        ..Entry::new(Some(org.id), Actor::User(org.user), "refund_run.started", "refund_run", run)
    };
    audit::write(&mut tx, entry, now).await?;
    let answer = shown(&mut tx, &org, run).await?;
    idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(answer))
}
