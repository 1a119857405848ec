//! What messages about money and plans tell those who answer for them.

use chrono::{DateTime, Utc};
use models::OrgId;
use serde::{Deserialize, Serialize};

use super::facts::facts;
use super::words::{AccountStep, MoneyMatter, PlanStep};

facts! {
    /// Money, for the team.
    TeamMoney {
        /// Whose.
        organization_id: OrgId,
        /// What happened.
        what: MoneyMatter,
        /// How much, with its currency, where it is about an amount.
        amount: Option<String>,
        /// By when something has to be done.
        due: Option<DateTime<Utc>>,
        /// What the payment service or the bank said, or wants to know.
        said: Option<String>,
    }
    /// The plan, for those who manage its billing.
    TeamPlan {
        /// Whose.
        organization_id: OrgId,
        /// Its name.
        organization: String,
        /// What happened.
        what: PlanStep,
        /// The moment that is meant.
        at: Option<DateTime<Utc>>,
    }
    /// The payout account, for those who answer for it.
    PayoutAccountChanged {
        /// Whose.
        organization_id: OrgId,
        /// Its name.
        organization: String,
        /// What happened.
        what: AccountStep,
        /// Who did it.
        who: Option<String>,
        /// When.
        at: DateTime<Utc>,
    }
}
