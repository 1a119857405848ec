//! People of the platform itself, who look after all organizations.

use std::marker::PhantomData;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use chrono::TimeDelta;
use models::{Kind, Line, LoginId, UserId};
use sqlx::PgPool;
use web::{Access, Problem};

use crate::{Keys, Token};

/// How long ago staff may have signed in.
const SHIFT: TimeDelta = TimeDelta::hours(12);

/// What a person may do for the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlatformRole {
    /// Looks, and changes nothing.
    Support,
    /// Looks and acts.
    Operator,
}

impl PlatformRole {
    /// Its word in the database and on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Operator => "operator",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Support, Self::Operator].into_iter().find(|role| role.word() == word)
    }
}

/// A right of staff as a type, to stand in the argument list of a handler.
pub trait StaffRight: Send + Sync + 'static {
    /// The least role that has it.
    const NEEDS: PlatformRole;
}

/// See what goes wrong, in whichever organization.
pub struct Look;

impl StaffRight for Look {
    const NEEDS: PlatformRole = PlatformRole::Support;
}

/// Put it right. Each act has a reason, which is written down with it.
pub struct Act;

impl StaffRight for Act {
    const NEEDS: PlatformRole = PlatformRole::Operator;
}

/// The caller is staff of the platform with the right `P`, and signed in not long ago. The role is
/// read on each request, so taking it away works at once.
///
/// Passkeys are not part of the product yet; until they are, the newest proof of identity of any
/// kind counts for [twelve hours](SHIFT).
pub struct Staff<P> {
    /// The person.
    pub user: UserId,
    /// The device.
    pub login: LoginId,
    /// What the person may do.
    pub role: PlatformRole,
    needs: PhantomData<fn() -> P>,
}

impl<P> Access for Staff<P> {}

impl<S, P> FromRequestParts<S> for Staff<P>
where
    S: Send + Sync,
    P: StaffRight,
    Keys: FromRef<S>,
    PgPool: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let keys = Keys::from_ref(state);
        let token = keys.verify(parts)?;
        let role = role(&PgPool::from_ref(state), &token).await?;
        if role < P::NEEDS {
            return Err(Problem::forbidden());
        }
        if keys.now().timestamp() - token.auth_time > SHIFT.num_seconds() {
            return Err(Problem::reauthentication_required());
        }
        Ok(Self { user: token.user, login: token.login, role, needs: PhantomData })
    }
}

async fn role(db: &PgPool, token: &Token) -> Result<PlatformRole, Problem> {
    let row = sqlx::query!(
        "select u.platform_role from logins l
           join users u on u.id = l.user_id and u.disabled_at is null and u.erased_at is null
          where l.id = $1 and l.user_id = $2 and l.revoked_at is null",
        token.login as _,
        token.user as _
    )
    .fetch_optional(db)
    .await?
    .ok_or_else(Problem::unauthenticated)?;
    row.platform_role.as_deref().and_then(PlatformRole::of_word).ok_or_else(|| {
        Problem::of(Kind::Forbidden, "staff-only", "This is for the platform's own people.")
    })
}

/// Why staff acts: 1 to 500 characters, to be read in the audit log. Its name in the body is
/// `reason`.
pub fn reason(text: &str) -> Result<String, Problem> {
    let line = Line::<0, 500>::try_from(text.to_owned())
        .map_err(|refused| Problem::field("/reason", "invalid-value", &refused.to_string()))?;
    if line.is_empty() {
        return Err(Problem::invalid("reason-required", "Say why."));
    }
    Ok(line.into())
}
