//! Who calls jobs: the service accounts of Cloud Tasks and of Cloud Scheduler, whose OIDC tokens
//! are signed with a key that lives as long as this process (PL-21).

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use models::Clock;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::manifest::Manifest;

/// Who Cloud Tasks is here.
pub(super) const TASKS: &str = "tasks@localhost";
const SCHEDULER: &str = "scheduler@localhost";
const ISSUER: &str = "https://accounts.localhost";
const KEY_ID: &str = "of-this-process";
const LIFE: TimeDelta = TimeDelta::hours(1);

/// Whom a token is for, and who sends it: `oidcToken` of a task.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Lent {
    pub(super) service_account_email: String,
    pub(super) audience: String,
}

/// Signs tokens.
pub(super) struct Signer {
    private: EncodingKey,
    /// The public half, as a JSON Web Key Set holds it.
    x: String,
    clock: Clock,
}

impl Signer {
    pub(super) fn new(clock: Clock) -> anyhow::Result<Self> {
        let pair = Ed25519KeyPair::generate()?;
        let private = EncodingKey::from_ed_der(pair.to_pkcs8v1()?.as_ref());
        Ok(Self { private, x: URL_SAFE_NO_PAD.encode(pair.public_key()), clock })
    }

    /// What a job is told of its caller; nothing for what anyone may call.
    pub(super) fn environment(&self, name: &str, manifest: &Manifest) -> Vec<(&str, String)> {
        let caller = match (&manifest.queue, &manifest.schedule) {
            (Some(_), _) => TASKS,
            (_, Some(_)) => SCHEDULER,
            (None, None) => return Vec::new(),
        };
        let key = json!({ "kty": "OKP", "crv": "Ed25519", "kid": KEY_ID, "x": self.x });
        vec![
            ("JOB_AUDIENCE", address(name)),
            ("JOB_CALLER", caller.to_owned()),
            ("JOB_KEYS", json!({ "keys": [key] }).to_string()),
        ]
    }

    /// The clock calls this job.
    pub(super) fn schedule(&self, name: &str, request: &mut Request) {
        let lent = Lent { service_account_email: SCHEDULER.to_owned(), audience: address(name) };
        if let Some(token) = self.bearer(&lent) {
            request.headers_mut().insert(AUTHORIZATION, token);
        }
    }

    /// As Google's tokens are, as far as anybody looks.
    pub(super) fn bearer(&self, lent: &Lent) -> Option<HeaderValue> {
        let now = self.clock.now();
        let claims = json!({
            "iss": ISSUER,
            "sub": lent.service_account_email,
            "email": lent.service_account_email,
            "email_verified": true,
            "aud": lent.audience,
            "iat": now.timestamp(),
            "exp": (now + LIFE).timestamp(),
        });
        let head = Header { kid: Some(KEY_ID.to_owned()), ..Header::new(Algorithm::EdDSA) };
        let token = encode(&head, &claims, &self.private).ok()?;
        HeaderValue::from_str(&format!("Bearer {token}")).ok()
    }
}

/// The address of a job, as `TASKS_TARGET` has it.
fn address(name: &str) -> String {
    format!("http://{name}.localhost")
}
