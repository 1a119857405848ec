//! Have Stripe pay an organization out every day (PA-13).

use auth::{Act, Staff};
use axum::extract::State;
use billing::account::{self, Why};
use models::Line;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::grant_plan::organization;
use crate::list_daily_payouts::DailyOut;

/// To whom, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"organization": "thames-valley-renal-network", "reason": "Ten years without a dispute."}))]
pub(crate) struct NewDailyPayouts {
    /// Its id, or the word in the address of its page.
    organization: Line<1, 100>,
    /// For the audit log.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    reason: String,
}

/// Grant daily payouts, before the events are over. Not to whoever owes something; a debt that comes
/// later ends them.
#[utoipa::path(post, path = "/api/v1/billing/daily-payouts", tag = "billing", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = NewDailyPayouts,
    responses((status = 201, body = DailyOut), (status = 403, body = web::ProblemBody), (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn grant_daily_payouts(
    staff: Staff<Act>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<NewDailyPayouts>,
) -> web::Result<Created<DailyOut>> {
    let (now, owner) = (app.clock.now(), staff.user.to_string());
    let reason = auth::reason(&body.reason)?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let (organization_id, organization_name) = organization(&mut tx, &body.organization).await?;
    tx.commit().await?;

    let cause = format!("{owner}:{}", once.key);
    let why = Why { cause: &cause, by: Some(staff.user), reason: &reason };
    account::grant_daily(&app.db, &app.stripe, organization_id, why, now).await?;

    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let answer = DailyOut { organization_id, organization_name };
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    Ok(Created(answer))
}
