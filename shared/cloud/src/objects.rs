//! Files, kept under names that say what is in them and never overwritten.

mod disk;
mod google;

use aws_lc_rs::digest::{SHA256, digest};
use bytes::Bytes;
use chrono::TimeDelta;
use models::Clock;

use disk::Disk;
pub use disk::Signature;
use google::CloudStorage;

use crate::{Error, Lookup, required};

/// Where a file belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// Anyone may read an object whose name they know: logos, covers, photos.
    Media,
    /// Nobody may read but by a signed address: certificates.
    Certificates,
}

impl Bucket {
    /// Its name in addresses and settings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Media => "media",
            Self::Certificates => "certificates",
        }
    }

    fn of(name: &str) -> Option<Self> {
        [Self::Media, Self::Certificates].into_iter().find(|bucket| bucket.name() == name)
    }
}

/// A file.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its content.
    pub bytes: Bytes,
    /// Its media type.
    pub content_type: String,
}

/// What became of a file that was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is there now.
    New,
    /// One of this name was there before, and was left as it is.
    Before,
}

/// The buckets.
#[derive(Clone)]
pub struct Objects(Store);

#[derive(Clone)]
enum Store {
    Disk(Disk),
    Cloud(CloudStorage),
}

impl Objects {
    /// `OBJECTS` is `disk:FOLDER`, with `OBJECTS_KEY` for its signatures, or `gs`, with
    /// `MEDIA_BUCKET` and `CERTIFICATES_BUCKET` as far as they are used.
    pub fn from_env<'e>(lookup: impl Lookup<'e>, clock: Clock) -> anyhow::Result<Self> {
        match required(&lookup, "OBJECTS")? {
            "gs" => Ok(Self(Store::Cloud(CloudStorage::from_env(&lookup, clock)?))),
            other => match other.strip_prefix("disk:") {
                Some(folder) => {
                    let key = required(&lookup, "OBJECTS_KEY")?;
                    Ok(Self(Store::Disk(Disk::new(folder.into(), key.as_bytes(), clock))))
                }
                None => anyhow::bail!("OBJECTS cannot be {other:?}: say disk:FOLDER or gs"),
            },
        }
    }

    /// The name of a content: its SHA-256 in hex, and an ending.
    #[must_use]
    pub fn name_of(bytes: &[u8], ending: &str) -> String {
        format!("{}.{ending}", hex::encode(digest(&SHA256, bytes).as_ref()))
    }

    /// Keeps a file, unless one of this name is there.
    pub async fn put(
        &self,
        bucket: Bucket,
        name: &str,
        content_type: &str,
        bytes: impl Into<Bytes>,
    ) -> Result<Stored, Error> {
        let object = Object { bytes: bytes.into(), content_type: content_type.to_owned() };
        let name = fit(name)?;
        match &self.0 {
            Store::Disk(disk) => disk.put(bucket, name, object).await,
            Store::Cloud(storage) => storage.put(bucket, name, object).await,
        }
    }

    /// Reads a file.
    pub async fn get(&self, bucket: Bucket, name: &str) -> Result<Option<Object>, Error> {
        let name = fit(name)?;
        match &self.0 {
            Store::Disk(disk) => disk.get(bucket, name).await,
            Store::Cloud(storage) => storage.get(bucket, name).await,
        }
    }

    /// Removes a file. One that is not there is fine.
    pub async fn delete(&self, bucket: Bucket, name: &str) -> Result<(), Error> {
        let name = fit(name)?;
        match &self.0 {
            Store::Disk(disk) => disk.delete(bucket, name).await,
            Store::Cloud(storage) => storage.delete(bucket, name).await,
        }
    }

    /// Removes a file that nothing names any more. A failure is logged and told to nobody: what is
    /// left is found by no link of ours.
    pub async fn discard(&self, bucket: Bucket, name: &str) {
        if let Err(error) = self.delete(bucket, name).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(bucket = bucket.name(), name, error, "a file is left behind");
        }
    }

    /// An address that opens the file for whoever holds it, for at most seven days. With
    /// `file_name` the browser saves it under that name instead of showing it.
    pub async fn signed_url(
        &self,
        bucket: Bucket,
        name: &str,
        life: TimeDelta,
        file_name: Option<&str>,
    ) -> Result<String, Error> {
        let (name, life) = (fit(name)?, life.min(TimeDelta::days(7)));
        match &self.0 {
            Store::Disk(disk) => Ok(disk.signed_url(bucket, name, life, file_name)),
            Store::Cloud(storage) => storage.signed_url(bucket, name, life, file_name).await,
        }
    }

    /// The lasting address of a public file.
    #[must_use]
    pub fn public_url(&self, name: &str) -> String {
        match &self.0 {
            Store::Disk(_) => format!("/objects/{}/{name}", Bucket::Media.name()),
            Store::Cloud(storage) => storage.public_url(name),
        }
    }

    /// What an address of the disk stand-in opens: `bucket` and `name` from its path, the rest
    /// from its query. `None` where the signature is not ours or has ended.
    pub async fn open(
        &self,
        bucket: &str,
        name: &str,
        signature: Option<&Signature>,
    ) -> Result<Option<Object>, Error> {
        match (&self.0, Bucket::of(bucket), fit(name)) {
            (Store::Disk(disk), Some(bucket), Ok(name)) => disk.open(bucket, name, signature).await,
            _ => Ok(None),
        }
    }
}

/// Names stand in addresses and in paths of a disk: nothing that needs escaping, nothing that
/// climbs.
fn fit(name: &str) -> Result<&str, Error> {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-/".contains(c);
    let parts = name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    let fits = name.len() <= 200 && name.chars().all(known) && parts;
    if fits { Ok(name) } else { Err(Error::Name(name.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn a_name_neither_climbs_nor_needs_escaping() {
        for good in ["a.pdf", "2026/ab-c_d.png"] {
            assert!(fit(good).is_ok(), "{good}");
        }
        for bad in ["", "/a", "a/", "a//b", "../a", "a/../b", "a/.b", "A", "a b", "ä", "a%2f"] {
            assert!(fit(bad).is_err(), "{bad}");
        }
    }
}
