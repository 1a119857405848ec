//! Money that leaves for an organizer's bank (PA-13).

mod arrival;
mod collect;
mod held;
mod owed;
mod release;
mod standing;
mod sync;

use chrono::{DateTime, Utc};
use models::{Currency, Money, OrgId, Page, PayoutId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::Error;

pub use arrival::{Moves, read_moves};
pub use collect::{Claimed, claimed, collect};
pub use held::Held;
pub use owed::{Owed, make_good, owed};
pub use release::{Order, Requested, order, payable, send, unsent};
pub use standing::{Due, Standing, due, standing};
pub use sync::{Failed, sync};

/// How far a payout is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PayoutStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// Stripe has not confirmed it yet.
    Requested,
    /// Stripe will send it.
    Pending,
    /// The bank has it.
    InTransit,
    /// It arrived.
    Paid,
    /// The bank sent it back, or Stripe would not send it.
    Failed,
    /// It was stopped.
    Canceled,
}

/// A payout.
#[derive(Clone, Debug)]
pub struct Payout {
    /// Ours.
    pub id: PayoutId,
    /// How much.
    pub amount_minor: i64,
    /// Of what.
    pub currency: Currency,
    /// How far it is.
    pub status: Status,
    /// When it arrives, as Stripe thinks.
    pub arrival_at: Option<DateTime<Utc>>,
    /// The end of the account number.
    pub bank_last4: Option<String>,
    /// Why it failed, in Stripe's word.
    pub failure_code: Option<String>,
    /// Who asked; nobody did for what the platform released.
    pub requested_by: Option<UserId>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

impl Payout {
    /// How much.
    #[must_use]
    pub const fn amount(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }
}

/// Payouts of an organization, newest first.
pub async fn list(
    conn: &mut PgConnection,
    org: OrgId,
    page: Page<(DateTime<Utc>, PayoutId)>,
) -> Result<Vec<Payout>, Error> {
    let (at, id) = page.after.unzip();
    let rows = sqlx::query_as!(
        Payout,
        r#"select id, amount_minor, currency, status as "status: Status", arrival_at, bank_last4, failure_code, requested_by, created_at
             from payouts
            where organization_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
            order by created_at desc, id desc limit $4"#,
        org as _,
        at,
        id as _,
        page.probe()
    );
    Ok(rows.fetch_all(conn).await?)
}

/// One payout.
pub async fn get(conn: &mut PgConnection, id: PayoutId) -> Result<Payout, Error> {
    let row = sqlx::query_as!(
        Payout,
        r#"select id, amount_minor, currency, status as "status: Status", arrival_at, bank_last4, failure_code, requested_by, created_at
             from payouts where id = $1"#,
        id as _
    );
    row.fetch_optional(conn).await?.ok_or(Error::NotFound)
}
