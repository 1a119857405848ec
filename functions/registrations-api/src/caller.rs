//! Who may act on a registration: its holder by link or account, or a member with the right.

use auth::Holder;
use auth::{Keys, Org, Permission, User};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use events::registration::By;
use models::{EventId, LinkKey, OrgId, RegistrationId, UserId};
use sqlx::{PgConnection, PgPool};
use web::{Access, Problem};

/// The holder of a registration, or a member whose roles give the right `P`. Which of them, and
/// whether at all, is settled by [`HolderOr::on`].
pub(crate) enum HolderOr<P> {
    /// The bearer of a personal link.
    Link(RegistrationId),
    /// A person with an account, perhaps acting for an organization.
    Person {
        /// Who.
        user: UserId,
        /// The organization of the token.
        org: Option<OrgId>,
        /// Whether the right is given there.
        member: Result<Org<P>, Problem>,
    },
}

impl<P> Access for HolderOr<P> {}

impl<S, P> FromRequestParts<S> for HolderOr<P>
where
    S: Send + Sync,
    P: Permission,
    Keys: FromRef<S>,
    LinkKey: FromRef<S>,
    PgPool: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let sealed =
            parts.headers.get(AUTHORIZATION).is_some_and(|v| v.as_bytes().starts_with(b"Seal "));
        if sealed
            && let Holder::Link { registration, .. } =
                Holder::from_request_parts(parts, state).await?
        {
            return Ok(Self::Link(registration));
        }
        let User { id: user, org, .. } = User::from_request_parts(parts, state).await?;
        let member = match org {
            Some(_) => Org::from_request_parts(parts, state).await,
            None => Err(Problem::not_found()),
        };
        Ok(Self::Person { user, org, member })
    }
}

impl<P: Permission> HolderOr<P> {
    const fn link(&self) -> Option<RegistrationId> {
        match self {
            Self::Link(own) => Some(*own),
            Self::Person { .. } => None,
        }
    }

    const fn user(&self) -> Option<UserId> {
        match self {
            Self::Link(_) => None,
            Self::Person { user, .. } => Some(*user),
        }
    }

    /// On whose behalf the caller acts on this registration. Somebody else's is not there; one
    /// of the own organization may still be beyond the caller's roles. A seat without a name is held by
    /// who booked it (RG-19).
    pub(crate) async fn on(
        self,
        conn: &mut PgConnection,
        id: RegistrationId,
    ) -> Result<By, Problem> {
        let row = sqlx::query!(
            r#"select r.organization_id as "organization: OrgId", r.event_id as "event: EventId", r.user_id as "user: UserId",
                      r.unnamed and b.booker_user_id = $3 as "booked?",
                      r.unnamed and exists (select from registrations o
                                             where o.id = $2 and o.booking_id = r.booking_id and o.email_key = lower(b.booker_email)
                                               and o.status <> 'transferred') as "booked_by_link!"
                 from registrations r join bookings b on b.id = r.booking_id where r.id = $1"#,
            id as _,
            self.link() as _,
            self.user() as _
        )
        .fetch_optional(conn)
        .await?
        .ok_or_else(Problem::not_found)?;
        match self {
            Self::Link(own) if own == id || row.booked_by_link => Ok(By::Holder(None)),
            Self::Link(_) => Err(Problem::not_found()),
            Self::Person { user, .. } if row.user == Some(user) || row.booked == Some(true) => {
                Ok(By::Holder(Some(user)))
            }
            Self::Person { org, .. } if org != Some(row.organization) => Err(Problem::not_found()),
            Self::Person { user, member, .. } => {
                let scope = member?.scope;
                let inside = scope.is_none_or(|events| events.contains(&row.event));
                if inside { Ok(By::Organizer(user)) } else { Err(Problem::not_found()) }
            }
        }
    }
}
