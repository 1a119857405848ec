//! What goes wrong outside of this process.

use models::{Fault, Kind};

/// A file or a task that could not be handed over.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No answer came.
    #[error("no answer from the cloud")]
    Unreachable(#[from] reqwest::Error),
    /// An answer came, and it was no.
    #[error("{service} answered {status}: {reason}")]
    Refused {
        /// Who answered.
        service: &'static str,
        /// The HTTP status.
        status: u16,
        /// The beginning of what was said.
        reason: String,
    },
    /// Another name than letters, digits, `.`, `_`, `-` and `/`, or one that climbs.
    #[error("{0:?} cannot be the name of an object")]
    Name(String),
    /// The disk of the stand-in failed.
    #[error("the disk failed")]
    Disk(#[from] std::io::Error),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

impl Error {
    /// Reads what a service said when it refused.
    pub(crate) async fn refused(service: &'static str, answer: reqwest::Response) -> Self {
        let status = answer.status().as_u16();
        let reason = answer.text().await.unwrap_or_default().chars().take(300).collect();
        Self::Refused { service, status, reason }
    }
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Unreachable(_)
            | Self::Disk(_)
            | Self::Refused { status: 408 | 429 | 500.., .. } => Kind::Unavailable,
            Self::Refused { .. } | Self::Name(_) => Kind::Internal,
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        if self.kind() == Kind::Unavailable { "unavailable" } else { "internal" }
    }
}
