//! What a document says, as data. It is written once; the file is a function of it alone, and
//! carries it.

use chrono::NaiveDate;
use models::Currency;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::payment::Method;

/// A document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Of this form of data.
    pub version: u8,
    /// What it is.
    pub kind: Kind,
    /// As printed.
    pub number: String,
    /// In the seller's time zone.
    pub issued_on: NaiveDate,
    /// Until when it is to be paid, where it is not paid yet.
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
    /// BCP 47.
    pub locale: String,
    /// Who issues it.
    pub seller: Party,
    /// To whom.
    pub buyer: Party,
    /// The document that this one takes back, in part or as a whole, or stands in for.
    #[serde(default)]
    pub about: Option<Reference>,
    /// The month of a fee statement, by its first day.
    #[serde(default)]
    pub month: Option<NaiveDate>,
    /// A part for each currency: they are never added.
    pub sections: Vec<Section>,
    /// How it is paid.
    #[serde(default)]
    pub settlement: Option<Settlement>,
    /// In the seller's words.
    #[serde(default)]
    pub note: Option<String>,
}

/// Somebody, as the law wants to have them named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// A company, or a person.
    pub name: String,
    /// A person of that company.
    #[serde(default)]
    pub attention: Option<String>,
    /// In lines.
    #[serde(default)]
    pub address: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// A tax number.
    #[serde(default)]
    pub tax_id: Option<String>,
    /// An e-mail address.
    #[serde(default)]
    pub email: Option<String>,
}

/// Another document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// As printed.
    pub number: String,
    /// When it was issued.
    pub issued_on: NaiveDate,
}

/// Lines of one currency, and what they come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Of every amount in it.
    pub currency: Currency,
    /// One after the other.
    pub lines: Vec<Line>,
    /// What is tax of it, or comes on top.
    pub taxes: Vec<Tax>,
    /// What is paid, or paid back, in minor units.
    pub total: i64,
}

/// A line; amounts are minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What for.
    pub what: What,
    /// All of it.
    pub amount: i64,
}

/// What a line is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// A place.
    Place {
        /// As it was sold.
        label: String,
        /// When that takes place, where the event is.
        #[serde(default)]
        on: Option<NaiveDate>,
        /// Who attends.
        #[serde(default)]
        attendee: Option<String>,
    },
    /// What a code took off the line before.
    Discount {
        /// Its word.
        #[serde(default)]
        code: Option<String>,
    },
    /// The fees, where the buyer bears them.
    BookingFee,
    /// What an earlier credit note took back already.
    Credited {
        /// Its number.
        number: String,
    },
    /// What the platform kept of so many payments.
    Fees {
        /// Payments.
        payments: i64,
    },
    /// What the platform gave back of them with so many refunds.
    FeesReturned {
        /// Refunds.
        refunds: i64,
    },
    /// The platform's fee of so many payments by invoice, which went to the organizer as a whole.
    OutsideFees {
        /// Payments.
        payments: i64,
    },
    /// What is not owed of them any more: the payments were given up, or paid back.
    OutsideFeesReturned {
        /// Payments.
        payments: i64,
    },
    /// What Stripe took for so many disputes that were lost.
    DisputeFees {
        /// Disputes.
        disputes: i64,
    },
}

impl What {
    /// Whether the organizer still owes it: nothing was kept of a sale for it.
    #[must_use]
    pub const fn is_owed(&self) -> bool {
        matches!(
            self,
            Self::OutsideFees { .. } | Self::OutsideFeesReturned { .. } | Self::DisputeFees { .. }
        )
    }
}

/// Tax of one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    /// It is part of the lines, and does not come on top.
    pub included: bool,
    /// Which: `VAT 19 % (DE)`.
    #[serde(default)]
    pub name: Option<String>,
    /// In minor units.
    pub amount: i64,
}

/// How the money moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// By which way.
    pub method: Method,
    /// Names the payment to both sides.
    pub reference: String,
    /// When it came, or went back.
    #[serde(default)]
    pub settled_on: Option<NaiveDate>,
}

impl Section {
    /// Before tax that comes on top.
    #[must_use]
    pub fn subtotal(&self) -> i64 {
        self.lines.iter().map(|line| line.amount).sum()
    }

    /// What of a fee statement is still owed; below zero it counts for a later one.
    #[must_use]
    pub fn owed(&self) -> i64 {
        self.lines.iter().filter(|line| line.what.is_owed()).map(|line| line.amount).sum()
    }

    /// Whether lines and taxes come to the total.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let on_top: i64 = self.taxes.iter().filter(|tax| !tax.included).map(|tax| tax.amount).sum();
        self.subtotal() + on_top == self.total
    }
}
