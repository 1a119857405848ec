//! Secrets of others at rest: AES-256-GCM, bound to the row and to what they are.

use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The keys: the first seals, all open.
#[derive(Clone)]
pub struct Vault(Arc<[(String, LessSafeKey)]>);

/// The text is no list of keys.
#[derive(Debug, thiserror::Error)]
#[error("a vault key is `id:base64url` of 32 bytes, several separated by commas")]
pub struct BadVaultKey;

impl Vault {
    /// Reads `id:base64url[,id:base64url]`, newest first.
    pub fn parse(text: &str) -> Result<Self, BadVaultKey> {
        let keys = text.split(',').map(|part| {
            let (id, secret) = part.trim().split_once(':').ok_or(BadVaultKey)?;
            let secret = URL_SAFE_NO_PAD.decode(secret).map_err(|_| BadVaultKey)?;
            let key = UnboundKey::new(&AES_256_GCM, &secret).map_err(|_| BadVaultKey)?;
            if id.is_empty() || id.len() > 32 {
                return Err(BadVaultKey);
            }
            Ok((id.to_owned(), LessSafeKey::new(key)))
        });
        Ok(Self(keys.collect::<Result<Vec<_>, _>>()?.into()))
    }

    /// Seals a secret for one place: a sealed token does not open as another row's.
    ///
    /// # Panics
    /// When the system has no randomness.
    #[must_use]
    pub fn seal(&self, place: &str, secret: &str) -> Vec<u8> {
        let (id, key) = &self.0[0];
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce).expect("the system's randomness");
        let mut sealed = secret.as_bytes().to_vec();
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(place),
            &mut sealed,
        )
        .expect("a short text fits");
        [id.as_bytes(), b":", &nonce, &sealed].concat()
    }

    /// Opens what was sealed for this place.
    #[must_use]
    pub fn open(&self, place: &str, sealed: &[u8]) -> Option<String> {
        let at = sealed.iter().position(|byte| *byte == b':')?;
        let (id, rest) = (&sealed[..at], &sealed[at + 1..]);
        let (_, key) = self.0.iter().find(|(known, _)| known.as_bytes() == id)?;
        let (nonce, secret) = rest.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut secret = secret.to_vec();
        let plain = key.open_in_place(nonce, Aad::from(place), &mut secret).ok()?;
        String::from_utf8(plain.to_vec()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Vault;

    const NEW: &str = "b:AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    const OLD: &str = "a:HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    #[test]
    fn a_secret_opens_in_its_place_only_and_after_a_change_of_keys() {
        let sealed = Vault::parse(OLD).unwrap().seal("row-1/refresh", "tøken");
        let both = Vault::parse(&format!("{NEW},{OLD}")).unwrap();
        assert_eq!(both.open("row-1/refresh", &sealed).as_deref(), Some("tøken"));
        assert_eq!(both.open("row-2/refresh", &sealed), None);
        assert_eq!(Vault::parse(NEW).unwrap().open("row-1/refresh", &sealed), None);
        assert_ne!(both.seal("x", "same"), both.seal("x", "same"), "never the same nonce");
        assert_eq!(both.open("x", b"b:short"), None);
    }
}
