//! The frame of every page: one style, nothing from elsewhere.

use axum::response::Html;

/// A page of the sandbox. `active` is its part: `mail`, `clock` or `zoom`.
pub(crate) fn page(title: &str, active: &str, body: &str) -> Html<String> {
    let links: String = [("mail", "/sandbox/inbox", "Inbox"), ("zoom", "/sandbox/zoom", "Zoom"), ("clock", "/sandbox/clock", "Clock")]
        .iter()
        .map(|(part, address, label)| {
            let here = if *part == active { " aria-current=\"page\"" } else { "" };
            format!("<a href=\"{address}\"{here}>{label}</a> ")
        })
        .collect();
    Html(format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{} · Sandbox</title><style>{STYLE}</style><header><strong>Sandbox</strong> <nav>{links}</nav></header>\
         <main>{body}</main></html>",
        escape(title)
    ))
}

const STYLE: &str = ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:0}\
    header{display:flex;gap:1.5rem;padding:.75rem 1rem;border-bottom:1px solid #8886}main{max-width:60rem;margin:auto;padding:1rem}\
    nav a{margin-right:.75rem}a[aria-current]{font-weight:600}table{border-collapse:collapse;width:100%}\
    td,th{text-align:left;padding:.35rem .5rem;border-bottom:1px solid #8884}button{font:inherit;padding:.5rem .9rem;\
    border:0;border-radius:.4rem;background:#0b57d0;color:#fff}button.quiet{background:#8883;color:inherit}\
    input{font:inherit;padding:.35rem .5rem}fieldset{border:1px solid #8886;border-radius:.4rem}";

/// Text, made harmless for HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
