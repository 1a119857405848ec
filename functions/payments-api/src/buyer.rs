//! Who may look at a payment: its buyer by account or by the payment's own link, or a member with
//! the right.

use std::convert::Infallible;

use auth::{Keys, Org, Permission, User};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use models::{LinkKey, OrgId, PaymentId, Seal, SealKind, UserId};
use sales::Subject;
use sqlx::{PgConnection, PgPool};
use web::{Access, Problem};

/// The buyer of a payment. Whether of this one is settled by [`Buyer::is_of`].
pub(crate) enum Buyer {
    /// The bearer of a payment's link.
    Link(Seal),
    /// A person with an account.
    Person(User),
}

impl Access for Buyer {}

/// Anybody, and who that is where it says so. What it says is judged where it matters: see
/// [`AnyBuyer::known`].
pub(crate) struct AnyBuyer(Option<Result<Buyer, Problem>>);

impl Access for AnyBuyer {}

/// The buyer, or a member whose roles give the right `P`.
pub(crate) struct BuyerOr<P> {
    buyer: Buyer,
    member: Option<Result<Org<P>, Problem>>,
}

impl<P> Access for BuyerOr<P> {}

/// Whose a payment is.
pub(crate) struct Owned {
    pub(crate) id: PaymentId,
    pub(crate) organization: OrgId,
    pub(crate) user: Option<UserId>,
    pub(crate) email_key: String,
    pub(crate) generation: i32,
}

/// As whom somebody looks at a payment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum As {
    /// The one who pays.
    Buyer,
    /// Finance.
    Member,
}

/// All that somebody is to a payment.
pub(crate) struct Sides<P> {
    /// The one who pays.
    pub(crate) buyer: bool,
    /// A member of the organization that sells, with the right.
    pub(crate) member: Option<Org<P>>,
}

impl<S> FromRequestParts<S> for Buyer
where
    S: Send + Sync,
    Keys: FromRef<S>,
    PgPool: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let header = parts.headers.get(AUTHORIZATION);
        match header.and_then(|value| value.to_str().ok()?.strip_prefix("Seal ")) {
            Some(text) => Seal::parse(text).map(Self::Link).ok_or_else(Problem::not_found),
            None => User::from_request_parts(parts, state).await.map(Self::Person),
        }
    }
}

impl<S> FromRequestParts<S> for AnyBuyer
where
    S: Send + Sync,
    Keys: FromRef<S>,
    PgPool: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        if !parts.headers.contains_key(AUTHORIZATION) {
            return Ok(Self(None));
        }
        Ok(Self(Some(Buyer::from_request_parts(parts, state).await)))
    }
}

impl AnyBuyer {
    /// Who it is. Nothing is there for nobody.
    pub(crate) fn known(self) -> Result<Buyer, Problem> {
        self.0.unwrap_or_else(|| Err(Problem::not_found()))
    }
}

impl<S, P> FromRequestParts<S> for BuyerOr<P>
where
    S: Send + Sync,
    P: Permission,
    Keys: FromRef<S>,
    PgPool: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let buyer = Buyer::from_request_parts(parts, state).await?;
        let member = match &buyer {
            Buyer::Person(User { org: Some(_), .. }) => {
                Some(Org::from_request_parts(parts, state).await)
            }
            _ => None,
        };
        Ok(Self { buyer, member })
    }
}

impl Buyer {
    /// Whether this is the one who pays. A guest's payment belongs to the account that proved the
    /// address later, too.
    pub(crate) fn is_of(&self, owned: &Owned, links: &LinkKey) -> bool {
        match self {
            Self::Link(seal) => {
                seal.id == uuid::Uuid::from(owned.id)
                    && links.opens(seal, SealKind::Payment, owned.generation)
            }
            Self::Person(user) => match owned.user {
                Some(buyer) => buyer == user.id,
                None => user.email_key == owned.email_key,
            },
        }
    }

    /// A place's own link opens that place, a payment's link the places of that payment, an account
    /// what it booked, what is its own and what it was to pay. Anything else is not there.
    pub(crate) fn reaches(&self, subjects: &[Subject], links: &LinkKey) -> bool {
        subjects.iter().all(|subject| match self {
            Self::Link(seal) => own_link(seal, subject, links) || self.paid_last(subject, links),
            Self::Person(user) => {
                subject.user == Some(user.id)
                    || subject.booker == Some(user.id)
                    || self.paid_last(subject, links)
            }
        })
    }

    fn paid_last(&self, subject: &Subject, links: &LinkKey) -> bool {
        subject.last.as_ref().is_some_and(|last| {
            let owned = Owned {
                id: last.id,
                organization: subject.organization,
                user: last.user,
                email_key: last.email_key.clone(),
                generation: last.link_generation,
            };
            self.is_of(&owned, links)
        })
    }

    /// Somebody else's payment is not there.
    pub(crate) fn on(&self, owned: &Owned, links: &LinkKey) -> Result<(), Problem> {
        if self.is_of(owned, links) { Ok(()) } else { Err(Problem::not_found()) }
    }
}

fn own_link(seal: &Seal, subject: &Subject, links: &LinkKey) -> bool {
    seal.id == uuid::Uuid::from(subject.id)
        && links.opens(seal, SealKind::Manage, subject.link_generation)
}

impl<P> BuyerOr<P> {
    /// The account, unless a link speaks.
    pub(crate) fn user(&self) -> Option<UserId> {
        match &self.buyer {
            Buyer::Person(user) => Some(user.id),
            Buyer::Link(_) => None,
        }
    }
}

impl<P: Permission> BuyerOr<P> {
    /// As whom. Somebody else's payment is not there; one of the own organization may still be
    /// beyond the caller's roles.
    pub(crate) fn on(self, owned: &Owned, links: &LinkKey) -> Result<As, Problem> {
        if self.buyer.is_of(owned, links) {
            return Ok(As::Buyer);
        }
        let Buyer::Person(User { org: Some(org), .. }) = self.buyer else {
            return Err(Problem::not_found());
        };
        if org != owned.organization {
            return Err(Problem::not_found());
        }
        self.member.unwrap_or_else(|| Err(Problem::not_found())).map(|_| As::Member)
    }

    /// All that the caller is to the payment, where [`Self::on`] says one thing: whoever sells and
    /// bought too is both. Whoever is neither is told what [`Self::on`] tells.
    pub(crate) fn sides(self, owned: &Owned, links: &LinkKey) -> Result<Sides<P>, Problem> {
        let buyer = self.buyer.is_of(owned, links);
        let sells =
            matches!(&self.buyer, Buyer::Person(user) if user.org == Some(owned.organization));
        match self.member.filter(|_| sells) {
            Some(Ok(org)) => Ok(Sides { buyer, member: Some(org) }),
            Some(Err(problem)) if !buyer => Err(problem),
            None if !buyer => Err(Problem::not_found()),
            _ => Ok(Sides { buyer, member: None }),
        }
    }
}

/// Whose the payment is.
pub(crate) async fn owned(conn: &mut PgConnection, id: PaymentId) -> web::Result<Owned> {
    let row = sqlx::query!(
        r#"select organization_id as "organization: OrgId", buyer_user_id as "user: UserId", buyer_email_key, link_generation
             from payments where id = $1"#,
        id as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(Problem::not_found)?;
    Ok(Owned {
        id,
        organization: row.organization,
        user: row.user,
        email_key: row.buyer_email_key,
        generation: row.link_generation,
    })
}
