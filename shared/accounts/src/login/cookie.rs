//! The value of the refresh cookie: `rt1.sid.n.mac`. The database keeps neither it nor a hash of
//! it, so reading the database signs nobody in (AC-15).

use std::sync::Arc;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use models::LoginId;
use uuid::Uuid;

use super::Login;

/// Makes and checks refresh values; newest first, all check.
#[derive(Clone)]
pub struct RefreshKey(Arc<[hmac::Key]>);

/// The text is no list of keys.
#[derive(Debug, thiserror::Error)]
#[error("a refresh key is `id:base64url`, at least 32 bytes, several separated by commas")]
pub struct BadRefreshKey;

/// A refresh value that somebody presents.
#[derive(Debug)]
pub struct Presented {
    /// Which login it is for.
    pub login: LoginId,
    /// Which generation.
    pub generation: i32,
    mac: Vec<u8>,
}

impl Presented {
    /// Reads a cookie's value. `None` is none of ours.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let mut parts = value.split('.');
        let ("rt1", sid, n, mac, None) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next())
        else {
            return None;
        };
        let login = Uuid::from_slice(&URL_SAFE_NO_PAD.decode(sid).ok()?).ok()?.into();
        Some(Self { login, generation: n.parse().ok()?, mac: URL_SAFE_NO_PAD.decode(mac).ok()? })
    }
}

impl RefreshKey {
    /// Reads `id:base64url[,id:base64url]`, newest first.
    pub fn parse(text: &str) -> Result<Self, BadRefreshKey> {
        let keys = text.split(',').map(|part| {
            let (_, secret) = part.trim().split_once(':').ok_or(BadRefreshKey)?;
            let secret = URL_SAFE_NO_PAD.decode(secret).map_err(|_| BadRefreshKey)?;
            if secret.len() < 32 {
                return Err(BadRefreshKey);
            }
            Ok(hmac::Key::new(hmac::HMAC_SHA256, &secret))
        });
        Ok(Self(keys.collect::<Result<Vec<_>, _>>()?.into()))
    }

    /// The value for the login's present generation.
    #[must_use]
    pub fn value(&self, login: &Login) -> String {
        let mac = hmac::sign(&self.0[0], &message(login.id, login.generation, &login.refresh_salt));
        let sid = URL_SAFE_NO_PAD.encode(Uuid::from(login.id).as_bytes());
        format!("rt1.{sid}.{}.{}", login.generation, URL_SAFE_NO_PAD.encode(mac))
    }

    pub(super) fn made(&self, presented: &Presented, salt: &[u8]) -> bool {
        let message = message(presented.login, presented.generation, salt);
        self.0.iter().any(|key| hmac::verify(key, &message, &presented.mac).is_ok())
    }
}

fn message(login: LoginId, generation: i32, salt: &[u8]) -> Vec<u8> {
    [salt, Uuid::from(login).as_bytes(), &generation.to_be_bytes()].concat()
}
