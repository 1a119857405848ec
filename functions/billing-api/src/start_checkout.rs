//! Buy a plan, on Stripe's page.

use auth::{ManageBilling, Org};
use axum::extract::State;
use billing::plan::{Code, Interval, Wish};
use billing::subscription::{self, Back, Buyer};
use chrono::{DateTime, Utc};
use models::{AppPath, Currency, OrgId, PlanCheckoutId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Created, OnceJson};

use crate::once;

/// What is bought.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"plan": "organizer", "interval": "month", "currency": "USD", "return_to": "/org/billing"}))]
pub(crate) struct NewCheckout {
    plan: Code,
    interval: Interval,
    currency: Currency,
    /// Seats together; those that are included, if absent.
    seats: Option<i32>,
    /// A page of this app; it is opened with `?checkout={id}` after paying.
    return_to: String,
}

/// A page where it can be paid.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PlanCheckout)]
pub(crate) struct CheckoutOut {
    id: PlanCheckoutId,
    checkout_url: String,
    expires_at: DateTime<Utc>,
    /// The running trial goes on until then; null: the first payment is now.
    trial_ends_at: Option<DateTime<Utc>>,
}

/// Buy a plan: the page where it is paid. The same page again while it is open for the same thing.
#[utoipa::path(post, path = "/api/v1/billing/checkouts", tag = "billing", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = NewCheckout,
    responses((status = 201, body = CheckoutOut), (status = 403, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn start_checkout(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<NewCheckout>,
) -> web::Result<Created<CheckoutOut>> {
    let back = back(&app, body.return_to)?;
    if let Some(earlier) = once::earlier(&app, org.user, &once).await? {
        return Ok(Created(earlier));
    }
    let NewCheckout { plan: code, interval, currency, seats, .. } = body;
    let wish = Wish { code, interval, currency, seats };
    let buyer = buyer(&app, org.id, org.user).await?;
    let now = app.clock.now();
    let opened =
        subscription::start_checkout(&app.db, &app.stripe, &buyer, wish, &back, now).await?;
    let answer = CheckoutOut {
        id: opened.id,
        checkout_url: opened.url,
        expires_at: opened.expires_at,
        trial_ends_at: opened.trial_ends_at,
    };
    Ok(Created(once::keep(&app, org.user, &once, answer).await?))
}

/// The way back to a page of the app.
pub(crate) fn back(app: &crate::State, path: String) -> web::Result<Back> {
    let path = AppPath::try_from(path).map_err(|_| billing::Error::ReturnPathInvalid)?;
    Ok(Back { origin: app.origin.to_string(), path })
}

/// The caller, with the address where invoices go unless another one is chosen.
pub(crate) async fn buyer(
    app: &crate::State,
    organization: OrgId,
    user: UserId,
) -> web::Result<Buyer> {
    let email = sqlx::query_scalar!(
        "select address from user_emails where user_id = $1 and is_primary",
        user as _
    );
    Ok(Buyer { organization, user, email: email.fetch_one(&app.db).await? })
}
