//! The page to pay on: made once however often it is asked for, finished after a crash, closed in
//! time (PA-14 to PA-17). No transaction is open while Stripe is asked.

use billing::payment::{self, Details, Ended, Method, Opening, Page, Request, Session, Urls};
use billing::stripe::{Refusal, Stripe, answered};
use billing::tax;
use chrono::{DateTime, Utc};
use events::registration::{Until, extend_holds};
use models::{AppPath, LinkKey, Money, PaymentId, SealKind, Sealed};
use sqlx::{PgConnection, PgPool};

use crate::Error;
use crate::settle::{applied, apply, close};

/// Where the app is, and what opens a guest's payment.
#[derive(Clone)]
pub struct Origin {
    /// Scheme and host of the app.
    pub address: String,
    /// Makes the payment's own link.
    pub links: LinkKey,
}

impl Origin {
    /// The seal of a payment: whoever holds it is its buyer.
    #[must_use]
    pub fn seal(&self, payment: PaymentId, generation: i32) -> String {
        self.links.seal(Sealed { kind: SealKind::Payment, id: payment.into(), generation })
    }

    /// The ways back are the server's own: `return_to` only says where in the app one came from.
    fn urls(&self, opening: &Opening, return_to: &str) -> Urls {
        let (origin, id) = (&self.address, opening.id);
        let seal = self.seal(id, opening.link_generation);
        Urls {
            success: format!("{origin}/checkout/return?payment={id}#{seal}"),
            cancel: format!("{origin}/checkout/return?payment={id}&left=1#{seal}"),
            return_to: return_to.to_owned(),
        }
    }
}

/// Opens a payment that `opening` has locked, and commits. The page that is open already, or a new
/// one whose seats are held until it has ended.
pub async fn start(
    db: &PgPool,
    tx: sqlx::Transaction<'_, sqlx::Postgres>,
    (stripe, origin): (&Stripe, &Origin),
    opening: Opening,
    (return_to, expected, details): (&AppPath, Option<Money>, &Details),
    now: DateTime<Utc>,
) -> Result<Page, Error> {
    let mut tx = tx;
    if let Some(page) = opening.open_page(now) {
        payment::renamed(&mut tx, opening.id, details, now).await?;
        tx.commit().await?;
        return Ok(page.clone());
    }
    opening.may_open(expected)?;
    let (tx, opening) = match opening.missing(details, now)? {
        None => (tx, opening),
        Some(missing) => {
            // Nothing is open while Stripe is asked; then all is looked at again.
            tx.rollback().await?;
            tax::make(db, stripe, &missing, now).await?;
            let mut tx = ::db::begin(db).await?;
            let again = payment::begin(&mut tx, opening.id).await?;
            (tx, again.ok_or(billing::Error::NotFound)?)
        }
    };
    if let Some(page) = opening.open_page(now) {
        return Ok(page.clone());
    }
    opening.may_open(expected)?;
    let mut tx = tx;
    if !opening.is_being_made() {
        let until = Until::PageEnds(now + payment::PAGE + payment::MARGIN);
        extend_holds(&mut tx, &opening.registrations, until, now).await?;
    }
    let return_to = opening.return_to.clone().unwrap_or_else(|| return_to.as_str().to_owned());
    let urls = origin.urls(&opening, &return_to);
    let request = opening.note(&mut tx, &urls, details, now).await?;
    tx.commit().await?;
    make(db, stripe, opening.id, &request, now).await
}

async fn make(
    db: &PgPool,
    stripe: &Stripe,
    id: PaymentId,
    request: &Request,
    now: DateTime<Utc>,
) -> Result<Page, Error> {
    let Request { form, operation, attempt } = request;
    let key = format!("{operation}:{attempt}");
    let made: Result<Session, Refusal> = stripe.post("/v1/checkout/sessions", form, &key).await;
    match made {
        Ok(session) => {
            let page = Page {
                url: session.url.clone().unwrap_or_default(),
                expires_at: session.ends_at(),
            };
            let mut conn = db.acquire().await?;
            if payment::opened(&mut conn, id, *attempt, (&session.id, &page), now).await? {
                return Ok(page);
            }
            // It ended while the page was being made: nobody is to pay on it.
            drop(conn);
            shut(stripe, &session.id).await?;
            Err(billing::Error::PaymentEnded.into())
        }
        Err(refusal) => {
            let mut conn = db.acquire().await?;
            answered(&mut conn, operation, *attempt, Err(&refusal)).await?;
            if !refusal.is_passing() || matches!(refusal, Refusal::Kept(_)) {
                payment::not_opened(&mut conn, id, *attempt, now).await?;
            }
            if refusal.is_of_seller() {
                // Stripe's own word on the account comes by its webhook, or with the nightly comparison.
                tracing::warn!(payment = %id, %refusal, "a seller cannot be paid");
                return Err(billing::Error::SellerNotReady.into());
            }
            Err(billing::Error::Stripe(refusal).into())
        }
    }
}

