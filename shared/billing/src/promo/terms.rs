//! What a code gives, to whom and for how long: the fields of `promo_codes`, and which of them fit
//! together.

use chrono::{DateTime, Utc};
use models::{Currency, EventId, Field, Money, PromoCodeId, TicketTypeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Error;
use crate::error::field;

/// How a code makes a price smaller (PC-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PromoCodeKind)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// A part of the price, in basis points, perhaps capped.
    Percent,
    /// So much less, at most the whole price.
    AmountOff,
    /// This price instead.
    SetPrice,
    /// Shows hidden ticket types; the price stays.
    Unlock,
}

/// For what a code works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PromoCodeScope)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Scope {
    /// For everything that the organization sells.
    All,
    /// For the listed events and ticket types only.
    Listed,
}

/// Everything about a code that an organizer chooses, except the word. Amounts are minor units of
/// `currency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rules {
    /// How it makes a price smaller.
    pub kind: Kind,
    /// Basis points, 1 to 10,000, of a percent code.
    pub percent_bp: Option<i32>,
    /// What comes off, or the new price.
    pub amount_minor: Option<i64>,
    /// Of every amount here; the code then works in this currency only.
    pub currency: Option<Currency>,
    /// The most that a percent code takes off.
    pub cap_minor: Option<i64>,
    /// Cheaper things are left alone.
    pub min_price_minor: Option<i64>,
    /// The first instant at which it works.
    pub valid_from: Option<DateTime<Utc>>,
    /// The last instant at which it works.
    pub valid_until: Option<DateTime<Utc>>,
    /// In all.
    pub max_uses: Option<i32>,
    /// By one person.
    pub max_uses_per_person: Option<i32>,
    /// Only for people who never had a place here (PC-6).
    pub first_time_only: bool,
    /// Only for proven addresses (PC-5).
    pub verified_only: bool,
    /// For what it works.
    pub scope: Scope,
    /// To whom sales with it are put down.
    pub attribution: Option<String>,
}

/// What a listed code works for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Targets {
    /// Every ticket of these events.
    pub events: Vec<EventId>,
    /// These ticket types.
    pub ticket_types: Vec<TicketTypeId>,
}

/// A code about to be judged: what of it decides.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Which code.
    pub id: PromoCodeId,
    /// What it gives.
    pub rules: Rules,
    /// Switched off by hand.
    pub disabled: bool,
}

/// The most targets of one code.
const MOST_TARGETS: usize = 100;

impl Targets {
    /// Each once.
    pub(super) fn deduplicated(mut self) -> Self {
        self.events.sort();
        self.events.dedup();
        self.ticket_types.sort();
        self.ticket_types.dedup();
        self
    }

    pub(super) fn hold(&self, event: EventId, ticket_type: TicketTypeId) -> bool {
        self.events.contains(&event) || self.ticket_types.contains(&ticket_type)
    }

    pub(super) fn len(&self) -> usize {
        self.events.len() + self.ticket_types.len()
    }
}

impl Rules {
    /// `kind-invalid` where the fields do not fit the kind; the rest is told field by field. Every
    /// request has them at `/rules`.
    pub(super) fn checked(&self, targets: &Targets) -> Result<(), Error> {
        let misfits = self.misfits();
        if !misfits.is_empty() {
            return Err(Error::KindInvalid(misfits));
        }
        self.set_price_chargeable()?;
        let mut faults = self.amounts_off_step();
        let mut refuse = |pointer: &str, detail: &str| {
            faults.push(field(pointer, "out-of-range", detail));
        };
        if self.valid_from.zip(self.valid_until).is_some_and(|(from, until)| from > until) {
            refuse("/rules/valid_until", "It ends before it begins.");
        }
        for (pointer, most) in [
            ("/rules/max_uses", self.max_uses),
            ("/rules/max_uses_per_person", self.max_uses_per_person),
        ] {
            if most.is_some_and(|most| most < 1) {
                refuse(pointer, "At least once.");
            }
        }
        match (self.scope, targets.len()) {
            (Scope::Listed, 0) => refuse("/rules/scope", "List at least one event or ticket."),
            (Scope::All, 1..) => refuse("/rules/scope", "A code for everything lists nothing."),
            (_, ..=MOST_TARGETS) => (),
            _ => refuse("/rules/scope", "At most 100 events and tickets."),
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }

    /// What of it does not fit the kind.
    fn misfits(&self) -> Vec<Field> {
        let (percent, amount) = (self.percent_bp, self.amount_minor);
        let (is_percent, needs_amount) =
            (self.kind == Kind::Percent, matches!(self.kind, Kind::AmountOff | Kind::SetPrice));
        let least = i64::from(self.kind == Kind::AmountOff);
        let has_amounts = amount.or(self.cap_minor).or(self.min_price_minor).is_some();
        let stray = "This kind of code has none.";
        [
            (!is_percent && percent.is_some(), "/rules/percent_bp", stray),
            (
                is_percent && !percent.is_some_and(|bp| (1..=10_000).contains(&bp)),
                "/rules/percent_bp",
                "From 1 to 10,000 basis points.",
            ),
            (!needs_amount && amount.is_some(), "/rules/amount", stray),
            (needs_amount && amount.is_none(), "/rules/amount", "This kind of code needs one."),
            (
                needs_amount && amount.is_some_and(|amount| amount < least),
                "/rules/amount/amount",
                "This is too little.",
            ),
            (!is_percent && self.cap_minor.is_some(), "/rules/cap", stray),
            (
                has_amounts != self.currency.is_some(),
                "/rules/amount/currency",
                "In which currency?",
            ),
        ]
        .into_iter()
        .filter(|(wrong, ..)| *wrong)
        .map(|(_, pointer, detail)| field(pointer, "kind-invalid", detail))
        .collect()
    }

    fn amounts_off_step(&self) -> Vec<Field> {
        let amounts = [
            ("/rules/amount/amount", self.amount_minor, 0),
            ("/rules/cap/amount", self.cap_minor, 1),
            ("/rules/min_price/amount", self.min_price_minor, 0),
        ];
        let refused = amounts.into_iter().filter_map(|(pointer, amount, least)| {
            let (amount, currency) = (amount?, self.currency?);
            let fits = (least..=currency.maximum()).contains(&amount);
            let detail = "This is no amount of that currency.";
            (!fits || amount % currency.step() != 0)
                .then(|| field(pointer, "amount-not-chargeable", detail))
        });
        refused.collect()
    }

    /// A price that a card can pay, if this code sets one: what is not zero has to reach the least
    /// charge.
    fn set_price_chargeable(&self) -> Result<(), Error> {
        let (Kind::SetPrice, Some(amount), Some(currency)) =
            (self.kind, self.amount_minor, self.currency)
        else {
            return Ok(());
        };
        let price = Money::new(amount, currency).chargeable();
        let pointer = "/rules/amount/amount".to_owned();
        price.map(|_| ()).map_err(|why| Error::NotChargeable { pointer, why })
    }

    /// Whether kind or value differ: what a used code keeps. A minimum is no value, and its currency
    /// neither.
    pub(super) fn differs_in_value(&self, other: &Self) -> bool {
        self.value() != other.value()
    }

    fn value(&self) -> impl PartialEq {
        let currency = self.amount_minor.or(self.cap_minor).and(self.currency);
        (self.kind, self.percent_bp, self.amount_minor, self.cap_minor, currency)
    }
}
