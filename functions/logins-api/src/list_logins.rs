//! The devices on which one is signed in.

use accounts::login::{self, LoginRow, device_name};
use auth::User;
use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use models::LoginId;
use serde::Serialize;
use utoipa::ToSchema;

/// A signed-in device.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignedInDevice {
    id: LoginId,
    /// `Firefox on Windows`.
    device: String,
    user_agent: String,
    ip_prefix: Option<String>,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    methods: Vec<String>,
    remembered: bool,
    /// The one that asks.
    current: bool,
}

/// All of them: at most twenty.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignedInDevices {
    data: Vec<SignedInDevice>,
}

/// The devices on which one is signed in.
#[utoipa::path(get, path = "/api/v1/logins", tag = "logins", security(("bearer" = [])),
    responses((status = 200, body = SignedInDevices)))]
pub(crate) async fn list_logins(
    user: User,
    State(app): State<crate::State>,
) -> web::Result<Json<SignedInDevices>> {
    let rows = login::list(&mut *app.db.acquire().await?, user.id, app.clock.now()).await?;
    let data = rows.into_iter().map(|row| {
        let LoginRow { id, user_agent, ip_prefix, created_at, last_seen_at, methods, remembered } =
            row;
        let (device, current) = (device_name(&user_agent), id == user.login);
        SignedInDevice {
            id,
            device,
            user_agent,
            ip_prefix,
            created_at,
            last_seen_at,
            methods,
            remembered,
            current,
        }
    });
    Ok(Json(SignedInDevices { data: data.collect() }))
}
