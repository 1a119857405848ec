//! How one signs in.

use accounts::user;
use auth::User;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// How one signs in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Security {
    has_password: bool,
    password_changed_at: Option<DateTime<Utc>>,
}

/// How one signs in.
#[utoipa::path(get, path = "/api/v1/accounts/me/security", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, body = Security)))]
pub(crate) async fn get_security(
    caller: User,
    State(app): State<crate::State>,
) -> web::Result<Json<Security>> {
    let profile = user::profile(&mut *app.db.acquire().await?, caller.id).await?;
    let (has_password, password_changed_at) = (profile.has_password, profile.password_changed_at);
    Ok(Json(Security { has_password, password_changed_at }))
}
