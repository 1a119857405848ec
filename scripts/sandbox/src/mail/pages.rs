//! The inbox as pages and as JSON.

use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use mail_parser::{Message, MessageParser, MimeHeaders as _};
use serde::Deserialize;
use serde_json::{Value, json};

use super::inbox::{Inbox, Mail};
use crate::page::{escape, page};

/// How many one page shows.
const SHOWN: usize = 200;

/// Everything under `/sandbox/inbox`.
pub(crate) fn router(inbox: Inbox) -> Router {
    Router::new()
        .route("/sandbox/inbox", get(list))
        .route("/sandbox/inbox.json", get(list_json).delete(clear))
        .route("/sandbox/inbox/{id}", get(show))
        .route("/sandbox/inbox/{id}/html", get(html))
        .route("/sandbox/inbox/{id}/raw", get(raw))
        .route("/sandbox/inbox/{id}/attachments/{number}", get(attachment))
        .with_state(inbox)
}

#[derive(Deserialize)]
struct Filter {
    #[serde(default)]
    to: String,
}

impl Filter {
    fn holds(&self, mail: &Mail) -> bool {
        let wanted = self.to.trim().to_lowercase();
        wanted.is_empty() || mail.to.iter().any(|to| to.to_lowercase().contains(&wanted))
    }

    /// Programs mean one address, people type a part of it.
    fn is(&self, mail: &Mail) -> bool {
        let wanted = self.to.trim().to_lowercase();
        wanted.is_empty() || mail.to.iter().any(|to| to.to_lowercase() == wanted)
    }
}

fn parsed(mail: &Mail) -> Option<Message<'_>> {
    MessageParser::default().parse(&mail.raw)
}

async fn list_json(State(inbox): State<Inbox>, Query(filter): Query<Filter>) -> Json<Value> {
    let mails = inbox.mails();
    let wanted = mails.iter().rev().filter(|mail| filter.is(mail));
    Json(json!({ "mails": wanted.map(|mail| told(mail)).collect::<Vec<_>>() }))
}

