//! Mail an address the links of its registrations. The answer never says whether there are any.

use axum::extract::State;
use chrono::TimeDelta;
use db::rate::Limit;
use models::Email;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Accepted, Client, Public, ValidJson};

use crate::register::is_remote;

const ASKED: Limit = Limit { scope: "recover-links", most: 10, window: TimeDelta::hours(1) };

/// Whose links are wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ana@example.org"}))]
pub(crate) struct RecoverLinks {
    email: Email,
}

/// Whatever there is, is on its way.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecoveryAccepted {
    accepted: bool,
}

/// Mail an address the links of its registrations. The answer never says whether there are any.
#[utoipa::path(post, path = "/api/v1/registrations/recover", tag = "registrations", request_body = RecoverLinks,
    responses((status = 202, body = RecoveryAccepted), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn recover_links(
    _: Public,
    State(app): State<crate::State>,
    client: Client,
    ValidJson(body): ValidJson<RecoverLinks>,
) -> web::Result<Accepted<RecoveryAccepted>> {
    let now = app.clock.now();
    if is_remote(client.ip) {
        db::rate::hit(&mut *app.db.acquire().await?, ASKED, &client.rate_key(), now).await?;
    }
    let mut tx = db::begin(&app.db).await?;
    outreach::registrations::links(&mut tx, &body.email, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(RecoveryAccepted { accepted: true }))
}
