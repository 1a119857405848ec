//! Stop mails by the link in them (RFC 8058): no cookie, no sign-in, no redirect.

use axum::Json;
use axum::extract::State;
use outreach::subscriptions::{self, Via};
use web::{Path, Public};

use crate::look_at_subscription::{SubscriptionOut, of_seal};

/// Stop these mails. Twice is once. The body may be what mail programs send
/// (`List-Unsubscribe=One-Click`).
#[utoipa::path(post, path = "/api/v1/notifications/subscriptions/{seal}", tag = "notifications",
    params(("seal" = String, Path)),
    responses((status = 200, body = SubscriptionOut), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn unsubscribe(
    _: Public,
    State(app): State<crate::State>,
    Path(seal): Path<String>,
    body: String,
) -> web::Result<Json<SubscriptionOut>> {
    let mut tx = db::begin(&app.db).await?;
    let found = of_seal(&mut tx, &app.links, &seal).await?;
    let via = if body.contains("One-Click") { Via::OneClick } else { Via::Page };
    subscriptions::stop(&mut tx, &found, via, app.clock.now()).await?;
    let found = of_seal(&mut tx, &app.links, &seal).await?;
    tx.commit().await?;
    Ok(Json(found.into()))
}
