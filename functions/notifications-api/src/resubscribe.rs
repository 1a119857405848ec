//! Let mails come again that were stopped by a link.

use axum::Json;
use axum::extract::State;
use outreach::subscriptions;
use web::{Path, Public};

use crate::look_at_subscription::{SubscriptionOut, of_seal};

/// Let these mails come again.
#[utoipa::path(post, path = "/api/v1/notifications/subscriptions/{seal}/undo", tag = "notifications",
    params(("seal" = String, Path)),
    responses((status = 200, body = SubscriptionOut), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn resubscribe(
    _: Public,
    State(app): State<crate::State>,
    Path(seal): Path<String>,
) -> web::Result<Json<SubscriptionOut>> {
    let mut tx = db::begin(&app.db).await?;
    let found = of_seal(&mut tx, &app.links, &seal).await?;
    subscriptions::undo(&mut tx, &found, app.clock.now()).await?;
    let found = of_seal(&mut tx, &app.links, &seal).await?;
    tx.commit().await?;
    Ok(Json(found.into()))
}
