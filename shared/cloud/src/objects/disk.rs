//! The stand-in of a laptop and of a single server: a folder, and addresses that it signs.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use aws_lc_rs::hmac::{self, HMAC_SHA256, Key};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use models::Clock;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use uuid::Uuid;

use super::{Bucket, Object, Stored};
use crate::Error;

/// The query of a signed address.
#[derive(Debug, Deserialize)]
pub struct Signature {
    /// Until when, in seconds since 1970.
    pub expires: i64,
    /// What the browser shall call the file.
    pub file_name: Option<String>,
    /// HMAC-SHA-256 of all the rest, in base64url.
    pub mac: String,
}

#[derive(Clone)]
pub(super) struct Disk {
    folder: Arc<PathBuf>,
    key: Arc<Key>,
    clock: Clock,
}

impl Disk {
    pub(super) fn new(folder: PathBuf, key: &[u8], clock: Clock) -> Self {
        Self { folder: Arc::new(folder), key: Arc::new(Key::new(HMAC_SHA256, key)), clock }
    }

    /// A file is one name on the disk: its type in the first line, its content behind that. It
    /// is written whole under another name and then linked, which fails if the name is taken.
    pub(super) async fn put(
        &self,
        bucket: Bucket,
        name: &str,
        object: Object,
    ) -> Result<Stored, Error> {
        let path = self.path(bucket, name);
        if let Some(parent) = path.parent() {
            tokio::fs::create_dir_all(parent).await?;
        }
        let begun = self.folder.join(format!(".{}", Uuid::new_v4()));
        let content = [object.content_type.as_bytes(), b"\n", &object.bytes].concat();
        tokio::fs::write(&begun, content).await?;
        let linked = tokio::fs::hard_link(&begun, &path).await;
        tokio::fs::remove_file(&begun).await?;
        match linked {
            Ok(()) => Ok(Stored::New),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(Stored::Before),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn get(&self, bucket: Bucket, name: &str) -> Result<Option<Object>, Error> {
        match tokio::fs::read(self.path(bucket, name)).await {
            Ok(content) => Ok(parsed(&content.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn delete(&self, bucket: Bucket, name: &str) -> Result<(), Error> {
        match tokio::fs::remove_file(self.path(bucket, name)).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    pub(super) fn signed_url(
        &self,
        bucket: Bucket,
        name: &str,
        life: TimeDelta,
        file_name: Option<&str>,
    ) -> String {
        let expires = (self.clock.now() + life).timestamp();
        let mac = hmac::sign(&self.key, said(bucket, name, expires, file_name).as_bytes());
        let mac = URL_SAFE_NO_PAD.encode(mac);
        let saved = file_name.map_or_else(String::new, |file_name| {
            format!("&file_name={}", utf8_percent_encode(file_name, NON_ALPHANUMERIC))
        });
        format!("/objects/{}/{name}?expires={expires}{saved}&mac={mac}", bucket.name())
    }

    pub(super) async fn open(
        &self,
        bucket: Bucket,
        name: &str,
        signature: Option<&Signature>,
    ) -> Result<Option<Object>, Error> {
        let signed = signature.is_some_and(|s| self.is_ours(bucket, name, s));
        if bucket == Bucket::Media || signed { self.get(bucket, name).await } else { Ok(None) }
    }

    fn is_ours(&self, bucket: Bucket, name: &str, signature: &Signature) -> bool {
        let Signature { expires, file_name, mac } = signature;
        let said = said(bucket, name, *expires, file_name.as_deref());
        let Ok(mac) = URL_SAFE_NO_PAD.decode(mac) else { return false };
        let ends = DateTime::<Utc>::from_timestamp(*expires, 0).unwrap_or_default();
        hmac::verify(&self.key, said.as_bytes(), &mac).is_ok() && self.clock.now() < ends
    }

    fn path(&self, bucket: Bucket, name: &str) -> PathBuf {
        self.folder.join(bucket.name()).join(name)
    }
}

/// What is signed. Lines cannot run into each other: no name holds a line end.
fn said(bucket: Bucket, name: &str, expires: i64, file_name: Option<&str>) -> String {
    let file_name = file_name.unwrap_or_default();
    format!("{}\n{name}\n{expires}\n{file_name}", bucket.name())
}

fn parsed(content: &Bytes) -> Option<Object> {
    let end = content.iter().position(|byte| *byte == b'\n')?;
    let content_type = String::from_utf8(content[..end].to_vec()).ok()?;
    Some(Object { content_type, bytes: content.slice(end + 1..) })
}
