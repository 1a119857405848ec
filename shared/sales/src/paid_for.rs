//! What follows a payment whose money is there: in a transaction of its own, so that the one that
//! settles is short (PA-19).

use chrono::{DateTime, Utc};
use db::outbox::Job;
use events::registration;
use models::{PaymentId, RegistrationId};
use outreach::{payments, registrations};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::Error;

/// A payment is settled, and these people have their seats by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaidFor {
    /// Which.
    pub payment: PaymentId,
    /// Whose places became sure.
    pub seated: Vec<RegistrationId>,
}

impl Job for PaidFor {
    const QUEUE: &'static str = "settle-payment";
}

impl PaidFor {
    /// Receipt, confirmations, notices to the team, meetings and presence. Each happens once,
    /// however often this is called; who has left meanwhile has been told so.
    pub async fn follow(&self, conn: &mut PgConnection, now: DateTime<Utc>) -> Result<(), Error> {
        registration::seated(conn, &self.seated, now).await?;
        registrations::tell(conn, &self.seated, &registrations::Told::Confirmed, now).await?;
        payments::tell(conn, self.payment, payments::Told::Paid, now).await?;
        Ok(())
    }
}
