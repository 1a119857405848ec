//! What a client of presence can act on.

use models::{Fault, Kind};

/// An outcome that is not success.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Unknown, or another tenant's.
    #[error("There is nothing here.")]
    NotFound,
    /// Presence of a closed event is read-only.
    #[error("The event is closed, so presence can no longer be changed.")]
    EventClosed,
    /// Only confirmed registrations receive presence.
    #[error("This registration is not confirmed.")]
    NotConfirmed,
    /// Another event's session, segment or registration.
    #[error("This belongs to another event.")]
    OtherEvent,
    /// The correction says a time without saying of which session.
    #[error("Say for which session.")]
    SessionNeeded,
    /// The time does not touch the session.
    #[error("The time lies outside the session.")]
    OutsideWindow,
    /// Nothing to take back.
    #[error("This participant is not matched.")]
    NotMatched,
    /// The same file for the same event and session.
    #[error("This file was imported already.")]
    AlreadyImported,
    /// A preview is kept for a day.
    #[error("This preview has expired. Upload the file again.")]
    ImportExpired,
    /// No meeting has ended.
    #[error("No meeting of this event is over yet, so there is no report.")]
    ReportNotReady,
    /// The file is no report.
    #[error(transparent)]
    File(#[from] crate::report::Refused),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::OtherEvent | Self::SessionNeeded | Self::OutsideWindow => Kind::Invalid,
            Self::EventClosed
            | Self::NotConfirmed
            | Self::NotMatched
            | Self::AlreadyImported
            | Self::ImportExpired
            | Self::ReportNotReady => Kind::Conflict,
            Self::File(refused) => refused.kind(),
            Self::Db(e) => e.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::EventClosed => "event-closed",
            Self::NotConfirmed => "registration-not-confirmed",
            Self::OtherEvent => "other-event",
            Self::SessionNeeded => "session-needed",
            Self::OutsideWindow => "outside-window",
            Self::NotMatched => "not-matched",
            Self::AlreadyImported => "already-imported",
            Self::ImportExpired => "import-expired",
            Self::ReportNotReady => "report-not-ready",
            Self::File(refused) => refused.code(),
            Self::Db(e) => e.code(),
        }
    }
}
