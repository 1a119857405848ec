//! A server that answers as Google would, and remembers what it was asked.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// One request.
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

pub(crate) struct Google {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    _server: JoinSet<()>,
}

impl Google {
    /// The metadata server answers by itself; `answer` is asked for all the rest.
    pub(crate) async fn new(answer: impl Fn(&Asked) -> Response + Send + Sync + 'static) -> Self {
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (kept, answer) = (asked.clone(), Arc::new(answer));
        let router = Router::new().fallback(async move |request: Request| {
            let (parts, body) = request.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            let line = format!("{} {}", parts.method, parts.uri);
            let asked = Asked { line, headers: parts.headers, body };
            let response = metadata(&asked).unwrap_or_else(|| answer(&asked));
            kept.lock().unwrap().push(asked);
            response
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, asked, _server: server }
    }

    /// What it was asked beside tokens, in order.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        let all = std::mem::take(&mut *self.asked.lock().unwrap());
        all.into_iter().filter(|asked| !asked.line.contains("/computeMetadata/")).collect()
    }

    pub(crate) fn tokens_asked(&self) -> usize {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|asked| asked.line.ends_with("/token")).count()
    }
}

fn metadata(asked: &Asked) -> Option<Response> {
    let what = asked.line.split("/service-accounts/default/").nth(1)?;
    assert_eq!(asked.header("metadata-flavor"), "Google");
    Some(match what {
        "token" => {
            axum::Json(json!({ "access_token": "granted", "expires_in": 3599 })).into_response()
        }
        _ => "events-api@project.iam.gserviceaccount.com".into_response(),
    })
}

/// An environment for `from_env`.
pub(crate) fn lookup<'e>(values: &'e [(&'e str, &'e str)]) -> impl Fn(&str) -> Option<&'e str> {
    |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}
