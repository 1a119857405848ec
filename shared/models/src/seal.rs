//! Seals: the secrets of links, computed when they are needed and stored nowhere.
//!
//! `k.id.mac`: key id, row id, HMAC-SHA-256 over kind, id and the row's generation, cut to 128
//! bits. Raising the generation ends every older link; a seal of one kind opens nothing else.

use std::sync::Arc;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SealKind {
    /// Completes a sign-up; the row is a challenge.
    SignUp,
    /// Signs in; the row is a challenge.
    SignIn,
    /// Sets a new password; the row is a challenge.
    PasswordReset,
    /// Proves a further address; the row is a challenge.
    AddAddress,
    /// Six digits to type in; the row is a challenge.
    Code,
    /// Opens an invitation of a member.
    Invitation,
    /// Everything about a registration; the row is the registration.
    Manage,
    /// Joins the meeting and nothing else; the row is the registration.
    Join,
    /// The personal calendar; the row is the registration.
    Calendar,
    /// "That was not me"; the row is the registration.
    NotMe,
    /// Opens a private event; the row is the event.
    EventAccess,
    /// Everything about a payment; the row is the payment.
    Payment,
    /// Stops mails; the row is a message.
    Unsubscribe,
    /// A file for a short while; the generation is the minute at which it ends.
    File,
}

impl SealKind {
    const fn word(self) -> &'static str {
        match self {
            Self::SignUp => "sign-up",
            Self::SignIn => "sign-in",
            Self::PasswordReset => "password-reset",
            Self::AddAddress => "add-address",
            Self::Code => "code",
            Self::Invitation => "invitation",
            Self::Manage => "manage",
            Self::Join => "join",
            Self::Calendar => "calendar",
            Self::NotMe => "not-me",
            Self::EventAccess => "event-access",
            Self::Payment => "payment",
            Self::Unsubscribe => "unsubscribe",
            Self::File => "file",
        }
    }
}

/// A seal to be made later, by whoever holds the key: what messages carry in place of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// What the link is for.
    pub kind: SealKind,
    /// The row.
    pub id: Uuid,
    /// The row's generation.
    pub generation: i32,
}

/// A seal that was presented. It says which row to read; [`LinkKey::opens`] says whether it is genuine.
#[derive(Clone, Debug)]
pub struct Seal {
    /// The row that it names.
    pub id: Uuid,
    key: String,
    mac: Vec<u8>,
}

impl Seal {
    /// Reads the three parts. `None` is no seal.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (key, id, mac) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let id = Uuid::from_slice(&URL_SAFE_NO_PAD.decode(id).ok()?).ok()?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok().filter(|mac| mac.len() == MAC)?;
        Some(Self { id, key: key.to_owned(), mac })
    }
}

const MAC: usize = 16;

/// The keys of seals: the first makes them, all check them.
#[derive(Clone)]
pub struct LinkKey(Arc<[(String, hmac::Key)]>);

/// The text is no list of keys.
#[derive(Debug, thiserror::Error)]
#[error("a link key is `id:base64url`, at least 32 bytes, several separated by commas")]
pub struct BadLinkKey;

impl LinkKey {
    /// Reads `id:base64url[,id:base64url]`, newest first.
    pub fn parse(text: &str) -> Result<Self, BadLinkKey> {
        let keys = text.split(',').map(|part| {
            let (id, secret) = part.trim().split_once(':').ok_or(BadLinkKey)?;
            let secret = URL_SAFE_NO_PAD.decode(secret).map_err(|_| BadLinkKey)?;
            if secret.len() < 32 || id.is_empty() {
                return Err(BadLinkKey);
            }
            Ok((id.to_owned(), hmac::Key::new(hmac::HMAC_SHA256, &secret)))
        });
        Ok(Self(keys.collect::<Result<Vec<_>, _>>()?.into()))
    }

    /// Makes the text of a seal.
    #[must_use]
    pub fn seal(&self, sealed: Sealed) -> String {
        let (id, key) = &self.0[0];
        let mac = hmac::sign(key, &message(sealed));
        let row = URL_SAFE_NO_PAD.encode(sealed.id.as_bytes());
        format!("{id}.{row}.{}", URL_SAFE_NO_PAD.encode(&mac.as_ref()[..MAC]))
    }

    /// The six digits that a person types where a link will not do. So few that the tries of a row
    /// must be counted.
    #[must_use]
    pub fn digits(&self, sealed: Sealed) -> String {
        let mac = hmac::sign(&self.0[0].1, &message(sealed));
        let number = mac.as_ref().iter().take(8).fold(0_u64, |n, byte| n << 8 | u64::from(*byte));
        format!("{:06}", number % 1_000_000)
    }

    /// Whether the seal was made for this kind and generation of the row. Constant time.
    #[must_use]
    pub fn opens(&self, seal: &Seal, kind: SealKind, generation: i32) -> bool {
        let expected = message(Sealed { kind, id: seal.id, generation });
        self.0.iter().filter(|(id, _)| *id == seal.key).any(|(_, key)| {
            let mac = hmac::sign(key, &expected);
            aws_lc_rs::constant_time::verify_slices_are_equal(&mac.as_ref()[..MAC], &seal.mac)
                .is_ok()
        })
    }
}

fn message(sealed: Sealed) -> Vec<u8> {
    let mut bytes = sealed.kind.word().as_bytes().to_vec();
    bytes.push(0);
    bytes.extend_from_slice(sealed.id.as_bytes());
    bytes.extend_from_slice(&sealed.generation.to_be_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &str = "b:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8,a:HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    #[test]
    fn a_seal_opens_its_own_kind_and_generation_only() {
        let key = LinkKey::parse(KEYS).unwrap();
        let sealed = Sealed { kind: SealKind::Manage, id: Uuid::from_u128(7), generation: 2 };
        let text = key.seal(sealed);
        let seal = Seal::parse(&text).unwrap();
        assert!(key.opens(&seal, SealKind::Manage, 2));
        assert!(!key.opens(&seal, SealKind::Manage, 3), "an older link is dead");
        assert!(!key.opens(&seal, SealKind::Join, 2), "a join link manages nothing");
        let former = LinkKey::parse(KEYS.split(',').nth(1).unwrap()).unwrap();
        assert!(key.opens(&Seal::parse(&former.seal(sealed)).unwrap(), SealKind::Manage, 2));
        let mut forged = text.into_bytes();
        let last = forged.len() - 3;
        forged[last] = if forged[last] == b'A' { b'B' } else { b'A' };
        let forged = Seal::parse(str::from_utf8(&forged).unwrap()).unwrap();
        assert!(!key.opens(&forged, SealKind::Manage, 2));
    }
}
