//! Cloud Storage, by its JSON interface, and addresses signed by IAM: no key is ever here.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use models::Clock;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::json;

use super::{Bucket, Object, Stored};
use crate::identity::Identity;
use crate::{Error, Lookup, client};

const SERVICE: &str = "Cloud Storage";
const STORAGE: &str = "https://storage.googleapis.com";
const SIGNER: &str = "https://iamcredentials.googleapis.com";
/// What RFC 3986 calls unreserved stays as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Clone)]
pub(super) struct CloudStorage {
    storage: String,
    signer: String,
    media: Option<String>,
    certificates: Option<String>,
    identity: Identity,
    clock: Clock,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Signed {
    signed_blob: String,
}

impl CloudStorage {
    /// `STORAGE_ENDPOINT` and `SIGNER_ENDPOINT` name stand-ins. A function is told the names of
    /// those buckets only that its manifest grants.
    pub(super) fn from_env<'e>(lookup: &impl Lookup<'e>, clock: Clock) -> anyhow::Result<Self> {
        let bucket = |name| lookup(name).map(str::to_owned);
        let (media, certificates) = (bucket("MEDIA_BUCKET"), bucket("CERTIFICATES_BUCKET"));
        anyhow::ensure!(
            media.is_some() || certificates.is_some(),
            "neither MEDIA_BUCKET nor CERTIFICATES_BUCKET is set"
        );
        Ok(Self {
            storage: lookup("STORAGE_ENDPOINT").unwrap_or(STORAGE).to_owned(),
            signer: lookup("SIGNER_ENDPOINT").unwrap_or(SIGNER).to_owned(),
            media,
            certificates,
            identity: Identity::from_env(lookup, clock.clone()),
            clock,
        })
    }

    pub(super) async fn put(
        &self,
        bucket: Bucket,
        name: &str,
        object: Object,
    ) -> Result<Stored, Error> {
        let url = format!("{}/upload/storage/v1/b/{}/o", self.storage, self.bucket(bucket)?);
        let answer = client()
            .post(url)
            // Generation 0: only if there is none.
            .query(&[("uploadType", "media"), ("ifGenerationMatch", "0"), ("name", name)])
            .bearer_auth(self.identity.token().await?)
            .header(CONTENT_TYPE, object.content_type)
            .body(object.bytes)
            .send()
            .await?;
        match answer.status().as_u16() {
            200..300 => Ok(Stored::New),
            412 => Ok(Stored::Before),
            _ => Err(Error::refused(SERVICE, answer).await),
        }
    }

    pub(super) async fn get(&self, bucket: Bucket, name: &str) -> Result<Option<Object>, Error> {
        let answer = client()
            .get(self.object(bucket, name)?)
            .query(&[("alt", "media")])
            .bearer_auth(self.identity.token().await?)
            .send()
            .await?;
        match answer.status().as_u16() {
            200..300 => {}
            404 => return Ok(None),
            _ => return Err(Error::refused(SERVICE, answer).await),
        }
        let content_type = answer.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
        let content_type = content_type.unwrap_or("application/octet-stream").to_owned();
        Ok(Some(Object { content_type, bytes: answer.bytes().await? }))
    }

    pub(super) async fn delete(&self, bucket: Bucket, name: &str) -> Result<(), Error> {
        let request = client().delete(self.object(bucket, name)?);
        let answer = request.bearer_auth(self.identity.token().await?).send().await?;
        match answer.status().as_u16() {
            200..300 | 404 => Ok(()),
            _ => Err(Error::refused(SERVICE, answer).await),
        }
    }

    /// The V4 signing process; IAM signs with the key of this service account.
    pub(super) async fn signed_url(
        &self,
        bucket: Bucket,
        name: &str,
        life: TimeDelta,
        file_name: Option<&str>,
    ) -> Result<String, Error> {
        let (now, account) = (self.clock.now(), self.identity.email().await?);
        let (day, second) = (now.format("%Y%m%d"), now.format("%Y%m%dT%H%M%SZ"));
        let scope = format!("{day}/auto/storage/goog4_request");
        let credential = escaped(&format!("{account}/{scope}"));
        let saved = file_name.map_or_else(String::new, |file_name| {
            let disposition = format!("attachment; filename*=UTF-8''{}", escaped(file_name));
            format!("&response-content-disposition={}", escaped(&disposition))
        });
        // Sorted by name, as the signature wants it.
        let query = format!(
            "X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential={credential}&X-Goog-Date={second}\
             &X-Goog-Expires={}&X-Goog-SignedHeaders=host{saved}",
            life.num_seconds()
        );
        let host = self.storage.split("://").last().unwrap_or_default();
        let path = format!("/{}/{name}", self.bucket(bucket)?);
        let request = format!("GET\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD");
        let hash = hex::encode(digest(&SHA256, request.as_bytes()).as_ref());
        let said = format!("GOOG4-RSA-SHA256\n{second}\n{scope}\n{hash}");
        let signature = hex::encode(self.sign(&account, said.as_bytes()).await?);
        Ok(format!("{}{path}?{query}&X-Goog-Signature={signature}", self.storage))
    }

    pub(super) fn public_url(&self, name: &str) -> String {
        format!("{}/{}/{name}", self.storage, self.media.as_deref().unwrap_or_default())
    }

    async fn sign(&self, account: &str, said: &[u8]) -> Result<Vec<u8>, Error> {
        let url = format!("{}/v1/projects/-/serviceAccounts/{account}:signBlob", self.signer);
        let answer = client()
            .post(url)
            .bearer_auth(self.identity.token().await?)
            .json(&json!({ "payload": STANDARD.encode(said) }))
            .send()
            .await?;
        if !answer.status().is_success() {
            return Err(Error::refused("IAM", answer).await);
        }
        let signed: Signed = answer.json().await?;
        STANDARD.decode(signed.signed_blob).map_err(|_| Error::Refused {
            service: "IAM",
            status: 200,
            reason: "a signature that is not base64".to_owned(),
        })
    }

    fn object(&self, bucket: Bucket, name: &str) -> Result<String, Error> {
        Ok(format!("{}/storage/v1/b/{}/o/{}", self.storage, self.bucket(bucket)?, escaped(name)))
    }

    fn bucket(&self, bucket: Bucket) -> Result<&str, Error> {
        let name = match bucket {
            Bucket::Media => self.media.as_deref(),
            Bucket::Certificates => self.certificates.as_deref(),
        };
        name.ok_or_else(|| Error::Name(format!("gs://{}, which is not granted", bucket.name())))
    }
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
