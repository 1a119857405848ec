//! Payments: what is owed for places, how it is paid, and what becomes of it (2.1, 6.3).
//!
//! A payment has one life: it ends paid, canceled, expired or failed, and never comes back. What
//! happens to the seats is the caller's, in the same transaction.

mod close;
mod draft;
mod dropped;
mod flagged;
mod list;
mod months;
mod open;
mod outside;
mod read;
mod renamed;
mod session;
mod settle;
mod sweep;
mod taxed;
mod warned;

use chrono::{DateTime, Utc};
use models::{
    Currency, Email, OrgId, PaymentId, PaymentItemId, PromoCodeId, RegistrationId, UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use close::{Ended, end, hand_over, lapse};
pub use draft::{Drafted, Item as NewItem, Sale, draft};
pub use dropped::{DropReason, DroppedCode, drop_code};
pub use flagged::{
    Decision, Flagged, decide, decision, fee_differs, flagged, may_settle, send_back,
};
pub use list::{Filter, Listed, list, lock_of};
pub use months::{Month, months};
pub use open::{Details, MARGIN, Opening, PAGE, Page, Request, Urls, begin, not_opened, opened};
pub(crate) use outside::give_up_claim;
pub use outside::{Outside, invoice, mark_paid, waive};
pub use read::{by_charge, by_intent, by_registration, by_session, lock, lock_to_apply, page_of};
pub use renamed::renamed;
pub use session::{Charge, Session, Verdict, read_session, verdict};
pub use settle::{Settled, flag, processing, settle};
pub use sweep::{abandoned, due, forsaken};
pub use warned::warn;

use crate::fees::Amounts;
use crate::policy::Policy;
use crate::price::FeePayer;
use crate::settings::TaxBehavior;
use crate::tax::SellerOfRecord;

/// Where a payment is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PaymentStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// The price stands, nothing is paid.
    Draft,
    /// A page is open to pay on.
    Open,
    /// A bank takes its days.
    Processing,
    /// Settled.
    Paid,
    /// Given up by the buyer.
    Canceled,
    /// The time ran out.
    Expired,
    /// The bank refused in the end.
    Failed,
}

impl Status {
    /// Its name in the database and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Processing => "processing",
            Self::Paid => "paid",
            Self::Canceled => "canceled",
            Self::Expired => "expired",
            Self::Failed => "failed",
        }
    }

    /// Whether money may still come by it.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Draft | Self::Open | Self::Processing)
    }
}

/// How a payment is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PaymentMethod)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Method {
    /// On Stripe's page.
    Stripe,
    /// Not at all: nothing is owed.
    None,
    /// To the organizer, without us.
    Outside,
}

impl Method {
    /// Its name in the database and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stripe => "stripe",
            Self::None => "none",
            Self::Outside => "outside",
        }
    }
}

/// Who pays.
#[derive(Clone, Debug)]
pub struct Buyer {
    /// The account, unless a guest pays.
    pub user: Option<UserId>,
    /// Where the receipt goes.
    pub email: Email,
    /// For the receipt.
    pub name: Option<String>,
    /// BCP 47.
    pub locale: String,
}

/// A payment as it stands, under its lock.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Which.
    pub id: PaymentId,
    /// Who sells.
    pub organization: OrgId,
    /// How it is made.
    pub method: Method,
    /// Where it is in its life.
    pub status: Status,
    /// In what.
    pub currency: Currency,
    /// What is owed, and to whom.
    pub amounts: Amounts,
    /// What went back or is on its way, in minor units.
    pub refunded: i64,
    /// What banks hold back, in minor units.
    pub disputed: i64,
    /// Who bears the fees.
    pub fee_payer: FeePayer,
    /// Where tax stands; absent: none is taken (PA-7).
    pub tax: Option<TaxBehavior>,
    /// Who sells to the buyer by law.
    pub seller_of_record: SellerOfRecord,
    /// The only country for which the rule of its tax holds, if it does not hold for all.
    pub tax_country: Option<String>,
    /// Stripe's reversal by which the platform has the tax that it owes.
    pub tax_reversal: Option<String>,
    /// The promise of refunds at the purchase (RF-1).
    pub policy: Policy,
    /// The account that Stripe was told to pay.
    pub destination: Option<String>,
    /// Counts the pages that were made for it.
    pub attempt: i32,
    /// Stripe's page.
    pub session: Option<String>,
    /// Stripe's charge.
    pub charge: Option<String>,
    /// Stripe's transfer to the organizer.
    pub transfer: Option<String>,
    /// Stripe's application fee.
    pub fee: Option<String>,
    /// Since when a page is being made.
    pub opening_at: Option<DateTime<Utc>>,
    /// When the page ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// Something did not fit (PA-18), and nobody has decided about it yet.
    pub flagged: bool,
    /// What it pays for, in order.
    pub items: Vec<Item>,
}

/// What a payment pays for.
#[derive(Clone, Debug)]
pub struct Item {
    /// Which.
    pub id: PaymentItemId,
    /// Whose place.
    pub registration: Option<RegistrationId>,
    /// As the invoice calls it.
    pub label: String,
    /// Its shares.
    pub amounts: Amounts,
    /// What went back or is on its way, in minor units.
    pub refunded: i64,
    /// So much of that was the ticket's price.
    pub refunded_net: i64,
    /// What went back of the service fee: to the buyer who bore it, or to the organizer who did.
    pub refunded_service: i64,
    /// So much of what went back was tax.
    pub refunded_tax: i64,
    /// The code that made it cheaper.
    pub promo_code: Option<PromoCodeId>,
    /// Over: the payment ended, or the place is given up.
    pub closed: bool,
}

impl Payment {
    /// The places of items that are not over.
    #[must_use]
    pub fn open_registrations(&self) -> Vec<RegistrationId> {
        self.items.iter().filter(|item| !item.closed).filter_map(|item| item.registration).collect()
    }

    /// The items that are not over.
    #[must_use]
    pub fn open_items(&self) -> Vec<PaymentItemId> {
        self.items.iter().filter(|item| !item.closed).map(|item| item.id).collect()
    }
}
