//! Who registers whom, and with what.

use models::{Email, SessionId, TicketTypeId, TimeZone, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Mode, NameShown};

/// The person who wants a seat.
#[derive(Clone, Debug)]
pub struct Attendee {
    /// Where the person stands in the request, for pointers: `/attendees/0`.
    pub pointer: String,
    /// Which ticket; the first one that is offered, if absent.
    pub ticket_type: Option<TicketTypeId>,
    /// How to take part; needed where both are possible.
    pub mode: Option<Mode>,
    /// Where the ticket goes; nowhere yet, while the seat has no name (RG-19).
    pub email: Option<Email>,
    /// The account whose verified address that is.
    pub user: Option<UserId>,
    /// 1 to 200 characters; absent while the seat has no name.
    pub full_name: Option<String>,
    /// Up to 100 characters.
    pub professional_title: Option<String>,
    /// Up to 200 characters.
    pub organization_name: Option<String>,
    /// How much of the name strangers see.
    pub name_shown: NameShown,
    /// Optional or parallel sessions that were picked.
    pub sessions: Vec<SessionId>,
    /// By question id.
    pub answers: Map<String, Value>,
    /// BCP 47.
    pub locale: String,
    /// The person's own; the event's, if absent.
    pub time_zone: Option<TimeZone>,
}

impl Attendee {
    /// A seat whose person is named later.
    #[must_use]
    pub const fn is_unnamed(&self) -> bool {
        self.email.is_none()
    }

    /// The address as it is compared.
    pub(super) fn key(&self) -> Option<&str> {
        self.email.as_ref().map(Email::key)
    }
}

/// Somebody who gets a seat that exists already (RG-18, RG-19).
#[derive(Clone, Debug)]
pub struct Person {
    /// Where the ticket goes.
    pub email: Email,
    /// 1 to 200 characters.
    pub full_name: String,
    /// Up to 100 characters.
    pub professional_title: Option<String>,
    /// Up to 200 characters.
    pub organization_name: Option<String>,
    /// How much of the name strangers see.
    pub name_shown: NameShown,
    /// By question id.
    pub answers: Map<String, Value>,
}

/// The person who acts.
#[derive(Clone, Debug)]
pub struct Booker {
    /// The account, unless a guest acts.
    pub user: Option<UserId>,
    /// Where the booking is kept.
    pub email: Email,
}

/// How a registration came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Source {
    /// The person registered.
    #[serde(rename = "self")]
    #[sqlx(rename = "self")]
    Own,
    /// By an invitation.
    Invite,
    /// From a file.
    Import,
    /// An organizer added the person.
    Manual,
    /// Through the API.
    Api,
    /// Through a course.
    Enrolment,
}

impl Source {
    /// Its name in the database and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "self",
            Self::Invite => "invite",
            Self::Import => "import",
            Self::Manual => "manual",
            Self::Api => "api",
            Self::Enrolment => "enrolment",
        }
    }

    /// Whether the organizer acts: the window and the guest rule do not apply then (RG-22).
    #[must_use]
    pub const fn is_organizer(self) -> bool {
        matches!(self, Self::Import | Self::Manual)
    }
}
