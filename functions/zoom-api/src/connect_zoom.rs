//! Begin to connect: a single-use state, bound to person, organization and browser (ZM-1).

use auth::{ManageIntegrations, Org};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::SET_COOKIE;
use events::zoom::{Error, connection};
use models::AppPath;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::ValidJson;

use crate::Transport;

/// The cookie that holds the browser's half.
pub(crate) const COOKIE: &str = "accredit_zoom";

/// Where to go back to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"return_to": "/org/settings/integrations"}))]
pub(crate) struct Connect {
    /// A path of this site.
    return_to: String,
}

/// Where to go now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConnectStarted {
    authorize_url: String,
}

/// Begin to connect Zoom.
#[utoipa::path(post, path = "/api/v1/integrations/zoom/connect", tag = "zoom", request_body = Connect,
    security(("bearer" = [])), responses((status = 200, body = ConnectStarted), (status = 422)))]
pub(crate) async fn connect_zoom(
    org: Org<ManageIntegrations>,
    State(app): State<crate::State>,
    ValidJson(body): ValidJson<Connect>,
) -> web::Result<([(HeaderName, String); 1], Json<ConnectStarted>)> {
    let now = app.clock.now();
    let return_to = AppPath::try_from(body.return_to).map_err(|_| Error::ReturnTo)?;
    let mut tx = db::begin(&app.db).await?;
    let attempt = connection::begin(&mut tx, (org.id, org.user), &return_to, now).await?;
    tx.commit().await?;
    let authorize_url = app.access.zoom.authorize_url(&attempt.state, &attempt.challenge);
    let cookie = cookie(&attempt.browser, 600, app.transport);
    Ok(([(SET_COOKIE, cookie)], Json(ConnectStarted { authorize_url })))
}

/// Lax, since the browser comes back from another site.
pub(crate) fn cookie(value: &str, seconds: u32, transport: Transport) -> String {
    let secure = match transport {
        Transport::Tls => "; Secure",
        Transport::Plain => "",
    };
    format!(
        "{COOKIE}={value}; Path=/api/v1/integrations/zoom; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    )
}
