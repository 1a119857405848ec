//! What a client of Zoom's rows can act on.

use models::{Fault, Kind};

use super::client::Refusal;

/// An outcome that is not success.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Unknown, or another tenant's.
    #[error("There is nothing here.")]
    NotFound,
    /// The state was used, has ended, or belongs to another browser.
    #[error("This connection attempt is unknown or has expired. Connect Zoom again.")]
    StateUnknown,
    /// Rights that the app needs and did not get.
    #[error("Zoom did not grant: {0}. Ask your Zoom administrator to allow the app these scopes.")]
    ScopeMissing(String),
    /// The address to return to is not one of ours.
    #[error("The address to return to must be a path of this site.")]
    ReturnTo,
    /// No connection, or one that has ended.
    #[error("Connect Zoom first.")]
    NotConnected,
    /// Coming meetings need the connection.
    #[error(
        "{0} coming meetings are hosted by this connection. Confirm to disconnect all the same."
    )]
    MeetingsDepend(i64),
    /// The event allows no change of its meeting.
    #[error("The event is over, so its meeting can no longer be changed.")]
    EventLocked,
    /// The meeting's state does not allow it.
    #[error("The meeting is not in a state that allows this.")]
    IllegalTransition,
    /// Somebody else changed it.
    #[error("This was changed in the meantime.")]
    Stale,
    /// Zoom does not answer.
    #[error("Zoom does not answer at the moment. Try again in a minute.")]
    Unavailable,
    /// Zoom says no.
    #[error("Zoom refused: {0}")]
    Refused(String),
    /// A token that cannot be read any more.
    #[error("the vault cannot open a token")]
    Vault,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unavailable(_) | Refusal::Limited(_) => Self::Unavailable,
            Refusal::Unauthorized => Self::NotConnected,
            Refusal::Said { message, .. } => Self::Refused(message),
        }
    }
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::StateUnknown | Self::ScopeMissing(_) | Self::ReturnTo => Kind::Invalid,
            Self::NotConnected
            | Self::MeetingsDepend(_)
            | Self::EventLocked
            | Self::IllegalTransition
            | Self::Refused(_) => Kind::Conflict,
            Self::Stale => Kind::Stale,
            Self::Unavailable => Kind::Unavailable,
            Self::Vault => Kind::Internal,
            Self::Db(e) => e.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::StateUnknown => "state-unknown",
            Self::ScopeMissing(_) => "scope-missing",
            Self::ReturnTo => "return-to-invalid",
            Self::NotConnected => "not-connected",
            Self::MeetingsDepend(_) => "meetings-depend",
            Self::EventLocked => "event-locked",
            Self::IllegalTransition => "illegal-transition",
            Self::Stale => "precondition-failed",
            Self::Unavailable => "zoom-unavailable",
            Self::Refused(_) => "zoom-refused",
            Self::Vault => "internal",
            Self::Db(e) => e.code(),
        }
    }
}
