//! Files that speak for the organizer: what they are told from, and what each is to show.

use models::Field;

use crate::error::field;

/// All files of a dispute together have at most so many bytes.
pub const FILES_LIMIT: usize = 5 << 20;

/// What a file shows. Stripe takes one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhibit {
    /// What the buyer was sent about the charge.
    Receipt,
    /// What was written between buyer and organizer.
    CustomerCommunication,
    /// That the service was rendered.
    ServiceDocumentation,
    /// Anything else.
    Uncategorized,
}

impl Exhibit {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Receipt,
        Self::CustomerCommunication,
        Self::ServiceDocumentation,
        Self::Uncategorized,
    ];

    /// Stripe's field for it, and ours.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::CustomerCommunication => "customer_communication",
            Self::ServiceDocumentation => "service_documentation",
            Self::Uncategorized => "uncategorized_file",
        }
    }
}

/// Kinds of files that banks read (Stripe's page "Responding to disputes").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Pdf,
    Png,
    Jpeg,
}

impl FileKind {
    /// By the first bytes; what a file is called proves nothing.
    fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |start: &[u8]| bytes.starts_with(start);
        match () {
            () if begins(b"%PDF-") => Some(Self::Pdf),
            () if begins(b"\x89PNG\r\n\x1a\n") => Some(Self::Png),
            () if begins(b"\xff\xd8\xff") => Some(Self::Jpeg),
            () => None,
        }
    }

    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }
}

/// A file that goes to the bank.
#[derive(Clone, Debug)]
pub struct EvidenceFile {
    pub(super) exhibit: Exhibit,
    pub(super) kind: FileKind,
    pub(super) bytes: Vec<u8>,
}

/// The files of a form, by the names of their fields: one of each [`Exhibit`], of a kind that
/// banks read, at most [`FILES_LIMIT`] together.
pub fn evidence_files<'f>(
    files: impl Iterator<Item = (&'f str, &'f [u8])>,
) -> Result<Vec<EvidenceFile>, Vec<Field>> {
    let (mut taken, mut faults, mut left) = (Vec::<EvidenceFile>::new(), Vec::new(), FILES_LIMIT);
    for (name, bytes) in files {
        let at = format!("/{name}");
        let mut fault = |code: &str, detail: &str| faults.push(field(&at, code, detail));
        let Some(exhibit) = Exhibit::ALL.into_iter().find(|exhibit| exhibit.name() == name) else {
            fault("unknown-field", "This is not asked.");
            continue;
        };
        if taken.iter().any(|file| file.exhibit == exhibit) {
            fault("duplicate", "The bank takes one file of each kind.");
            continue;
        }
        let Some(kind) = FileKind::of(bytes) else {
            fault("file-kind-invalid", "The bank reads PDF, PNG and JPEG only.");
            continue;
        };
        if bytes.len() > left {
            fault("too-large", "All files together have at most 5 MB.");
            continue;
        }
        left -= bytes.len();
        taken.push(EvidenceFile { exhibit, kind, bytes: bytes.to_vec() });
    }
    if faults.is_empty() { Ok(taken) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(files: &[(&str, &[u8])]) -> Vec<String> {
        let files = evidence_files(files.iter().copied());
        let faults = files.err().unwrap_or_default().into_iter();
        faults.map(|fault| format!("{} {}", fault.pointer, fault.code)).collect()
    }

    /// RF-11
    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        let good: [(&str, &[u8]); 3] = [
            ("receipt", b"%PDF-1.7"),
            ("customer_communication", b"\x89PNG\r\n\x1a\n...."),
            ("uncategorized_file", b"\xff\xd8\xff\xe0"),
        ];
        assert!(refused(&good).is_empty());
        assert_eq!(
            refused(&[("receipt", b"<html>%PDF-1.7"), ("uncategorized_file", b"")]),
            ["/receipt file-kind-invalid", "/uncategorized_file file-kind-invalid"]
        );
        assert_eq!(refused(&[("photo", b"%PDF-1.7")]), ["/photo unknown-field"]);
        assert_eq!(refused(&[good[0], good[0]]), ["/receipt duplicate"]);
    }

    /// RF-11
    #[test]
    fn files_are_measured_together() {
        let half = [b"%PDF-".as_slice(), &vec![0; FILES_LIMIT / 2 - 5]].concat();
        let more = [half.as_slice(), b"."].concat();
        assert!(refused(&[("receipt", &half), ("service_documentation", &half)]).is_empty());
        assert_eq!(
            refused(&[("receipt", &half), ("service_documentation", &more)]),
            ["/service_documentation too-large"]
        );
    }
}