async fn clear(State(inbox): State<Inbox>) -> StatusCode {
    match inbox.clear() {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(error) => {
            tracing::error!(%error, "the inbox could not be emptied");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

fn told(mail: &Mail) -> Value {
    let message = parsed(mail);
    let text = message.as_ref().and_then(|m| m.body_text(0)).unwrap_or_default();
    let files = message.iter().flat_map(Message::attachments).map(|part| {
        json!({ "name": part.attachment_name(), "content_type": kind(part), "bytes": part.contents().len() })
    });
    json!({
        "id": mail.id,
        "received_at": mail.received_at,
        "deliveries": mail.deliveries,
        "from": mail.from,
        "to": mail.to,
        "subject": message.as_ref().and_then(Message::subject),
        "message_id": message.as_ref().and_then(Message::message_id),
        "text": text,
        "html": message.as_ref().and_then(|m| m.body_html(0)),
        "links": links(&text),
        "attachments": files.collect::<Vec<_>>(),
    })
}

fn links(text: &str) -> Vec<&str> {
    let word = |word: &&str| word.starts_with("http://") || word.starts_with("https://");
    text.split_whitespace().filter(word).collect()
}

fn kind(part: &mail_parser::MessagePart<'_>) -> String {
    let Some(kind) = part.content_type() else { return "application/octet-stream".to_owned() };
    format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("octet-stream"))
}

async fn list(State(inbox): State<Inbox>, Query(filter): Query<Filter>) -> Html<String> {
    let mails = inbox.mails();
    let rows: String = mails
        .iter()
        .rev()
        .filter(|mail| filter.holds(mail))
        .take(SHOWN)
        .map(|mail| row(mail))
        .collect();
    let rows = if rows.is_empty() {
        "<p class=empty>No mail yet. Sign up or register for an event, and it shows here.</p>"
            .to_owned()
    } else {
        format!("<ul class=mails>{rows}</ul>")
    };
    let body = format!(
        "<h1>Inbox</h1><p class=lead>Every mail that Accredit sends lands here and goes no further.</p>\
         <form class=row role=search><label>To <input type=search name=to value=\"{}\" placeholder=\"ada@example.org\"></label> \
         <button class=quiet>Filter</button></form>{rows}",
        escape(&filter.to)
    );
    page("Inbox", "mail", &body)
}

fn row(mail: &Mail) -> String {
    let message = parsed(mail);
    let subject = message.as_ref().and_then(Message::subject).unwrap_or("(no subject)");
    let files = message.as_ref().map_or(0, |m| m.attachments().count());
    format!(
        "<li><a href=\"/sandbox/inbox/{}\"><strong>{}</strong><span>{}{}</span><time datetime=\"{}\">{}</time></a></li>",
        mail.id,
        escape(subject),
        escape(&mail.to.join(", ")),
        if files > 0 { " · with files" } else { "" },
        mail.received_at.to_rfc3339(),
        mail.received_at.format("%-d %b %Y %H:%M:%S UTC")
    )
}

async fn show(State(inbox): State<Inbox>, Path(id): Path<String>) -> Response {
    let Some(mail) = inbox.mail(&id) else { return nothing() };
    let message = parsed(&mail);
    let text = message.as_ref().and_then(|m| m.body_text(0)).unwrap_or_default();
    let file = |(n, part): (usize, &mail_parser::MessagePart<'_>)| {
        let (name, kind) = (part.attachment_name().unwrap_or("file"), kind(part));
        let (name, kind, bytes) = (escape(name), escape(&kind), part.contents().len());
        format!(
            "<li><a href=\"/sandbox/inbox/{id}/attachments/{n}\">{name}</a> <span class=muted>{kind}, {bytes} bytes</span></li>"
        )
    };
    let files: Vec<String> =
        message.iter().flat_map(|m| m.attachments().enumerate()).map(file).collect();
    let row = |(name, value): (&str, &str)| {
        format!("<tr><th>{}</th><td>{}</td></tr>", escape(name), escape(value.trim()))
    };
    let head: Vec<String> = message.iter().flat_map(Message::headers_raw).map(row).collect();
    let (files, head) = (files.concat(), head.concat());
    let files = if files.is_empty() { files } else { format!("<h2>Files</h2><ul>{files}</ul>") };
    let body = format!(
        "<p><a href=\"/sandbox/inbox\">← Inbox</a></p><h1>{}</h1><p class=lead>To {} · {}</p>\
         <iframe class=mail sandbox=\"allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation\" title=\"The mail\" src=\"/sandbox/inbox/{id}/html\"></iframe>{files}\
         <details><summary>Text</summary><pre>{}</pre></details>\
         <details><summary>Headers</summary><div class=wide><table>{head}</table></div></details>\
         <p><a href=\"/sandbox/inbox/{id}/raw\">Raw mail</a></p>",
        escape(message.as_ref().and_then(Message::subject).unwrap_or("(no subject)")),
        escape(&mail.to.join(", ")),
        mail.received_at.format("%-d %B %Y, %H:%M:%S UTC"),
        linked(&text),
    );
    page("Mail", "mail", &body).into_response()
}

/// Addresses in the text can be pressed.
fn linked(text: &str) -> String {
    let piece = |piece: &str| {
        let escaped = escape(piece);
        let trimmed = piece.trim_end();
        if trimmed.starts_with("http://") || trimmed.starts_with("https://") {
            let rest = &escaped[escape(trimmed).len()..];
            return format!("<a href=\"{0}\" target=_blank>{0}</a>{rest}", escape(trimmed));
        }
        escaped
    };
    text.split_inclusive(char::is_whitespace).map(piece).collect()
}

/// The mail alone, for the frame: links open outside of it, and no script runs.
async fn html(State(inbox): State<Inbox>, Path(id): Path<String>) -> Response {
    let Some(mail) = inbox.mail(&id) else { return nothing() };
    let html = parsed(&mail).and_then(|m| m.body_html(0).map(std::borrow::Cow::into_owned));
    let html = html.unwrap_or_default().replacen("<head>", "<head><base target=\"_blank\">", 1);
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:";
    ([(CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}

async fn raw(State(inbox): State<Inbox>, Path(id): Path<String>) -> Response {
    let Some(mail) = inbox.mail(&id) else { return nothing() };
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], mail.raw.clone()).into_response()
}

async fn attachment(
    State(inbox): State<Inbox>,
    Path((id, number)): Path<(String, usize)>,
) -> Response {
    let Some(mail) = inbox.mail(&id) else { return nothing() };
    let Some(message) = parsed(&mail) else { return nothing() };
    let Some(part) = message.attachments().nth(number) else { return nothing() };
    let name: String = part
        .attachment_name()
        .unwrap_or("file")
        .chars()
        .filter(|c| c.is_ascii_graphic() && *c != '"')
        .collect();
    let kind = HeaderValue::from_str(&kind(part)).ok();
    let mut response = part.contents().to_vec().into_response();
    if let Some(kind) = kind {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

fn nothing() -> Response {
    let body = "<h1>No such mail</h1><p><a href=\"/sandbox/inbox\">← Inbox</a></p>";
    (StatusCode::NOT_FOUND, page("No such mail", "mail", body)).into_response()
}
