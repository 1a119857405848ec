//! `/objects/…`: what signed addresses of the disk stand-in open.

use axum::Router;
use axum::extract::OriginalUri;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use cloud::{Object, Objects, Signature};

/// The prefix of all addresses of files.
pub(crate) const PREFIX: &str = "/objects";

/// Serves the stand-in's files.
pub(crate) fn files(objects: Objects) -> Router {
    Router::new().fallback(async move |OriginalUri(uri): OriginalUri| open(&objects, &uri).await)
}

async fn open(objects: &Objects, uri: &Uri) -> Response {
    let path = uri.path().strip_prefix(PREFIX).unwrap_or_default();
    let Some((bucket, name)) = path.trim_start_matches('/').split_once('/') else {
        return nothing();
    };
    let signature: Option<Signature> =
        uri.query().and_then(|query| serde_urlencoded::from_str(query).ok());
    let found = match objects.open(bucket, name, signature.as_ref()).await {
        Ok(Some(found)) => found,
        Ok(None) => return nothing(),
        Err(error) => return web::Problem::from(error).into_response(),
    };
    let Object { bytes, content_type } = found;
    // Names say what is in a file, so a public one never changes.
    let kept = match bucket {
        "media" => "public, max-age=31536000, immutable",
        _ => "private, no-store",
    };
    let head = [(CONTENT_TYPE, content_type), (CACHE_CONTROL, kept.to_owned())];
    match signature.and_then(|signature| signature.file_name) {
        Some(name) => (head, [(CONTENT_DISPOSITION, attachment(&name))], bytes).into_response(),
        None => (head, bytes).into_response(),
    }
}

/// RFC 6266: the name in UTF-8, escaped.
fn attachment(name: &str) -> String {
    let escaped: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("attachment; filename*=UTF-8''{}", escaped.replace('+', "%20"))
}

fn nothing() -> Response {
    (StatusCode::NOT_FOUND, "There is nothing here, or the address has ended.").into_response()
}
