//! Zoom has sent the person back with a code.

use auth::{ManageIntegrations, Org};
use axum::Json;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName};
use db::audit::{Actor, Entry};
use events::zoom::connection::{self, missing_scopes};
use events::zoom::jobs::SyncZoom;
use events::zoom::{Error, plan};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Problem, ValidJson};

use crate::connect_zoom::{COOKIE, cookie};
use crate::list_connections::{Connection, connections};

/// A connection that nobody uses is kept alive once a week.
const REST: chrono::TimeDelta = chrono::TimeDelta::days(7);

/// What Zoom put into the address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "abc", "state": "def"}))]
pub(crate) struct Callback {
    code: String,
    state: String,
}

/// The connection, and where the person came from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Connected {
    connection: Connection,
    return_to: String,
}

/// Finish connecting Zoom.
#[utoipa::path(post, path = "/api/v1/integrations/zoom/callback", tag = "zoom", request_body = Callback,
    security(("bearer" = [])), responses((status = 200, body = Connected), (status = 422), (status = 503)))]
pub(crate) async fn finish_connection(
    org: Org<ManageIntegrations>,
    State(app): State<crate::State>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<Callback>,
) -> web::Result<([(HeaderName, String); 1], Json<Connected>)> {
    let now = app.clock.now();
    let browser = web::cookie(&headers, COOKIE).unwrap_or_default();
    let who = (org.id, org.user);
    let mut tx = db::begin(&app.db).await?;
    let begun = connection::take(&mut tx, who, (&body.state, browser), now).await?;
    tx.commit().await?;

    let zoom = &app.access.zoom;
    let tokens = zoom.exchange(&body.code, &begun.verifier).await.map_err(Error::from)?;
    let missing = missing_scopes(&tokens.scope);
    if !missing.is_empty() {
        return Err(Error::ScopeMissing(missing.join(", ")).into());
    }
    let host = zoom.me(&tokens.access_token).await.map_err(Error::from)?;

    let mut tx = db::begin(&app.db).await?;
    let id = connection::store(&mut tx, &app.access.vault, who, (&host, &tokens), now).await?;
    let entry =
        Entry::new(Some(org.id), Actor::User(org.user), "zoom.connected", "zoom_connection", id);
    db::audit::write(&mut tx, entry, now).await?;
    plan::connected(&mut tx, org.id, now).await?;
    let job = SyncZoom::Connection { connection: id };
    db::outbox::push_once(&mut tx, &job, &job.key(), now + REST, now).await?;
    let connection =
        connections(&mut tx, org.id, Some(id)).await?.pop().ok_or_else(Problem::not_found)?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    let spent = cookie("", 0, app.transport);
    Ok(([(SET_COOKIE, spent)], Json(Connected { connection, return_to: begun.return_to })))
}
