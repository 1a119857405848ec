//! One message from Zoom: verify the raw bytes, claim the receipt and do the work in one
//! transaction (ZM-7).

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use events::zoom::webhook::{Applied, Message, Notice, apply};
use outreach::team::{self, Integration};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use web::Problem;

/// Zoom asks us to prove that we hold the secret.
#[derive(Deserialize)]
struct Challenge {
    event: String,
    payload: Plain,
}

#[derive(Deserialize)]
struct Plain {
    #[serde(rename = "plainToken")]
    token: String,
}

pub(crate) async fn receive(
    State(app): State<crate::State>,
    headers: HeaderMap,
    body: Bytes,
) -> web::Result<Response> {
    let now = app.clock.now();
    let secret = app.secret.as_ref().filter(|secret| secret.signed(&headers, &body, now));
    let secret = secret.ok_or_else(Problem::unauthenticated)?;
    if let Ok(challenge) = serde_json::from_slice::<Challenge>(&body)
        && challenge.event == "endpoint.url_validation"
    {
        let answer =
            secret.answer(&challenge.payload.token).ok_or_else(Problem::unauthenticated)?;
        let body = json!({ "plainToken": challenge.payload.token, "encryptedToken": answer });
        return Ok(Json(body).into_response());
    }
    // What is no message of Zoom's should not be repeated by Zoom.
    let Ok(message) = serde_json::from_slice::<Message>(&body) else {
        return Ok(StatusCode::OK.into_response());
    };
    let receipt = message.receipt();
    let mut tx = db::begin(&app.db).await?;
    if db::receipts::claim(&mut tx, "zoom", &receipt, now).await? {
        match apply(&mut tx, &message, now).await? {
            Applied::Done(notices) => tell(&mut tx, &notices, now).await?,
            Applied::Ignored => {
                let mut kept: Value = serde_json::from_slice(&body).unwrap_or_default();
                without_nul(&mut kept);
                db::receipts::ignore(&mut tx, "zoom", &receipt, &kept).await?;
            }
        }
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(StatusCode::OK.into_response())
}

/// No database keeps a NUL, and people choose what they are called.
fn without_nul(value: &mut Value) {
    match value {
        Value::String(text) => text.retain(|c| c != '\0'),
        Value::Array(items) => items.iter_mut().for_each(without_nul),
        Value::Object(fields) => fields.values_mut().for_each(without_nul),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

async fn tell(conn: &mut PgConnection, notices: &[Notice], now: DateTime<Utc>) -> sqlx::Result<()> {
    for notice in notices {
        let (organization, told) = match *notice {
            Notice::Revoked(org, connection) => (org, Integration::ZoomRevoked { connection }),
            Notice::Degraded(org, connection) => {
                let reason = "The Zoom account of the host was deactivated.".to_owned();
                (org, Integration::ZoomDegraded { connection, reason })
            }
            Notice::MeetingGone(org, event, meeting) => {
                (org, Integration::MeetingGone { event, meeting })
            }
        };
        team::integrations(&mut *conn, organization, &told, now).await?;
    }
    Ok(())
}
