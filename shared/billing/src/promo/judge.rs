//! What a code gives for one line: a pure judgement.

use chrono::{DateTime, Utc};
use models::Money;

use super::terms::{Kind, Rules, Scope, Terms};
use crate::{Error, share};

/// How often a code was used, before this line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// By anybody.
    pub all: i64,
    /// By this person.
    pub person: i64,
}

/// The line, the person and the moment that a code is judged for.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// What it costs without the code; nothing, if it is free.
    pub list: Money,
    /// Whether the event or the ticket type stands in the list of the code.
    pub listed: bool,
    /// Live uses, those of earlier lines of the same booking included.
    pub used: Count,
    /// Who buys; `None` where nothing about a person may be told (PC-9).
    pub person: Option<PersonFacts>,
    /// The moment.
    pub now: DateTime<Utc>,
}

/// What is known about who buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    /// The address is proven.
    pub verified: bool,
    /// Had a place in this organization before (PC-6).
    pub known: bool,
}

/// The discount on one line, or the first reason against it, in the order of PC-2.
pub fn judge(terms: &Terms, context: &Context) -> Result<Money, Error> {
    let rules = &terms.rules;
    in_force(terms, context.now)?;
    applies(rules, context)?;
    left(rules.max_uses, context.used.all)?;
    if let Some(person) = context.person {
        // Facts about a person are told only to that person.
        if (rules.verified_only || rules.first_time_only) && !person.verified {
            return Err(Error::EmailUnverified);
        }
        left(rules.max_uses_per_person, context.used.person)?;
        if rules.first_time_only && person.known {
            return Err(Error::PromoCodeNotApplicable);
        }
    }
    Ok(discount(rules, context.list))
}

/// Enabled, begun and not over. One that has not begun looks like none at all (PC-9).
pub(super) fn in_force(terms: &Terms, now: DateTime<Utc>) -> Result<(), Error> {
    let rules = &terms.rules;
    if terms.disabled || rules.valid_from.is_some_and(|from| now < from) {
        return Err(Error::PromoCodeInvalid);
    }
    if rules.valid_until.is_some_and(|until| until < now) {
        return Err(Error::PromoCodeExpired);
    }
    Ok(())
}

fn applies(rules: &Rules, context: &Context) -> Result<(), Error> {
    let list = context.list;
    let target = rules.scope == Scope::All || context.listed;
    // A thing without a price has no currency, and nothing that could come off.
    let priced = rules.kind == Kind::Unlock || list.amount > 0;
    let currency = rules.currency.is_none_or(|currency| currency == list.currency);
    let dear_enough = rules.min_price_minor.is_none_or(|least| list.amount >= least);
    if target && priced && currency && dear_enough {
        Ok(())
    } else {
        Err(Error::PromoCodeNotApplicable)
    }
}

pub(super) fn left(most: Option<i32>, used: i64) -> Result<(), Error> {
    if most.is_some_and(|most| used >= i64::from(most)) {
        Err(Error::PromoCodeUsedUp)
    } else {
        Ok(())
    }
}

/// PC-3
fn discount(rules: &Rules, list: Money) -> Money {
    let amount = rules.amount_minor.unwrap_or_default();
    let off = match rules.kind {
        Kind::Percent => {
            let part = i64::from(rules.percent_bp.unwrap_or_default());
            let exact = share::portion(list.amount, part, list.currency);
            rules.cap_minor.map_or(exact, |cap| exact.min(cap))
        }
        Kind::AmountOff => amount,
        Kind::SetPrice => (list.amount - amount).max(0),
        Kind::Unlock => 0,
    };
    Money::new(off.min(list.amount), list.currency)
}

#[cfg(test)]
mod tests;
