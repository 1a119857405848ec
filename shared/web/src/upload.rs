//! Files that a browser sends: `multipart/form-data` with files and a few words.

use std::collections::BTreeMap;

use aws_lc_rs::digest;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use models::Once;

use crate::Problem;
use crate::extract::once_key;

/// At most this much of form around the file.
const FORM: usize = 64 << 10;
/// At most this much of form around several files, which may hold a long text.
const WORDS: usize = 256 << 10;

/// A form with at most one file of at most `MAX` bytes.
#[derive(Debug, Default)]
pub struct Upload<const MAX: usize> {
    /// The file.
    pub file: Option<UploadedFile>,
    /// The other fields, by name.
    pub fields: BTreeMap<String, String>,
}

/// The file of a form.
#[derive(Debug)]
pub struct UploadedFile {
    /// The name of the field that it came in.
    pub field: String,
    /// What the file was called.
    pub name: String,
    /// What is in it.
    pub bytes: Bytes,
}

impl<const MAX: usize> Upload<MAX> {
    /// The file of the field, which must be there.
    pub fn file(self, field: &str) -> Result<UploadedFile, Problem> {
        let missing = || Problem::field(&format!("/{field}"), "required", "Choose a file.");
        self.file.filter(|file| file.field == field).ok_or_else(missing)
    }
}

impl<S: Send + Sync, const MAX: usize> FromRequest<S> for Upload<MAX> {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        DefaultBodyLimit::max(MAX + FORM).apply(&mut request);
        let unreadable = |_| Problem::invalid("form-unreadable", "Send the file as a form.");
        let mut form = Multipart::from_request(request, state).await.map_err(unreadable)?;
        let mut upload = Self::default();
        // A broken part is a part that was cut off by the limit.
        while let Some(part) = form.next_field().await.map_err(|_| Problem::too_large())? {
            let field = part.name().unwrap_or_default().to_owned();
            let Some(name) = part.file_name().map(str::to_owned) else {
                // Its own `text` would bring the tables of every encoding, 600 KB, into the program.
                let text = part.bytes().await.map_err(|_| Problem::too_large())?;
                upload.fields.insert(field, String::from_utf8_lossy(&text).into_owned());
                continue;
            };
            let bytes = part.bytes().await.map_err(|_| Problem::too_large())?;
            if bytes.len() > MAX {
                return Err(Problem::too_large());
            }
            upload.file = Some(UploadedFile { field, name, bytes });
        }
        Ok(upload)
    }
}

/// A form with the required `Idempotency-Key` and files of at most `MAX` bytes together.
#[derive(Debug)]
pub struct OnceForm<const MAX: usize> {
    /// The key and what it was used for. A browser parts the same form in another way each time,
    /// so what counts are the names and contents of the parts.
    pub once: Once,
    /// The files, in their order.
    pub files: Vec<UploadedFile>,
    /// The other fields, by name.
    pub fields: BTreeMap<String, String>,
}

impl<S: Send + Sync, const MAX: usize> FromRequest<S> for OnceForm<MAX> {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        let key = once_key(request.headers())?;
        let mut hash = digest::Context::new(&digest::SHA256);
        hash.update(request.method().as_str().as_bytes());
        hash.update(request.uri().path().as_bytes());
        // Twice as much is read, so that the file that is too much is told by its name.
        DefaultBodyLimit::max(2 * MAX + WORDS).apply(&mut request);
        let unreadable = |_| Problem::invalid("form-unreadable", "Send this as a form.");
        let mut form = Multipart::from_request(request, state).await.map_err(unreadable)?;
        let (mut files, mut fields, mut left) = (Vec::new(), BTreeMap::new(), MAX);
        // A broken part is a part that was cut off by the limit.
        while let Some(part) = form.next_field().await.map_err(|_| Problem::too_large())? {
            let field = part.name().unwrap_or_default().to_owned();
            let name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await;
            let bytes = bytes.ok().filter(|bytes| name.is_none() || bytes.len() <= left);
            let bytes = bytes.ok_or_else(|| too_large::<MAX>(&field))?;
            for said in [field.as_bytes(), name.as_deref().unwrap_or_default().as_bytes(), &bytes] {
                hash.update(&said.len().to_be_bytes());
                hash.update(said);
            }
            if let Some(name) = name {
                left -= bytes.len();
                files.push(UploadedFile { field, name, bytes });
            } else {
                let text = String::from_utf8(bytes.into()).map_err(|_| not_text(&field))?;
                fields.insert(field, text);
            }
        }
        let fingerprint = hash.finish().as_ref().to_vec();
        Ok(Self { once: Once { key, fingerprint }, files, fields })
    }
}

fn too_large<const MAX: usize>(field: &str) -> Problem {
    let detail = format!("All files together have at most {} MB.", MAX >> 20);
    Problem::field(&format!("/{field}"), "too-large", &detail)
}

fn not_text(field: &str) -> Problem {
    Problem::field(&format!("/{field}"), "invalid-value", "This is no text.")
}
