//! Stay after all.

use auth::{ManageBilling, Org};
use axum::Json;
use axum::extract::State;
use billing::subscription;

use crate::shown::{self, SubscriptionOut};

/// Take the end of the subscription back, before it has come.
#[utoipa::path(post, path = "/api/v1/billing/subscription/reactivate", tag = "billing", security(("bearer" = [])),
    responses((status = 200, body = SubscriptionOut), (status = 403, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody)))]
pub(crate) async fn reactivate_subscription(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
) -> web::Result<Json<SubscriptionOut>> {
    let (now, by) = (app.clock.now(), (org.id, org.user));
    subscription::reactivate(&app.db, &app.stripe, by, now).await?;
    let mut conn = app.db.acquire().await?;
    Ok(Json(shown::subscription(&mut conn, org.id, now).await?))
}
