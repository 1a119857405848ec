//! Files that a browser sends: `multipart/form-data` with one file and a few words.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};

use crate::Problem;

/// At most this much of form around the file.
const FORM: usize = 64 << 10;

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
                let text = part.text().await.map_err(|_| Problem::too_large())?;
                upload.fields.insert(field, text);
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
