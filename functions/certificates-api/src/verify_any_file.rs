//! Looking for the certificate of a file that came without a code.

use axum::Json;
use axum::extract::State;
use chrono::TimeDelta;
use credentials::certificate;
use db::rate::{Limit, hit};
use web::{Client, Public, ValidJson};

use crate::verify_file::{FileAnswer, HashedFile};

const CHECKS: Limit = Limit { scope: "verify", most: 30, window: TimeDelta::minutes(1) };

/// Whether a file was issued here, and under which code.
#[utoipa::path(post, path = "/api/v1/certificates/verify-file", tag = "verification",
    request_body = HashedFile,
    responses((status = 200, body = FileAnswer), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn verify_any_file(
    _: Public,
    client: Client,
    State(app): State<crate::State>,
    ValidJson(file): ValidJson<HashedFile>,
) -> web::Result<Json<FileAnswer>> {
    let hash = file.hash()?;
    let mut conn = app.db.acquire().await?;
    hit(&mut conn, CHECKS, &client.rate_key(), app.clock.now()).await?;
    Ok(Json(certificate::any_file(&mut conn, &hash).await?.into()))
}
