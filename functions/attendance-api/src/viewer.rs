//! Who may look at one person's presence: the organizer, or the person.

use auth::{Holder, ManageAttendance, Org};
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use models::{EventId, OrgId, RegistrationId, UserId};
use web::{Access, Problem};

use crate::State;

/// By which right somebody looks.
pub(crate) struct Viewer {
    /// As a member who manages attendance there.
    pub(crate) org: Option<OrgId>,
    /// Only at these events.
    pub(crate) scope: Option<Vec<EventId>>,
    /// As the owner, with an account.
    pub(crate) user: Option<UserId>,
    /// As the bearer of a personal link.
    pub(crate) link: Option<RegistrationId>,
}

impl Access for Viewer {}

impl FromRequestParts<State> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let sealed =
            parts.headers.get(AUTHORIZATION).is_some_and(|v| v.as_bytes().starts_with(b"Seal "));
        let holder = Holder::from_request_parts(parts, state).await?;
        // Somebody without an organization, or without this right there, is an attendee.
        let org = if sealed {
            None
        } else {
            Org::<ManageAttendance>::from_request_parts(parts, state).await.ok()
        };
        let (link, user) = (holder.registration(), holder.user());
        let (org, scope) = org.map_or((None, None), |org| (Some(org.id), org.scope));
        Ok(Self { org, scope, user, link })
    }
}
