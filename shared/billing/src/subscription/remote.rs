//! What Stripe says, in the shapes of its API (2026-10-28.endive): only what is used.

use chrono::{DateTime, Utc};
use models::{Currency, Money};
use serde::Deserialize;
use serde_json::Value;

use super::Status;
use crate::Error;
use crate::stripe::{Listed, Refusal};

/// An object, or only its id: as it was expanded.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Ref {
    Id(String),
    Object { id: String },
}

impl Ref {
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Id(id) | Self::Object { id } => id,
        }
    }
}

/// A subscription.
#[derive(Debug, Deserialize)]
pub(crate) struct Remote {
    pub(crate) id: String,
    pub(crate) customer: Ref,
    pub(crate) status: String,
    pub(crate) items: Listed<Item>,
    pub(crate) cancel_at: Option<i64>,
    #[serde(default)]
    pub(crate) cancel_at_period_end: bool,
    pub(crate) trial_end: Option<i64>,
    pub(crate) ended_at: Option<i64>,
    pub(crate) schedule: Option<Ref>,
    pub(crate) pending_update: Option<Value>,
    pub(crate) latest_invoice: Option<Ref>,
    /// Whole where it was asked for.
    pub(crate) default_payment_method: Option<Value>,
}

/// What is subscribed to.
#[derive(Debug, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) price: Ref,
    pub(crate) quantity: Option<i32>,
    pub(crate) current_period_start: Option<i64>,
    pub(crate) current_period_end: Option<i64>,
}

/// How a subscription of Stripe stands, in our words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Live(Status),
    Incomplete,
    /// Never paid, and given up.
    Lapsed,
    Canceled,
}

impl Remote {
    pub(crate) fn state(&self) -> Result<State, Error> {
        Ok(match self.status.as_str() {
            "trialing" => State::Live(Status::Trialing),
            "active" => State::Live(Status::Active),
            "past_due" => State::Live(Status::PastDue),
            "unpaid" => State::Live(Status::Unpaid),
            "paused" => State::Live(Status::Paused),
            "incomplete" => State::Incomplete,
            "incomplete_expired" => State::Lapsed,
            "canceled" => State::Canceled,
            other => return Err(unreadable(&format!("a subscription that is {other}"))),
        })
    }

    pub(crate) fn period(&self) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let first = self.items.data.first();
        (
            first.and_then(|item| at(item.current_period_start)),
            first.and_then(|item| at(item.current_period_end)),
        )
    }

    /// When it ends for good.
    pub(crate) fn ends_at(&self) -> Option<DateTime<Utc>> {
        let at_period_end = self.cancel_at_period_end.then(|| self.period().1).flatten();
        at(self.cancel_at).or(at_period_end)
    }
}

/// Seconds since 1970.
pub(crate) fn at(seconds: Option<i64>) -> Option<DateTime<Utc>> {
    seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0))
}

/// An amount of the wire.
pub(crate) fn money(amount: i64, currency: Currency) -> Money {
    Money::new(amount / currency.wire_factor(), currency)
}

/// Stripe's lower-case code.
pub(crate) fn currency(code: &str) -> Result<Currency, Error> {
    code.to_uppercase().parse().map_err(|_| unreadable(code))
}

/// Reads an object.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(object: &Value) -> Result<T, Error> {
    T::deserialize(object).map_err(|error| unreadable(&error.to_string()))
}

fn unreadable(what: &str) -> Error {
    let (code, message) = ("unreadable".into(), what.into());
    Error::Stripe(Refusal::Said { status: 200, code, message, param: None })
}
