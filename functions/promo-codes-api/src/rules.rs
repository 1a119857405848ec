//! What a code gives, as it stands in requests and answers: one shape for codes, edits and batches.

use billing::Error;
use billing::promo::{Kind, Rules, Scope, Targets};
use chrono::{DateTime, Utc};
use models::{Currency, EventId, Field, Line, Money, TicketTypeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a code gives, to whom and for how long. All amounts are in one currency, and a code with
/// amounts works in that currency only.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PromoCodeRules)]
pub(crate) struct RulesBody {
    /// Fixed with its value as soon as the code is used.
    pub(crate) kind: Kind,
    /// Of a percent code: 100 is one percent.
    #[schema(minimum = 1, maximum = 10000)]
    pub(crate) percent_bp: Option<i32>,
    /// What comes off, or the new price.
    pub(crate) amount: Option<Money>,
    /// The most that a percent code takes off.
    pub(crate) cap: Option<Money>,
    /// Cheaper tickets are left alone.
    pub(crate) min_price: Option<Money>,
    /// The first instant.
    pub(crate) valid_from: Option<DateTime<Utc>>,
    /// The last instant.
    pub(crate) valid_until: Option<DateTime<Utc>>,
    /// In all.
    #[schema(minimum = 1)]
    pub(crate) max_uses: Option<i32>,
    /// By one person.
    #[schema(minimum = 1)]
    pub(crate) max_uses_per_person: Option<i32>,
    /// Only for people who never had a place at this organization.
    #[serde(default)]
    pub(crate) first_time_only: bool,
    /// Only for proven addresses.
    #[serde(default)]
    pub(crate) verified_only: bool,
    /// `all`: everything that the organization sells.
    #[serde(default = "everything")]
    pub(crate) scope: Scope,
    /// Of a listed code: every ticket of these events.
    #[serde(default)]
    pub(crate) event_ids: Vec<EventId>,
    /// Of a listed code: these ticket types.
    #[serde(default)]
    pub(crate) ticket_type_ids: Vec<TicketTypeId>,
    /// To whom sales with it are put down: a partner, a campaign.
    pub(crate) attribution: Option<Line<1, 100>>,
}

fn everything() -> Scope {
    Scope::All
}

impl RulesBody {
    /// As the domain takes it: `kind-invalid` for amounts in several currencies.
    pub(crate) fn read(self) -> Result<(Rules, Targets), Error> {
        let amounts = [("amount", self.amount), ("cap", self.cap), ("min_price", self.min_price)];
        let mut currencies =
            amounts.iter().filter_map(|(name, money)| Some((name, money.as_ref()?.currency)));
        let currency: Option<Currency> = currencies.next().map(|(_, first)| first);
        if let Some((name, _)) = currencies.find(|(_, other)| Some(*other) != currency) {
            return Err(Error::KindInvalid(vec![Field {
                pointer: format!("/rules/{name}/currency"),
                code: "kind-invalid".to_owned(),
                detail: "All amounts of a code are in one currency.".to_owned(),
            }]));
        }
        let minor = |money: Option<Money>| money.map(|money| money.amount);
        let rules = Rules {
            kind: self.kind,
            percent_bp: self.percent_bp,
            amount_minor: minor(self.amount),
            currency,
            cap_minor: minor(self.cap),
            min_price_minor: minor(self.min_price),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            max_uses: self.max_uses,
            max_uses_per_person: self.max_uses_per_person,
            first_time_only: self.first_time_only,
            verified_only: self.verified_only,
            scope: self.scope,
            attribution: self.attribution.map(String::from),
        };
        Ok((rules, Targets { events: self.event_ids, ticket_types: self.ticket_type_ids }))
    }
}
