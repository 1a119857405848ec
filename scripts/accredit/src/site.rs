//! The built app: its files, compressed and cached as they may be, and its page for every address
//! that is nobody else's.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use aws_lc_rs::digest::{SHA256, digest};
use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::GzEncoder;

const INDEX: &str = "index.html";
/// Addresses that are never the app's: a mistake there is told as one.
const NOT_THE_APP: [&str; 6] =
    ["/api/", "/webhooks/", "/sandbox/", "/objects/", "/assets/", "/.well-known/"];
const NOT_BUILT: &str = "<!doctype html><title>Accredit</title><p>The server runs, but the app is \
     not built yet: <code>npm --prefix frontend ci && npm --prefix frontend run build</code>, \
     then load this page again.";

#[derive(Clone)]
struct Site {
    folder: Arc<PathBuf>,
    files: Arc<Mutex<HashMap<PathBuf, Arc<File>>>>,
}

struct File {
    written: SystemTime,
    bytes: Bytes,
    gzip: Option<Bytes>,
    etag: String,
    content_type: &'static str,
}

/// Serves a folder.
pub(crate) fn site(folder: &Path) -> Router {
    let site = Site { folder: Arc::new(folder.to_owned()), files: Arc::default() };
    Router::new().fallback(async move |request: Request| site.answer(&request))
}

impl Site {
    fn answer(&self, request: &Request) -> Response {
        let path = request.uri().path();
        if request.method() != Method::GET && request.method() != Method::HEAD {
            return StatusCode::METHOD_NOT_ALLOWED.into_response();
        }
        if let Some(file) = self.file(path.trim_start_matches('/')).filter(|_| path != "/") {
            let hashed = path.starts_with("/assets/");
            let kept = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
            return file.answer(request.headers(), kept);
        }
        let beneath =
            |prefix: &&str| path.starts_with(*prefix) || path == prefix.trim_end_matches('/');
        // Such as favicon.ico: whoever asks for a file wants that, or to know that there is none.
        let is_file = path.rfind('/') == Some(0) && path.contains('.');
        if is_file || NOT_THE_APP.iter().any(beneath) {
            return nothing();
        }
        match self.file(INDEX) {
            Some(index) => index.answer(request.headers(), "no-cache"),
            None => (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response(),
        }
    }

    /// A file of the folder, read again when it was built anew.
    fn file(&self, name: &str) -> Option<Arc<File>> {
        let relative = Path::new(name);
        let plain = relative.components().all(|part| match part {
            Component::Normal(name) => !name.as_encoded_bytes().starts_with(b"."),
            _ => false,
        });
        let path = self.folder.join(relative);
        let metadata = std::fs::metadata(&path).ok().filter(|found| plain && found.is_file())?;
        let written = metadata.modified().ok()?;
        let mut files = self.files.lock().ok()?;
        if let Some(known) = files.get(&path).filter(|known| known.written == written) {
            return Some(known.clone());
        }
        let file = Arc::new(File::read(&path, written)?);
        files.insert(path, file.clone());
        Some(file)
    }
}

impl File {
    fn read(path: &Path, written: SystemTime) -> Option<Self> {
        let bytes = Bytes::from(std::fs::read(path).ok()?);
        let (content_type, text) = content_type(path);
        let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(digest(&SHA256, &bytes)));
        let gzip = (text && bytes.len() > 1000).then(|| gzip(&bytes)).flatten();
        Some(Self { written, bytes, gzip, etag, content_type })
    }

    fn answer(&self, asked: &HeaderMap, kept: &'static str) -> Response {
        let head = [
            (CONTENT_TYPE, self.content_type),
            (CACHE_CONTROL, kept),
            (ETAG, &self.etag),
            (VARY, "accept-encoding"),
        ];
        let value = |name| asked.get(name).and_then(|value| value.to_str().ok());
        // RFC 9110, 13.1.2: an asterisk stands for whatever there is.
        let is_known = |known: &str| known.trim() == "*" || known.contains(&self.etag);
        if value(IF_NONE_MATCH).is_some_and(is_known) {
            return (StatusCode::NOT_MODIFIED, head).into_response();
        }
        match &self.gzip {
            Some(gzip) if value(ACCEPT_ENCODING).is_some_and(|known| known.contains("gzip")) => {
                (head, [(CONTENT_ENCODING, "gzip")], gzip.clone()).into_response()
            }
            _ => (head, self.bytes.clone()).into_response(),
        }
    }
}

/// As functions say it, though none owns this address.
fn nothing() -> Response {
    let problem = serde_json::json!({
        "type": "/problems/not-found", "title": "Not Found", "status": 404,
        "code": "not-found", "detail": "There is nothing here.", "instance": "",
    });
    let head = [(CONTENT_TYPE, "application/problem+json")];
    (StatusCode::NOT_FOUND, head, problem.to_string()).into_response()
}

fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// The media type of a file, and whether it is text worth compressing.
fn content_type(path: &Path) -> (&'static str, bool) {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => ("text/html; charset=utf-8", true),
        "js" | "mjs" => ("text/javascript; charset=utf-8", true),
        "css" => ("text/css; charset=utf-8", true),
        "svg" => ("image/svg+xml", true),
        "json" | "map" => ("application/json", true),
        "txt" => ("text/plain; charset=utf-8", true),
        "webmanifest" => ("application/manifest+json", true),
        "woff2" => ("font/woff2", false),
        "png" => ("image/png", false),
        "jpg" => ("image/jpeg", false),
        "webp" => ("image/webp", false),
        "ico" => ("image/x-icon", false),
        _ => ("application/octet-stream", false),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use tower::ServiceExt as _;

    use super::*;

    async fn asked(folder: &Path, known: &str) -> StatusCode {
        let request = Request::get("/robots.txt").header(IF_NONE_MATCH, known);
        let request = request.body(Body::empty()).unwrap();
        let Ok(answer) = site(folder).oneshot(request).await;
        answer.status()
    }

    /// RFC 9110, 13.1.2
    #[tokio::test]
    async fn whoever_has_a_file_is_not_sent_it_again() {
        let folder = std::env::temp_dir().join(format!("accredit-site-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("robots.txt"), "User-agent: *\n").unwrap();
        let etag = File::read(&folder.join("robots.txt"), SystemTime::UNIX_EPOCH).unwrap().etag;
        for known in [etag.clone(), format!("\"older\", W/{etag}"), "*".to_owned()] {
            assert_eq!(asked(&folder, &known).await, StatusCode::NOT_MODIFIED, "{known}");
        }
        for other in ["\"older\"", "\"*\""] {
            assert_eq!(asked(&folder, other).await, StatusCode::OK, "{other}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