/// Finishes a page that a crash left half made: the same request, under the same key.
pub async fn resume(
    db: &PgPool,
    stripe: &Stripe,
    origin: &Origin,
    id: PaymentId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut tx = ::db::begin(db).await?;
    let Some(opening) = payment::begin(&mut tx, id).await? else { return Ok(()) };
    if !opening.is_being_made() {
        return Ok(());
    }
    let return_to = opening.return_to.clone().unwrap_or_else(|| "/".to_owned());
    let urls = origin.urls(&opening, &return_to);
    let request = opening.note(&mut tx, &urls, &Details::default(), now).await?;
    tx.commit().await?;
    match make(db, stripe, id, &request, now).await {
        // Refused for good: the hold ends by itself, and the payment with it.
        Err(Error::Billing(billing::Error::Stripe(refusal))) if !refusal.is_passing() => Ok(()),
        Err(Error::Billing(billing::Error::SellerNotReady)) => Ok(()),
        other => other.map(drop),
    }
}

/// Closes a page at Stripe and applies what Stripe then says of it (PA-17).
pub async fn page_ended(
    db: &PgPool,
    stripe: &Stripe,
    (id, session): (PaymentId, &str),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    shut(stripe, session).await?;
    let read = payment::read_session(stripe, session).await.map_err(billing::Error::Stripe)?;
    let mut tx = ::db::begin(db).await?;
    apply(&mut tx, id, &read, now, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Closes a page that the buyer gave up; the places are given up with it.
pub async fn close_page(
    db: &PgPool,
    stripe: &Stripe,
    (id, session): (PaymentId, &str),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    shut(stripe, session).await?;
    let read = payment::read_session(stripe, session).await.map_err(billing::Error::Stripe)?;
    let mut tx = ::db::begin(db).await?;
    let locked = payment::lock_to_apply(&mut tx, id, session, now).await?;
    let Some(payment) = locked else { return Ok(()) };
    if payment::verdict(&payment, &read) == payment::Verdict::Expired {
        close(&mut tx, &payment, Ended::Canceled, now).await?;
    } else {
        applied(&mut tx, &payment, &read, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A page that is not open any more cannot be closed; that is as good.
async fn shut(stripe: &Stripe, session: &str) -> Result<(), Error> {
    let path = format!("/v1/checkout/sessions/{session}/expire");
    let form = billing::stripe::Form::new();
    let shut: Result<Session, Refusal> =
        stripe.post(&path, &form, &format!("expire:{session}")).await;
    match shut {
        Ok(_) | Err(Refusal::Said { .. }) => Ok(()),
        Err(refusal) => Err(billing::Error::Stripe(refusal).into()),
    }
}

/// Ends a draft that nobody opened and whose seats are gone.
pub async fn expire(
    conn: &mut PgConnection,
    id: PaymentId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let Some(payment) = payment::lock(conn, id).await? else { return Ok(()) };
    if payment.status == payment::Status::Draft && payment.opening_at.is_none() {
        close(conn, &payment, Ended::Expired, now).await?;
    }
    Ok(())
}

/// Ends a draft that nobody opened, at the wish of its buyer. What is under way meanwhile stays:
/// its page could still be paid on.
pub async fn cancel(
    conn: &mut PgConnection,
    id: PaymentId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let Some(payment) = payment::lock(conn, id).await? else { return Ok(()) };
    if payment.method == Method::Outside {
        return Err(billing::Error::PaidOutside.into());
    }
    if payment.status.is_live()
        && (payment.status != payment::Status::Draft || payment.opening_at.is_some())
    {
        return Err(billing::Error::PaymentInProgress.into());
    }
    close(conn, &payment, Ended::Canceled, now).await
}
