//! Pages: hosted checkout, onboarding, portal, and the panel.

pub(super) mod checkout;
pub(super) mod invoice;
pub(super) mod onboarding;
pub(super) mod panel;
pub(super) mod portal;

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use chrono::DateTime;

use crate::page::{escape, page};

/// A page of this part.
fn stripe_page(title: &str, body: &str) -> Html<String> {
    page(title, "stripe", body)
}

/// A page that is not there.
fn nothing(what: &str) -> Response {
    let body = format!("<h1>{what}</h1><p>It was never made, or the link has been used.</p>");
    (StatusCode::NOT_FOUND, stripe_page(what, &body)).into_response()
}

/// A text field with its label.
fn field(name: &str, label: &str, value: &str, more: &str) -> String {
    format!(
        "<p><label for=\"{name}\">{label}</label><br><input id=\"{name}\" name=\"{name}\" value=\"{}\" {more}></p>",
        escape(value)
    )
}

/// What went wrong, read out at once.
fn alert(said: &str) -> String {
    if said.is_empty() {
        return String::new();
    }
    format!("<p class=banner role=alert>{}</p>", escape(said))
}

fn moment(at: i64) -> String {
    DateTime::from_timestamp(at, 0)
        .map(|at| at.format("%-d %b %Y %H:%M UTC").to_string())
        .unwrap_or_default()
}
