//! A Zoom that has one report, told page by page.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

/// The reports by uuid, and the page that fails.
#[derive(Clone, Default)]
pub(crate) struct Vendor {
    pub(crate) reports: Arc<Mutex<BTreeMap<String, Vec<Value>>>>,
    pub(crate) broken_page: Arc<Mutex<Option<usize>>>,
}

impl Vendor {
    /// Listens on a port of its own. Gives its address.
    pub(crate) async fn start(&self) -> String {
        let router = Router::new()
            .route("/v2/report/meetings/{uuid}/participants", get(participants))
            .with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        #[expect(clippy::disallowed_methods, reason = "a vendor beside the function under test")]
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}")
    }

    pub(crate) fn tell(&self, uuid: &str, rows: Vec<Value>) {
        self.reports.lock().unwrap().insert(uuid.to_owned(), rows);
    }
}

async fn participants(
    State(vendor): State<Vendor>,
    Path(once): Path<String>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Response {
    assert_eq!(asked["include_fields"], "registrant_id");
    assert_eq!(asked["page_size"], "300");
    // What begins with a slash must come encoded twice.
    let uuid = once.replace("%2F", "/");
    assert!(!once.starts_with('/'), "{once}");
    let rows = vendor.reports.lock().unwrap().get(&uuid).cloned();
    let Some(rows) = rows else {
        return (StatusCode::NOT_FOUND, Json(json!({"code": 3001, "message": "none"})))
            .into_response();
    };
    let page: usize = asked["next_page_token"].parse().unwrap_or_default();
    if *vendor.broken_page.lock().unwrap() == Some(page) {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let shown: Vec<&Value> = rows.iter().skip(page * 300).take(300).collect();
    let next = if (page + 1) * 300 < rows.len() { (page + 1).to_string() } else { String::new() };
    Json(json!({"participants": shown, "next_page_token": next})).into_response()
}
