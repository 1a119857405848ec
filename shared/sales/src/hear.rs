//! What Stripe spoke of is read again and applied: payments, refunds, disputes, plans, accounts,
//! payouts. In whatever order and how often it is told, the end is the same (PA-42). Webhooks and
//! the nightly reconciliation come here alike.

mod account;
mod payment;
mod plan;
mod refund;

use billing::stripe::{Notice, Stripe};
use models::Clock;
use sqlx::PgPool;

use crate::Error;

/// What reading and applying takes.
#[derive(Clone, Copy)]
pub struct Ear<'a> {
    /// Where it is applied.
    pub db: &'a PgPool,
    /// Where it is read.
    pub stripe: &'a Stripe,
    /// When.
    pub clock: &'a Clock,
}

impl Ear<'_> {
    /// By the type of the news: which object is read again. No transaction is open meanwhile (PA-43).
    pub async fn hear(&self, notice: &Notice) -> Result<(), Error> {
        let object = notice.object.as_str();
        let kind = notice.r#type.as_str();
        match kind.split('.').next().unwrap_or_default() {
            "checkout" => payment::session(self, object).await,
            "payment_intent" => payment::intent(self, object).await,
            "transfer" | "application_fee" => payment::passed_on(self, kind, object).await,
            "refund" => refund::refund(self, object).await,
            "charge" if kind == "charge.refunded" => refund::of_charge(self, object).await,
            "charge" => refund::dispute(self, object).await,
            "radar" => refund::warning(self, object).await,
            "account" | "capability" => account::account(self, notice).await,
            "payout" => account::payout(self, notice).await,
            _ => plan::plan(self, kind, object).await,
        }
    }
}
