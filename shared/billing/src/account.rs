//! The account at Stripe that receives an organization's money (PA-10 to PA-12).

mod connect;
pub mod country;
mod daily;
mod debt;
mod disconnect;
mod links;
mod seller;
mod sync;

use chrono::{DateTime, Utc};
use models::{Currency, OrgId, PayoutAccountId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::Error;

pub use connect::{Wanted, begin, create, created};
pub use daily::{Daily, Why, daily, end_daily, grant_daily, in_debt};
pub use debt::{Debt, WriteOff, debts, write_off};
pub use disconnect::{disconnect, nothing_held};
pub use links::{Link, dashboard_link, onboarding_link};
pub use seller::{Legal, Receiving, Seller, seller};
pub use sync::{Trouble, deauthorized, read, sync};

/// How far an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PayoutAccountStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// The organizer has not told everything yet.
    Onboarding,
    /// Stripe is looking at it.
    Pending,
    /// It takes money and pays it out.
    Active,
    /// Something is due; new sales stop.
    Restricted,
    /// Stripe does not want it.
    Rejected,
    /// Ended by the organizer.
    Disconnected,
}

impl Status {
    /// The word in the database and on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Onboarding => "onboarding",
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Restricted => "restricted",
            Self::Rejected => "rejected",
            Self::Disconnected => "disconnected",
        }
    }

    /// Whether it may turn into that one: the table of 2.1, steps that a reading skipped included.
    #[must_use]
    pub const fn may_become(self, to: Self) -> bool {
        use Status as S;
        match (self, to) {
            (S::Disconnected, _) => false,
            (_, S::Rejected | S::Disconnected)
            | (S::Onboarding, S::Onboarding | S::Pending | S::Active)
            | (S::Pending, S::Pending | S::Active)
            | (S::Active | S::Restricted, S::Active | S::Restricted) => true,
            _ => false,
        }
    }
}

/// What Stripe lets an account do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Agreement {
    /// It charges in its own name.
    Full,
    /// It receives what the platform charged.
    Recipient,
}

/// What the organizer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum BusinessType {
    /// A person.
    Individual,
    /// A company.
    Company,
    /// An association.
    NonProfit,
}

impl BusinessType {
    /// Stripe's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Individual => "individual",
            Self::Company => "company",
            Self::NonProfit => "non_profit",
        }
    }
}

/// When money is paid out (PA-13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PayoutMode {
    /// By the platform, two days after the end of the event.
    AfterEvent,
    /// By Stripe, every day; the platform's staff grants it.
    Rolling,
    /// When the organizer asks.
    Manual,
}

/// The account of an organization.
#[derive(Clone, Debug)]
pub struct Account {
    /// Ours.
    pub id: PayoutAccountId,
    /// Stripe's; absent until Stripe has answered.
    pub stripe_account_id: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// What the organizer is.
    pub business_type: BusinessType,
    /// What Stripe lets it do.
    pub agreement: Agreement,
    /// How far it is.
    pub status: Status,
    /// Since when it can take money.
    pub charges_enabled_at: Option<DateTime<Utc>>,
    /// Since when it can pay out.
    pub payouts_enabled_at: Option<DateTime<Utc>>,
    /// What Stripe wants to know, in its words.
    pub requirements_due: Vec<String>,
    /// By when.
    pub requirements_deadline: Option<DateTime<Utc>>,
    /// Why Stripe stopped it, in its words.
    pub disabled_reason: Option<String>,
    /// In which currency it pays out.
    pub settlement_currency: Option<Currency>,
    /// When.
    pub payout_mode: PayoutMode,
    /// Since when there is one.
    pub created_at: DateTime<Utc>,
}

impl Account {
    /// Its id at Stripe, once there is one.
    pub fn at_stripe(&self) -> Result<&str, Error> {
        self.stripe_account_id.as_deref().ok_or(Error::NoAccount)
    }
}

/// The account that an organization has now.
pub async fn get(conn: &mut PgConnection, org: OrgId) -> Result<Option<Account>, Error> {
    let account = sqlx::query_as!(
        Account,
        r#"select id, stripe_account_id, country, business_type as "business_type: BusinessType",
                  agreement as "agreement: Agreement", status, charges_enabled_at, payouts_enabled_at,
                  requirements_due, requirements_deadline, disabled_reason, settlement_currency,
                  payout_mode as "payout_mode: PayoutMode", created_at
             from payout_accounts where organization_id = $1 and disconnected_at is null"#,
        org as _
    );
    Ok(account.fetch_optional(conn).await?)
}

/// The account that an organization has now, which has to be there.
pub async fn need(conn: &mut PgConnection, org: OrgId) -> Result<Account, Error> {
    get(conn, org).await?.ok_or(Error::NoAccount)
}
