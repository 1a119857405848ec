//! Who is calling, with the connection that said so.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use sqlx::PgPool;
use sqlx::pool::PoolConnection;
use sqlx::postgres::Postgres;
use web::{Access, Problem};

use crate::user::person;
use crate::{Keys, Org, Permission, User};

/// A caller and the connection to go on with. A connection costs a round trip when it is given
/// back, so a short read is much faster on the one that its caller was looked up on. For requests
/// without a body only: a slow sender would keep it from everybody else.
pub struct On<A>(pub A, pub PoolConnection<Postgres>);

impl<A: Access> Access for On<A> {}

impl<S> FromRequestParts<S> for On<User>
where
    S: Send + Sync,
    Keys: FromRef<S>,
    PgPool: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let token = Keys::from_ref(state).verify(parts)?;
        let mut conn = PgPool::from_ref(state).acquire().await?;
        let user = person(&mut *conn, &token).await?;
        Ok(Self(user, conn))
    }
}

impl<S, P> FromRequestParts<S> for On<Org<P>>
where
    S: Send + Sync,
    P: Permission,
    Keys: FromRef<S>,
    PgPool: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let keys = Keys::from_ref(state);
        let token = keys.verify(parts)?;
        let mut conn = PgPool::from_ref(state).acquire().await?;
        let org = Org::of(&token, &parts.method, &mut *conn, keys.now()).await?;
        Ok(Self(org, conn))
    }
}
