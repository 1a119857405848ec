//! A payout account, as members see it. Never an id of Stripe's.

use billing::account::{Account, BusinessType, PayoutMode, Status};
use chrono::{DateTime, Utc};
use models::{Currency, PayoutAccountId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The account that receives the organization's money.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PayoutAccount)]
pub(crate) struct AccountOut {
    id: PayoutAccountId,
    /// ISO 3166-1 alpha-2.
    #[schema(example = "DE")]
    country: String,
    business_type: BusinessType,
    status: Status,
    /// It can take money.
    charges_enabled: bool,
    /// It can pay out.
    payouts_enabled: bool,
    /// What the payment service wants to know, in its words.
    requirements_due: Vec<String>,
    /// By when.
    requirements_deadline: Option<DateTime<Utc>>,
    /// Why it was stopped, in the payment service's words.
    disabled_reason: Option<String>,
    /// In which currency it pays out.
    settlement_currency: Option<Currency>,
    payout_mode: PayoutMode,
    connected_at: DateTime<Utc>,
}

impl From<Account> for AccountOut {
    fn from(account: Account) -> Self {
        Self {
            id: account.id,
            country: account.country,
            business_type: account.business_type,
            status: account.status,
            charges_enabled: account.charges_enabled_at.is_some(),
            payouts_enabled: account.payouts_enabled_at.is_some(),
            requirements_due: account.requirements_due,
            requirements_deadline: account.requirements_deadline,
            disabled_reason: account.disabled_reason,
            settlement_currency: account.settlement_currency,
            payout_mode: account.payout_mode,
            connected_at: account.created_at,
        }
    }
}
