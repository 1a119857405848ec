//! What Stripe says of a page, and whether that is what was agreed (PA-18).

use chrono::DateTime;
use chrono::Utc;
use models::Money;
use serde::Deserialize;

use super::taxed::{AutomaticTax, Payer, Totals};
use super::{Payment, Status};
use crate::stripe::{Refusal, Stripe};

/// A Checkout Session, read with its charge.
#[derive(Clone, Debug, Deserialize)]
pub struct Session {
    /// `cs_…`.
    pub id: String,
    /// open, complete or expired.
    pub status: String,
    /// paid, unpaid or `no_payment_required`.
    pub payment_status: String,
    /// In Stripe's units.
    pub amount_total: Option<i64>,
    /// Lower case.
    pub currency: Option<String>,
    /// The payment's id.
    pub client_reference_id: Option<String>,
    /// Where to pay, while it is open.
    pub url: Option<String>,
    /// Seconds since 1970.
    pub expires_at: i64,
    /// The intent, whole where it was asked for.
    pub payment_intent: Option<Ref<Intent>>,
    /// Tax and so on.
    #[serde(default)]
    pub total_details: Totals,
    /// How far Stripe Tax is.
    #[serde(default)]
    pub automatic_tax: AutomaticTax,
    /// Who paid, as the page was told.
    pub customer_details: Option<Payer>,
}

/// An id, or the object itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Ref<T> {
    /// Not expanded.
    Id(String),
    /// Expanded.
    Object(Box<T>),
}

/// An object with an id.
pub trait Named {
    /// The id.
    fn name(&self) -> &str;
}

impl<T: Named> Ref<T> {
    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Object(object) => object.name(),
        }
    }

    /// The object, if it is here.
    #[must_use]
    pub fn object(&self) -> Option<&T> {
        match self {
            Self::Id(_) => None,
            Self::Object(object) => Some(object),
        }
    }
}

/// A payment intent.
#[derive(Clone, Debug, Deserialize)]
pub struct Intent {
    /// `pi_…`.
    pub id: String,
    /// succeeded, processing, `requires_payment_method` and so on.
    pub status: String,
    /// In Stripe's units.
    pub application_fee_amount: Option<i64>,
    /// To whom.
    pub transfer_data: Option<TransferData>,
    /// The last try.
    pub latest_charge: Option<Ref<Charge>>,
}

/// Where money is passed on to.
#[derive(Clone, Debug, Deserialize)]
pub struct TransferData {
    /// `acct_…`.
    pub destination: Ref<Account>,
}

/// A connected account.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// `acct_…`.
    pub id: String,
}

/// A charge.
#[derive(Clone, Debug, Deserialize)]
pub struct Charge {
    /// `ch_…`.
    pub id: String,
    /// In Stripe's units.
    #[serde(default)]
    pub amount_refunded: i64,
    /// The transfer to the organizer.
    pub transfer: Option<Ref<Id>>,
    /// The platform's fee.
    pub application_fee: Option<Ref<Id>>,
    /// What it cost.
    pub balance_transaction: Option<Ref<BalanceTransaction>>,
}

/// Any object of which only the sum counts.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Amount {
    /// In Stripe's units.
    pub(super) amount: i64,
    /// Lower case.
    pub(super) currency: String,
}

/// Any object of which only the id counts.
#[derive(Clone, Debug, Deserialize)]
pub struct Id {
    /// The id.
    pub id: String,
}

/// A line of Stripe's own ledger.
#[derive(Clone, Debug, Deserialize)]
pub struct BalanceTransaction {
    /// `txn_…`.
    pub id: String,
    /// What Stripe keeps, in Stripe's units of `currency`.
    pub fee: i64,
    /// Of the settlement, lower case.
    pub currency: String,
}

macro_rules! named {
    ($($name:ident)+) => {$(
        impl Named for $name {
            fn name(&self) -> &str {
                &self.id
            }
        }
    )+};
}

named! { Intent Account Charge Id BalanceTransaction }

impl Session {
    /// The intent, if it is here.
    #[must_use]
    pub fn intent(&self) -> Option<&Intent> {
        self.payment_intent.as_ref().and_then(Ref::object)
    }

    /// The charge, if it is here.
    #[must_use]
    pub fn charge(&self) -> Option<&Charge> {
        self.intent()?.latest_charge.as_ref()?.object()
    }

    /// When the page ends.
    #[must_use]
    pub fn ends_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.expires_at, 0).unwrap_or_default()
    }
}

/// Reads a page with its intent, its charge and what that cost.
pub async fn read_session(stripe: &Stripe, id: &str) -> Result<Session, Refusal> {
    stripe
        .get(&format!(
            "/v1/checkout/sessions/{id}?expand[]=payment_intent.latest_charge.balance_transaction&expand[]=total_details.breakdown"
        ))
        .await
}

/// What a page means for its payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing yet.
    Open,
    /// The money is there, and it is the right money.
    Paid,
    /// A bank takes its days.
    Processing,
    /// A bank that took its days says no.
    Failed,
    /// The time ran out.
    Expired,
    /// It is not what was agreed: nobody is confirmed, people look at it.
    Differs(String),
}

/// Compares a page with its payment: whose it is, how much, in what, to whom, with which fee.
#[must_use]
pub fn verdict(payment: &Payment, session: &Session) -> Verdict {
    match (session.status.as_str(), session.payment_status.as_str()) {
        ("complete", "paid") => match difference(payment, session) {
            Some(difference) => Verdict::Differs(difference),
            None => Verdict::Paid,
        },
        ("complete", "unpaid") => {
            let failed = session.intent().is_some_and(|intent| {
                matches!(intent.status.as_str(), "requires_payment_method" | "canceled")
            });
            if failed { Verdict::Failed } else { Verdict::Processing }
        }
        ("complete", other) => Verdict::Differs(format!("payment_status is {other}")),
        ("expired", _) => Verdict::Expired,
        _ => Verdict::Open,
    }
}

fn difference(payment: &Payment, session: &Session) -> Option<String> {
    let wire = |amount: i64| Money::new(amount, payment.currency).on_the_wire();
    let intent = session.intent();
    let told = |what: &str, ours: &dyn std::fmt::Display, theirs: Option<String>| {
        let theirs = theirs.unwrap_or_else(|| "nothing".to_owned());
        (theirs != ours.to_string()).then(|| format!("{what}: {ours} was agreed, {theirs} came"))
    };
    let due = wire(payment.amounts.untaxed(payment.tax).total) + session.on_top(payment.tax);
    told("reference", &payment.id, session.client_reference_id.clone())
        .or_else(|| {
            told("currency", &payment.currency, session.currency.as_deref().map(str::to_uppercase))
        })
        .or_else(|| told("amount", &due, session.amount_total.map(|n| n.to_string())))
        .or_else(|| {
            let destination = payment.destination.clone().unwrap_or_default();
            let theirs = intent.and_then(|intent| intent.transfer_data.as_ref());
            told("destination", &destination, theirs.map(|data| data.destination.id().to_owned()))
        })
        .or_else(|| {
            let theirs = intent.and_then(|intent| intent.application_fee_amount);
            let ours = wire(payment.amounts.application_fee);
            told("application fee", &ours, Some(theirs.unwrap_or_default().to_string()))
        })
        .or_else(|| session.tax_differs(payment))
}

impl Verdict {
    /// Whether the payment would move.
    #[must_use]
    pub fn moves(&self, status: Status) -> bool {
        match self {
            Self::Open => false,
            Self::Processing => status != Status::Processing,
            _ => true,
        }
    }
}
