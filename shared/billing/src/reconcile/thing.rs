//! What is compared, where Stripe lists it, and which news makes it right.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// How far back a run looks.
const DAYS: TimeDelta = TimeDelta::days(3);

/// Where a run is, in this order.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReconciliationStage)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Stage {
    /// Pages that people pay on.
    Sessions,
    /// Money that came.
    Charges,
    /// Money on its way back.
    Refunds,
    /// Money that was passed on to organizers, and what was taken back of it.
    Transfers,
    /// The platform's fees.
    Fees,
    /// Banks' doubts.
    Disputes,
    /// Subscriptions to plans, all of them.
    Subscriptions,
    /// Invoices for plans.
    Invoices,
    /// Accounts that receive money, all of them.
    Accounts,
    /// Money on its way to banks.
    Payouts,
    /// What is here and was not met there.
    Ours,
    /// What stands here, beside itself.
    Checks,
    /// Findings that this run did not meet.
    Findings,
}

impl Stage {
    /// The first one.
    pub const FIRST: Self = Self::Sessions;

    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        Some(match self {
            Self::Sessions => Self::Charges,
            Self::Charges => Self::Refunds,
            Self::Refunds => Self::Transfers,
            Self::Transfers => Self::Fees,
            Self::Fees => Self::Disputes,
            Self::Disputes => Self::Subscriptions,
            Self::Subscriptions => Self::Invoices,
            Self::Invoices => Self::Accounts,
            Self::Accounts => Self::Payouts,
            Self::Payouts => Self::Ours,
            Self::Ours => Self::Checks,
            Self::Checks => Self::Findings,
            Self::Findings => return None,
        })
    }

    /// What Stripe lists for it, where it is a list of the platform's own.
    #[must_use]
    pub const fn thing(self) -> Option<Thing> {
        Some(match self {
            Self::Sessions => Thing::Session,
            Self::Charges => Thing::Charge,
            Self::Refunds => Thing::Refund,
            Self::Transfers => Thing::Transfer,
            Self::Fees => Thing::Fee,
            Self::Disputes => Thing::Dispute,
            Self::Subscriptions => Thing::Subscription,
            Self::Invoices => Thing::Invoice,
            Self::Accounts => Thing::Account,
            Self::Payouts | Self::Ours | Self::Checks | Self::Findings => return None,
        })
    }
}

/// A kind of object at Stripe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A Checkout Session, of a payment or of a plan.
    Session,
    /// A charge.
    Charge,
    /// A refund.
    Refund,
    /// A transfer.
    Transfer,
    /// An application fee.
    Fee,
    /// A dispute.
    Dispute,
    /// A subscription.
    Subscription,
    /// An invoice.
    Invoice,
    /// A connected account.
    Account,
    /// A payout of a connected account.
    Payout,
}

impl Thing {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Session,
        Self::Charge,
        Self::Refund,
        Self::Transfer,
        Self::Fee,
        Self::Dispute,
        Self::Subscription,
        Self::Invoice,
        Self::Account,
        Self::Payout,
    ];

    /// The first word of its findings.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Charge => "charge",
            Self::Refund => "refund",
            Self::Transfer => "transfer",
            Self::Fee => "fee",
            Self::Dispute => "dispute",
            Self::Subscription => "subscription",
            Self::Invoice => "invoice",
            Self::Account => "account",
            Self::Payout => "payout",
        }
    }

    /// Its kinds of findings.
    #[must_use]
    pub fn findings(self) -> Vec<String> {
        let aspects = [
            "unknown", "missing", "state", "amount", "currency", "back", "plan", "payouts", "due",
            "disabled",
        ];
        aspects.map(|aspect| format!("{}-{aspect}", self.word())).to_vec()
    }

    /// The thing that a finding is about, if one of these.
    #[must_use]
    pub fn of_finding(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|thing| thing.findings().iter().any(|known| known == kind))
    }

    /// The path of its list.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Session => "/v1/checkout/sessions",
            Self::Charge => "/v1/charges",
            Self::Refund => "/v1/refunds",
            Self::Transfer => "/v1/transfers",
            Self::Fee => "/v1/application_fees",
            Self::Dispute => "/v1/disputes",
            Self::Subscription => "/v1/subscriptions",
            Self::Invoice => "/v1/invoices",
            Self::Account => "/v1/accounts",
            Self::Payout => "/v1/payouts",
        }
    }

    /// A page of its list, so many objects of the last days; of subscriptions and accounts all.
    #[must_use]
    pub fn page(self, after: Option<&str>, limit: usize, began: DateTime<Utc>) -> String {
        let since = (began - DAYS).timestamp();
        let which = match self {
            Self::Subscription => "&status=all".to_owned(),
            Self::Account => String::new(),
            _ => format!("&created[gte]={since}"),
        };
        let after = after.map(|id| format!("&starting_after={id}")).unwrap_or_default();
        format!("{}?limit={limit}{which}{after}", self.path())
    }

    /// The news after which it is read again and applied, as a webhook would tell it: type and object.
    #[must_use]
    pub fn news(self, object: &Value) -> Option<(&'static str, String)> {
        let kind = match self {
            Self::Session => "checkout.session.completed",
            // Its page speaks for it.
            Self::Charge => "payment_intent.succeeded",
            Self::Refund => "refund.updated",
            Self::Transfer => "transfer.created",
            Self::Fee => "application_fee.created",
            Self::Dispute => "charge.dispute.updated",
            Self::Subscription => "customer.subscription.updated",
            Self::Invoice => "invoice.updated",
            Self::Account => "account.updated",
            Self::Payout => "payout.updated",
        };
        let field = if self == Self::Charge { "payment_intent" } else { "id" };
        Some((kind, object[field].as_str()?.to_owned()))
    }
}
