//! The headers that keep a browser careful (UX-45).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::{
    ACCEPT, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
/// Pages whose address is a secret: no referrer, no index (UX-46).
const SECRET: [&str; 6] = ["/r/", "/join/", "/link/", "/invitation", "/unsubscribe/", "/objects/"];

/// What is set on every answer that does not say otherwise.
pub(crate) struct Guard {
    starter: Option<PathBuf>,
    secure: bool,
    origin: String,
}

impl Guard {
    /// `folder` holds the built app, which says the hash of its one inline script; without it the
    /// page comes from Vite, which writes scripts of its own into it. `origin` is where people
    /// reach this server.
    pub(crate) fn new(folder: Option<&Path>, origin: &str) -> Arc<Self> {
        let secure = origin.starts_with("https://");
        let starter = folder.map(|folder| folder.join("starter.sha256"));
        Arc::new(Self { starter, secure, origin: origin.to_owned() })
    }

    /// Read for each page: the app may be built anew beside a running server.
    fn policy(&self) -> Option<HeaderValue> {
        let starter = std::fs::read_to_string(self.starter.as_ref()?).unwrap_or_default();
        let starter = match starter.trim() {
            "" => String::new(),
            hash => format!(" '{hash}'"),
        };
        // Styles: the dialogs of Radix keep the page from scrolling by a style element.
        let policy = format!(
            "default-src 'self'; script-src 'self'{starter}; style-src 'self' 'unsafe-inline'; \
             img-src 'self' data: blob: https:; object-src 'none'; base-uri 'none'; \
             form-action 'self'; frame-src 'none'; frame-ancestors 'none'"
        );
        HeaderValue::from_str(&policy).ok()
    }

    /// The same page at the name that this server goes by, for whoever opened it by this machine's
    /// address: cookies and origins are of one name, and nobody would stay signed in.
    fn by_name(&self, request: &Request) -> Option<String> {
        let port = self.origin.strip_prefix("http://localhost")?;
        let host = web::header(request.headers(), HOST.as_str())?;
        let by_address =
            ["127.0.0.1", "[::1]"].iter().any(|ip| host.strip_prefix(ip) == Some(port));
        let accepts = web::header(request.headers(), ACCEPT.as_str()).unwrap_or_default();
        let page = request.method() == Method::GET && accepts.contains("text/html");
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        (by_address && page).then(|| format!("{}{path}", self.origin))
    }

    /// The middleware.
    pub(crate) async fn watch(self: Arc<Self>, request: Request, next: Next) -> Response {
        if let Some(named) = self.by_name(&request) {
            return Redirect::temporary(&named).into_response();
        }
        let path = request.uri().path();
        let secret = SECRET.iter().any(|prefix| path.starts_with(prefix));
        // The sandbox plays other people's sites, which have rules of their own.
        let foreign = path.starts_with("/sandbox");
        let mut response = next.run(request).await;
        let headers = response.headers_mut();
        absent(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
        if foreign {
            return response;
        }
        let referrer = if secret { "no-referrer" } else { "strict-origin-when-cross-origin" };
        absent(headers, REFERRER_POLICY, referrer);
        absent(headers, OPENER, "same-origin");
        absent(headers, PERMISSIONS, "camera=(self), microphone=(), geolocation=(), payment=()");
        if secret {
            absent(headers, ROBOTS, "noindex");
        }
        if self.secure {
            absent(headers, STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
        }
        let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        if kind.starts_with(b"text/html")
            && let Some(policy) = self.policy()
        {
            headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
        }
        response
    }
}

fn absent(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}
