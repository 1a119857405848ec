//! Files that Stripe keeps: `multipart/form-data` to a host of their own.

use std::time::Duration;

use aws_lc_rs::digest;
use chrono::{DateTime, Utc};
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use sqlx::PgPool;

use super::{Attempt, Form, Refusal, Stripe, VERSION, answered, answered_with, attempt};
use crate::Error;

/// Some megabytes may take longer than a form.
const PATIENCE: Duration = Duration::from_secs(20);

/// A file for Stripe.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// What it is for: `dispute_evidence`.
    pub purpose: &'a str,
    /// What Stripe calls it: a plain name without quotes.
    pub name: &'a str,
    /// `application/pdf` and so on.
    pub media_type: &'a str,
    /// What is in it.
    pub bytes: &'a [u8],
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

impl File<'_> {
    /// Of its content, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::encode(digest::digest(&digest::SHA256, self.bytes))
    }

    /// What parts the body follows from the content: a request that is sent again is the same to
    /// the byte, as its key promises (PA-41).
    fn body(&self) -> (String, Vec<u8>) {
        let boundary = format!("accredit-{}", &self.sha256()[..32]);
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n{}\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\
             Content-Type: {}\r\n\r\n",
            self.purpose, self.name, self.media_type
        );
        let tail = format!("\r\n--{boundary}--\r\n");
        let body = [head.as_bytes(), self.bytes, tail.as_bytes()].concat();
        (format!("multipart/form-data; boundary={boundary}"), body)
    }
}

/// Hands a file over once for each `key`, however often it is asked: the id that Stripe knows it
/// by. Where Stripe keeps a refusal or has forgotten the key, the next try may leave a second copy
/// there, which nothing names.
pub async fn upload(
    db: &PgPool,
    stripe: &Stripe,
    (key, file): (&str, &File<'_>),
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let said = Form::new()
        .with("purpose", file.purpose)
        .with("file[name]", file.name)
        .with("file[sha256]", file.sha256());
    let Attempt { number, made } = attempt(&mut *db.acquire().await?, key, &said, now).await?;
    if let Some(made) = made {
        return Ok(made);
    }
    let sent = stripe.send_file(file, &format!("{key}:{number}")).await;
    let outcome = sent.as_ref().map(|Made { id }| id.as_str());
    answered(&mut *db.acquire().await?, key, number, outcome).await?;
    sent.map(|Made { id }| id).map_err(Error::Stripe)
}

impl Stripe {
    async fn send_file(&self, file: &File<'_>, key: &str) -> Result<Made, Refusal> {
        let (content_type, body) = file.body();
        let request = self
            .http
            .post(format!("{}/v1/files", self.files))
            .bearer_auth(&self.key)
            .timeout(PATIENCE)
            .header("Stripe-Version", VERSION)
            .header("Idempotency-Key", key)
            .header(CONTENT_TYPE, content_type)
            .body(body);
        answered_with(request).await
    }
}

#[cfg(test)]
mod tests {
    use super::super::hosts;
    use super::*;

    /// Stripe's page "Files": they go to files.stripe.com, not to api.stripe.com.
    #[test]
    fn files_go_to_a_host_of_their_own_unless_something_stands_in() {
        assert_eq!(hosts(None).1, "https://files.stripe.com");
        let (base, files) = hosts(Some("http://localhost:8480/sandbox/stripe/"));
        assert_eq!(base, files);
    }

    /// PA-41
    #[test]
    fn the_same_file_makes_the_same_body() {
        let file = File {
            purpose: "dispute_evidence",
            name: "receipt.pdf",
            media_type: "application/pdf",
            bytes: b"%PDF-1.7",
        };
        assert_eq!(file.body(), file.body());
        assert_ne!(file.body().0, File { bytes: b"%PDF-1.6", ..file }.body().0);
    }
}
