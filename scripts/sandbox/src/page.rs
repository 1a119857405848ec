//! The frame of every page: one style, nothing from elsewhere.

use axum::response::Html;

/// A page of the sandbox. `active` is its part: `mail`, `zoom`, `stripe` or `clock`.
pub(crate) fn page(title: &str, active: &str, body: &str) -> Html<String> {
    let parts = [
        ("mail", "/sandbox/inbox", "Inbox"),
        ("zoom", "/sandbox/zoom", "Zoom"),
        ("stripe", "/sandbox/stripe", "Stripe"),
        ("clock", "/sandbox/clock", "Clock"),
    ];
    let link = |(part, address, label): (&str, &str, &str)| {
        let here = if part == active { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"{address}\"{here}>{label}</a> ")
    };
    let links = parts.map(link).concat();
    Html(format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{} · Sandbox</title><style>{STYLE}</style><header><a class=brand href=\"/sandbox\">Accredit <span>Sandbox</span></a><nav>{links}</nav><a class=app href=\"/\">Open the app</a></header>\
         <aside class=banner aria-label=\"About these pages\">This is a sandbox: no mail leaves this machine, no meeting and no money is real.</aside><main>{body}</main></html>",
        escape(title)
    ))
}

const STYLE: &str = include_str!("page.css");

/// Text, made harmless for HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
