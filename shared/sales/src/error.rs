//! A failure of one of the domains, as it is.

use models::{Fault, Field, Kind};

/// What went wrong, and where.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// With seats.
    #[error(transparent)]
    Events(#[from] events::Error),
    /// With money.
    #[error(transparent)]
    Billing(#[from] billing::Error),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Events(e) => e.kind(),
            Self::Billing(e) => e.kind(),
            Self::Db(e) => e.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Events(e) => e.code(),
            Self::Billing(e) => e.code(),
            Self::Db(e) => e.code(),
        }
    }

    fn is_contended(&self) -> bool {
        match self {
            Self::Events(e) => e.is_contended(),
            Self::Billing(e) => e.is_contended(),
            Self::Db(e) => e.is_contended(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        match self {
            Self::Events(e) => e.fields(),
            Self::Billing(e) => e.fields(),
            Self::Db(e) => e.fields(),
        }
    }
}
