//! Who may call a job where no IAM stands before it (PL-21): the OIDC token of the queue or of the
//! clock.
//!
//! On Cloud Run nothing of this is set. IAM has judged signature, audience and caller before a byte
//! gets here; doing it once more would take Google's keys, which change every few days, and so an
//! HTTP client in every job and a trip over the network in every cold start. Everywhere else, under
//! `accredit functions` or on Knative, the environment says who calls.

use anyhow::Context as _;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use models::{Clock, Kind};
use serde::Deserialize;

use crate::terms::Terms;
use crate::{Env, Problem, header};

/// Clocks of two machines differ.
const LEEWAY_SECONDS: i64 = 30;

/// The one caller of a job.
pub(crate) struct Caller {
    keys: Vec<Key>,
    audience: String,
    email: String,
    clock: Clock,
}

struct Key {
    id: Option<String>,
    public: DecodingKey,
    algorithm: Algorithm,
}

/// What Google's tokens of service accounts say, as far as it is needed.
#[derive(Deserialize)]
struct Claims {
    exp: i64,
    email: String,
    #[serde(default)]
    email_verified: bool,
}

impl Caller {
    /// `JOB_AUDIENCE` (the address of this job), `JOB_CALLER` (the e-mail address of who calls) and
    /// `JOB_KEYS` (a JSON Web Key Set, RFC 7517): all three, or none.
    pub(crate) fn from_env(env: &Env) -> anyhow::Result<Option<Self>> {
        if ["JOB_AUDIENCE", "JOB_CALLER", "JOB_KEYS"].iter().all(|n| env.optional(n).is_none()) {
            return Ok(None);
        }
        let keys: JwkSet = serde_json::from_str(env.text("JOB_KEYS")?).context("JOB_KEYS")?;
        Ok(Some(Self {
            keys: keys.keys.iter().map(Key::read).collect::<anyhow::Result<_>>()?,
            audience: env.text("JOB_AUDIENCE")?.to_owned(),
            email: env.text("JOB_CALLER")?.to_owned(),
            clock: env.clock(),
        }))
    }

    fn judge(&self, headers: &HeaderMap) -> Result<(), &'static str> {
        let token =
            header(headers, "authorization").and_then(|value| value.strip_prefix("Bearer "));
        let token = token.ok_or("no token")?;
        let id = decode_header(token).map_err(|_| "no token that can be read")?.kid;
        let key = self.keys.iter().find(|key| key.id == id).ok_or("signed by somebody else")?;
        let mut rules = Validation::new(key.algorithm);
        // The library would ask the machine's clock; the sandbox moves ours.
        rules.validate_exp = false;
        rules.set_required_spec_claims(&["exp", "aud"]);
        rules.set_audience(&[&self.audience]);
        let claims = decode::<Claims>(token, &key.public, &rules)
            .map_err(|_| "a wrong signature, or for somebody else")?
            .claims;
        if claims.exp + LEEWAY_SECONDS <= self.clock.now().timestamp() {
            return Err("expired");
        }
        if !claims.email_verified || claims.email != self.email {
            return Err("another caller");
        }
        Ok(())
    }
}

impl Key {
    fn read(jwk: &Jwk) -> anyhow::Result<Self> {
        // Fixed by the kind of the key, never by what a token says of itself.
        let algorithm = match &jwk.algorithm {
            AlgorithmParameters::RSA(_) => Algorithm::RS256,
            AlgorithmParameters::EllipticCurve(_) => Algorithm::ES256,
            AlgorithmParameters::OctetKeyPair(_) => Algorithm::EdDSA,
            _ => anyhow::bail!("JOB_KEYS: only public keys can be used"),
        };
        let public = DecodingKey::from_jwk(jwk).context("JOB_KEYS")?;
        Ok(Self { id: jwk.common.key_id.clone(), public, algorithm })
    }
}

/// Lets nobody but the caller in, where the process says who that is.
pub(crate) async fn known(request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Terms>().and_then(|terms| terms.caller.as_ref());
    if let Some(Err(reason)) = caller.map(|caller| caller.judge(request.headers())) {
        tracing::warn!(reason, "a caller was refused");
        let detail = "Only the queue or the clock of this job calls it.";
        return Problem::of(Kind::Unauthenticated, "caller-unknown", detail).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests;
