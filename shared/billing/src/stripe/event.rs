//! What Stripe tells by webhook. Of an event only its id, its type and whose it is are believed;
//! the object is read again (PA-42).

use serde::{Deserialize, Serialize};

/// Who sends: each has an endpoint and secrets of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Events of the platform's own account.
    Account,
    /// Events of connected accounts.
    Connect,
}

/// An event as it arrives.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// `evt_…`.
    pub id: String,
    /// `checkout.session.completed` and so on.
    pub r#type: String,
    /// Live mode or test mode.
    pub livemode: bool,
    /// The connected account that it is about.
    pub account: Option<String>,
    data: Data,
}

#[derive(Debug, Deserialize)]
struct Data {
    object: Object,
}

#[derive(Debug, Deserialize)]
struct Object {
    id: Option<String>,
}

/// The work that an event makes: read the object again, and apply it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// `evt_…`.
    pub event: String,
    /// What happened, as Stripe names it.
    pub r#type: String,
    /// What it happened to.
    pub object: String,
    /// The connected account that it is about.
    pub account: Option<String>,
}

impl db::outbox::Job for Notice {
    const QUEUE: &'static str = "settle-payment";
}

const OF_ACCOUNT: [&str; 47] = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.processing",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.refunded",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "radar.early_fraud_warning.created",
    "transfer.created",
    "transfer.reversed",
    "application_fee.created",
    "application_fee.refunded",
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.resumed",
    "customer.subscription.trial_will_end",
    "customer.subscription.pending_update_applied",
    "customer.subscription.pending_update_expired",
    "subscription_schedule.updated",
    "subscription_schedule.released",
    "subscription_schedule.canceled",
    "invoice.finalized",
    "invoice.paid",
    "invoice.payment_failed",
    "invoice.payment_action_required",
    "invoice.finalization_failed",
    "invoice.voided",
    "invoice.marked_uncollectible",
    "invoice.upcoming",
    "customer.updated",
    "payment_method.attached",
    "payment_method.detached",
    "payment_method.updated",
    "account.updated",
    "capability.updated",
];

const OF_CONNECT: [&str; 11] = [
    "account.updated",
    "capability.updated",
    "account.external_account.created",
    "account.external_account.updated",
    "account.external_account.deleted",
    "account.application.deauthorized",
    "payout.created",
    "payout.updated",
    "payout.paid",
    "payout.failed",
    "payout.canceled",
];

impl Scope {
    /// Every type that is listened to (section 7 of the specification of billing).
    #[must_use]
    pub const fn types(self) -> &'static [&'static str] {
        match self {
            Self::Account => &OF_ACCOUNT,
            Self::Connect => &OF_CONNECT,
        }
    }
}

impl Event {
    /// The work that it makes; none, if its type is not listened to.
    #[must_use]
    pub fn notice(self, scope: Scope) -> Option<Notice> {
        if !scope.types().contains(&self.r#type.as_str()) {
            return None;
        }
        // What has no id of its own is about its account.
        let object = self.data.object.id.or_else(|| self.account.clone())?;
        Some(Notice { event: self.id, r#type: self.r#type, object, account: self.account })
    }
}
