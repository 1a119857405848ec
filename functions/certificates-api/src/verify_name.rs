//! Comparing a name with one that is withheld (CE-15): five guesses, not a list.

use axum::Json;
use axum::extract::State;
use chrono::TimeDelta;
use credentials::certificate;
use db::rate::{Limit, hit};
use models::Line;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Client, Path, Public, ValidJson};

use crate::verify_certificate::find;

const GUESSES: Limit = Limit { scope: "verify-name", most: 5, window: TimeDelta::minutes(10) };

/// A name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NameToCheck, example = json!({"name": "Łukasz Żółć"}))]
pub(crate) struct Wanted {
    name: Line<1, 200>,
}

/// Whether it is the one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NameAnswer {
    matches: bool,
}

/// Whether a certificate is in this name.
#[utoipa::path(post, path = "/api/v1/certificates/verify/{code}/name", tag = "verification",
    params(("code" = String, Path)), request_body = Wanted,
    responses((status = 200, body = NameAnswer), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn verify_name(
    _: Public,
    client: Client,
    State(app): State<crate::State>,
    Path(code): Path<String>,
    ValidJson(wanted): ValidJson<Wanted>,
) -> web::Result<Json<NameAnswer>> {
    let mut conn = app.db.acquire().await?;
    let found = find(&mut conn, &app, &client, &code).await?;
    let key = format!("{} {}", found.id, client.rate_key());
    hit(&mut conn, GUESSES, &key, app.clock.now()).await?;
    Ok(Json(NameAnswer { matches: certificate::name_matches(&found, &wanted.name) }))
}
