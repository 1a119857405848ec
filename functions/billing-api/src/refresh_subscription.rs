//! Look at Stripe again.

use auth::{ManageBilling, Org};
use axum::Json;
use axum::extract::State;
use billing::subscription::{self, Object};

use crate::shown::{self, SubscriptionOut};

/// Read the subscription again from Stripe: that whose id is kept, and no other.
#[utoipa::path(post, path = "/api/v1/billing/subscription/refresh", tag = "billing", security(("bearer" = [])),
    responses((status = 200, body = SubscriptionOut), (status = 403, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody)))]
pub(crate) async fn refresh_subscription(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
) -> web::Result<Json<SubscriptionOut>> {
    let now = app.clock.now();
    let known = subscription::get(&mut *app.db.acquire().await?, org.id).await?;
    let id = known.stripe_subscription_id.ok_or(billing::Error::NoSubscription)?;
    subscription::follow(&app.db, &app.stripe, Object::Subscription, &id, now).await?;
    let mut conn = app.db.acquire().await?;
    Ok(Json(shown::subscription(&mut conn, org.id, now).await?))
}
