//! The links of one person: made when they are shown, stored nowhere (RG-25).

use std::sync::Arc;

use models::{LinkKey, RegistrationId, SealKind, Sealed};

/// Where people reach the product, without a slash at the end.
#[derive(Clone)]
pub(crate) struct Origin(Arc<str>);

impl Origin {
    pub(crate) fn new(origin: &str) -> Self {
        Self(origin.trim_end_matches('/').into())
    }

    /// The host alone, as UIDs of calendars want it.
    pub(crate) fn host(&self) -> &str {
        self.0.split("://").nth(1).unwrap_or(&self.0)
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

fn seal(links: &LinkKey, kind: SealKind, id: RegistrationId, generation: i32) -> String {
    links.seal(Sealed { kind, id: id.into(), generation })
}

/// The token that opens everything about a registration.
pub(crate) fn manage_token(links: &LinkKey, id: RegistrationId, generation: i32) -> String {
    seal(links, SealKind::Manage, id, generation)
}

/// The page behind that token.
pub(crate) fn manage_path(links: &LinkKey, id: RegistrationId, generation: i32) -> String {
    format!("/r/{}", manage_token(links, id, generation))
}

/// The page with the countdown, from which one joins.
pub(crate) fn join_page(links: &LinkKey, id: RegistrationId, generation: i32) -> String {
    format!("/join/{}", seal(links, SealKind::Join, id, generation))
}

/// What leads straight to the meeting once it is open.
pub(crate) fn join_path(links: &LinkKey, id: RegistrationId, generation: i32) -> String {
    format!("/api/v1/attendance/join/{}", seal(links, SealKind::Join, id, generation))
}

/// The personal calendar.
pub(crate) fn calendar_path(links: &LinkKey, id: RegistrationId, generation: i32) -> String {
    format!(
        "/api/v1/registrations/calendar/{}.ics",
        seal(links, SealKind::Calendar, id, generation)
    )
}
