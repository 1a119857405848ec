//! Comparing a file with the certificate of a code. Only the hash arrives, never the file (CE-16).

use axum::Json;
use axum::extract::State;
use credentials::certificate::{self, FileCheck, FileResult, Viewed};
use credentials::code::in_fours;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Client, Path, Problem, Public, ValidJson};

use crate::verification::unhex;
use crate::verify_certificate::find;

/// A file by its hash.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}))]
pub(crate) struct HashedFile {
    /// SHA-256 in hex, made in the browser.
    sha256: String,
}

impl HashedFile {
    pub(crate) fn hash(&self) -> web::Result<Vec<u8>> {
        let detail = "A SHA-256 is 64 hexadecimal digits.";
        unhex(&self.sha256).ok_or_else(|| Problem::field("/sha256", "invalid-value", detail))
    }
}

/// What the file is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileAnswer {
    result: FileResult,
    /// The certificate to look at.
    code: Option<String>,
}

impl From<FileCheck> for FileAnswer {
    fn from(check: FileCheck) -> Self {
        Self { result: check.result, code: check.code.as_deref().map(in_fours) }
    }
}

/// Whether a file is the one that was issued under this code.
#[utoipa::path(post, path = "/api/v1/certificates/verify/{code}/file", tag = "verification",
    params(("code" = String, Path)), request_body = HashedFile,
    responses((status = 200, body = FileAnswer), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn verify_file(
    _: Public,
    client: Client,
    State(app): State<crate::State>,
    Path(code): Path<String>,
    ValidJson(file): ValidJson<HashedFile>,
) -> web::Result<Json<FileAnswer>> {
    let hash = file.hash()?;
    let mut conn = app.db.acquire().await?;
    let found = find(&mut conn, &app, &client, &code).await?;
    let day = app.clock.now().date_naive();
    certificate::viewed(&mut conn, found.id, day, Viewed::FileCheck).await?;
    Ok(Json(certificate::file_of(&mut conn, &found, &hash).await?.into()))
}
