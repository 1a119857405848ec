//! Whoever holds a registration: the signed-in owner, or the bearer of its personal link.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use models::{EventId, Kind, LinkKey, OrgId, RegistrationId, Seal, SealKind, UserId};
use sqlx::PgPool;
use web::{Access, Problem};

use crate::{Keys, user};

/// `Authorization: Seal k.id.mac`, or a bearer token.
#[derive(Clone, Debug)]
pub enum Holder {
    /// The personal link of one registration. It opens that one and nothing else.
    Link {
        /// The registration.
        registration: RegistrationId,
        /// Its event.
        event: EventId,
        /// Whose event.
        organization: OrgId,
    },
    /// A person with an account: own registrations. The query says `user_id = $n`.
    User(UserId),
}

impl Access for Holder {}

impl Holder {
    /// The registration that may be looked at when `id` is asked for by a link; for a person, the
    /// query decides by [`Holder::user`].
    #[must_use]
    pub fn registration(&self) -> Option<RegistrationId> {
        match self {
            Self::Link { registration, .. } => Some(*registration),
            Self::User(_) => None,
        }
    }

    /// The person, if it is one with an account.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::Link { .. } => None,
            Self::User(user) => Some(*user),
        }
    }
}

impl<S> FromRequestParts<S> for Holder
where
    S: Send + Sync,
    Keys: FromRef<S>,
    LinkKey: FromRef<S>,
    PgPool: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let db = PgPool::from_ref(state);
        let sealed =
            parts.headers.get(AUTHORIZATION).and_then(|v| v.to_str().ok()?.strip_prefix("Seal "));
        if let Some(text) = sealed {
            return link(&db, &LinkKey::from_ref(state), text).await;
        }
        let token = Keys::from_ref(state).verify(parts)?;
        user::person(&db, &token).await.map(|user| Self::User(user.id))
    }
}

async fn link(db: &PgPool, key: &LinkKey, text: &str) -> Result<Holder, Problem> {
    let refused =
        || Problem::of(Kind::NotFound, "link-invalid", "This link is not valid any more.");
    let seal = Seal::parse(text).ok_or_else(refused)?;
    let row = sqlx::query!(
        r#"select id as "id: RegistrationId", event_id as "event_id: EventId",
                  organization_id as "organization_id: OrgId", link_generation
             from registrations where id = $1"#,
        seal.id
    )
    .fetch_optional(db)
    .await?
    .filter(|row| key.opens(&seal, SealKind::Manage, row.link_generation))
    .ok_or_else(refused)?;
    Ok(Holder::Link {
        registration: row.id,
        event: row.event_id,
        organization: row.organization_id,
    })
}
