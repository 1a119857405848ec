//! The public keys of access tokens.

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use web::Public;

/// The public keys of access tokens, as a JWK set.
#[utoipa::path(get, path = "/api/v1/logins/keys", tag = "logins", responses((status = 200, body = serde_json::Value)))]
pub(crate) async fn get_keys(_: Public, State(app): State<crate::State>) -> impl IntoResponse {
    ([(CACHE_CONTROL, "public, max-age=3600")], Json(app.keys.jwks()))
}
