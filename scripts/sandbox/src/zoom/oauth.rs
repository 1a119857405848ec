//! A person allows the app, and the app gets tokens (RFC 6749, RFC 7636).

use aws_lc_rs::digest;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::json;

use super::world::{Access, Code, Refresh, World, Zoom, random};
use crate::form::Form;
use crate::page::{escape, page};

const SCOPES: &str = "meeting:write:meeting meeting:update:meeting meeting:delete:meeting meeting:read:meeting \
    meeting:write:registrant meeting:read:list_registrants meeting:update:registrant_status \
    report:read:list_meeting_participants:admin user:read:user webinar:write:webinar webinar:write:registrant \
    webinar:read:list_registrants report:read:list_webinar_participants:admin";

/// What the app asks for.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    redirect_uri: String,
    state: String,
    code_challenge: String,
    code_challenge_method: String,
}

/// The page on which a person decides.
pub(super) async fn authorize(State(zoom): State<Zoom>, Query(asked): Query<Asked>) -> Response {
    if asked.code_challenge_method != "S256" {
        return (StatusCode::BAD_REQUEST, "Only S256 is taken.").into_response();
    }
    let hidden = [
        ("redirect_uri", &asked.redirect_uri),
        ("state", &asked.state),
        ("code_challenge", &asked.code_challenge),
    ]
    .map(|(name, value)| {
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
    })
    .concat();
    let hosts = zoom
        .look()
        .hosts
        .iter()
        .enumerate()
        .map(|(nth, host)| {
            let checked = if nth == 0 { " checked" } else { "" };
            format!(
                "<p><label><input type=\"radio\" name=\"host\" value=\"{}\"{checked}> <strong>{}</strong> {}</label></p>",
                escape(&host.id),
                escape(&host.name),
                escape(&host.email)
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let body = format!(
        "<h1>Allow Accredit to use Zoom?</h1>
         <p>Accredit wants to make meetings, register people and read participants reports.</p>
         <form method=\"post\">{hidden}<fieldset><legend>As</legend>{hosts}</fieldset>
         <p><label><input type=\"checkbox\" name=\"narrow\" value=\"1\"> Without the right to read reports</label></p>
         <p><button name=\"answer\" value=\"allow\">Allow</button>
            <button name=\"answer\" value=\"deny\" class=\"quiet\">Cancel</button></p></form>"
    );
    let shown: Html<String> = page("Allow an app", "zoom", &body);
    shown.into_response()
}

/// What the person decided.
#[derive(Debug, Deserialize)]
pub(super) struct Decided {
    redirect_uri: String,
    state: String,
    code_challenge: String,
    host: String,
    answer: String,
    narrow: Option<String>,
}

/// Back to the app, with a code or without.
pub(super) async fn allow(State(zoom): State<Zoom>, Form(decided): Form<Decided>) -> Redirect {
    let state = escape_query(&decided.state);
    if decided.answer != "allow" {
        return Redirect::to(&format!(
            "{}?error=access_denied&state={state}",
            decided.redirect_uri
        ));
    }
    let mut scopes: Vec<&str> = SCOPES.split_whitespace().collect();
    if decided.narrow.is_some() {
        scopes.retain(|scope| !scope.starts_with("report:"));
    }
    let code = random(24);
    zoom.change(|world| {
        let kept = Code {
            host: decided.host,
            challenge: decided.code_challenge,
            redirect_uri: decided.redirect_uri.clone(),
            scope: scopes.join(" "),
        };
        world.codes.insert(code.clone(), kept);
    });
    Redirect::to(&format!("{}?code={code}&state={state}", decided.redirect_uri))
}

fn escape_query(text: &str) -> String {
    text.bytes().fold(String::new(), |all, byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            all + &char::from(byte).to_string()
        }
        _ => all + &format!("%{byte:02X}"),
    })
}

/// A request for tokens.
#[derive(Debug, Deserialize)]
pub(super) struct Grant {
    #[serde(rename = "grant_type")]
    kind: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    code_verifier: String,
    #[serde(default)]
    refresh_token: String,
}

/// Both tokens. A code and a refresh token are good once.
pub(super) async fn token(
    State(zoom): State<Zoom>,
    headers: HeaderMap,
    Form(grant): Form<Grant>,
) -> Response {
    let basic =
        headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !zoom.is_client(basic) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    let now = zoom.clock.now();
    let until = now + TimeDelta::hours(1);
    let pair = zoom.change(|world| {
        if world.faults.down {
            return None;
        }
        let (host, scope) = granted(world, &grant)?;
        let (access, refresh) = (random(32), random(32));
        world.access.retain(|_, token| token.until > now);
        world.access.insert(access.clone(), Access { host: host.clone(), until });
        world.refresh.insert(refresh.clone(), Refresh { host, scope: scope.clone() });
        Some((access, refresh, scope))
    });
    match pair {
        Some((access, refresh, scope)) => Json(json!({
            "access_token": access, "token_type": "bearer", "refresh_token": refresh, "expires_in": 3600, "scope": scope,
        }))
        .into_response(),
        None if zoom.look().faults.down => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        None => refused(StatusCode::BAD_REQUEST, "invalid_grant"),
    }
}

fn granted(world: &mut World, grant: &Grant) -> Option<(String, String)> {
    match grant.kind.as_str() {
        "authorization_code" => {
            let code = world.codes.remove(&grant.code)?;
            let hash = digest::digest(&digest::SHA256, grant.code_verifier.as_bytes());
            let proven = URL_SAFE_NO_PAD.encode(hash) == code.challenge
                && grant.redirect_uri == code.redirect_uri;
            proven.then_some((code.host, code.scope))
        }
        "refresh_token" => {
            world.refresh.remove(&grant.refresh_token).map(|kept| (kept.host, kept.scope))
        }
        _ => None,
    }
}

fn refused(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "reason": "Invalid Token!", "error": error }))).into_response()
}
