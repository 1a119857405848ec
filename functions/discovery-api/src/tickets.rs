//! The tickets of an event as strangers find them: what they cost and whether they can be had.

use billing::price::{Priced, Terms};
use billing::settings::TaxBehavior;
use chrono::{DateTime, Utc};
use events::ticket::Mode;
use models::{Money, TicketTypeId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::availability::{Availability, Limit, Seats};

/// A ticket as the database tells it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Ticket {
    id: TicketTypeId,
    name: String,
    description: Option<String>,
    mode: Mode,
    hidden: bool,
    opens_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
    min_per_booking: i32,
    max_per_booking: Option<i32>,
    /// Beside the event's own: of the ticket, and of its way to take part.
    limits: Vec<Limit>,
    /// People who wait for this ticket.
    waiting: i64,
    prices: Vec<Priced>,
    terms: Option<Terms>,
}

/// A ticket, and what it costs.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OfferedTicket)]
pub(crate) struct OfferedTicket {
    id: TicketTypeId,
    pub(crate) name: String,
    description: Option<String>,
    mode: Mode,
    /// What is asked now, or when sales open. Null: free.
    price: Option<Money>,
    /// What one pays in all, bought alone and before tax on top. Null: free.
    pub(crate) buyer_pays: Option<Money>,
    /// Whether tax is in that or comes on top. Null: none is taken.
    tax: Option<TaxBehavior>,
    /// Until then.
    price_ends_at: Option<DateTime<Utc>>,
    /// And what one pays in all from then on.
    next_buyer_pays: Option<Money>,
    pub(crate) opens_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
    min_per_booking: i32,
    max_per_booking: Option<i32>,
    pub(crate) availability: Availability,
    /// Only where the organizer shows it.
    seats_left: Option<i32>,
}

/// What the tickets of an event come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) availability: Availability,
    pub(crate) free: bool,
    pub(crate) least: Option<Money>,
    pub(crate) varies: bool,
}

impl Ticket {
    fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.closes_at.is_some_and(|closes_at| closes_at <= now)
    }

    /// Only whoever brings its code sees it.
    pub(crate) fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Beside the event's own limit there is another.
    pub(crate) fn is_limited(&self) -> bool {
        !self.limits.is_empty()
    }

    /// The price and its sum at a moment; `None` if there are no terms to sell on.
    fn asked(&self, at: DateTime<Utc>) -> Option<(Priced, Money)> {
        let priced = *self.prices.iter().find(|priced| priced.holds_at(at))?;
        let total = self.terms?.amounts(priced.price).total;
        Some((priced, Money::new(total, priced.price.currency)))
    }

    fn availability(&self, seats: &Seats, now: DateTime<Utc>) -> Availability {
        let sellable = self.prices.is_empty() || self.asked(now).is_some();
        if self.opens_at.is_some_and(|opens_at| now < opens_at) || !sellable {
            return Availability::Closed;
        }
        seats.availability(&self.limits, self.waiting, now)
    }

    fn offered(&self, seats: &Seats, show_left: bool, now: DateTime<Utc>) -> OfferedTicket {
        let first = self.opens_at.map_or(now, |opens_at| opens_at.max(now));
        let asked = self.asked(first);
        let ends_at = asked.and_then(|(priced, _)| priced.valid_to);
        OfferedTicket {
            id: self.id,
            name: self.name.clone(),
            description: self.description.clone(),
            mode: self.mode,
            price: asked.map(|(priced, _)| priced.price),
            buyer_pays: asked.map(|(_, pays)| pays),
            tax: asked.and(self.terms).and_then(|terms| terms.tax),
            price_ends_at: ends_at,
            next_buyer_pays: ends_at.and_then(|at| self.asked(at)).map(|(_, pays)| pays),
            opens_at: self.opens_at,
            closes_at: self.closes_at,
            min_per_booking: self.min_per_booking,
            max_per_booking: self.max_per_booking,
            availability: self.availability(seats, now),
            seats_left: seats.left(&self.limits).filter(|_| show_left),
        }
    }
}

/// The tickets whose sales have not ended and that somebody can buy at all.
pub(crate) fn offered(
    tickets: &[Ticket],
    seats: &Seats,
    show_left: bool,
    now: DateTime<Utc>,
) -> Vec<OfferedTicket> {
    let sellable = |ticket: &&Ticket| ticket.prices.is_empty() || ticket.terms.is_some();
    let open = tickets.iter().filter(|ticket| !ticket.is_over(now)).filter(sellable);
    open.map(|ticket| ticket.offered(seats, show_left, now)).collect()
}

/// The best of them: who can get any ticket can get a place.
pub(crate) fn summary(offered: &[OfferedTicket]) -> Summary {
    let sums: Vec<Option<Money>> = offered.iter().map(|ticket| ticket.buyer_pays).collect();
    let least = sums.iter().flatten().copied().min_by_key(|sum| sum.amount);
    Summary {
        availability: offered.iter().map(|t| t.availability).min().unwrap_or(Availability::Closed),
        free: sums.contains(&None),
        least,
        varies: sums.iter().any(|sum| *sum != least),
    }
}

/// Calls `$then!` with the literals of a column `tickets` (a `Json<Vec<Ticket>>`) in front: the tickets of
/// `events e` that `$audience` lets through.
macro_rules! with_tickets {
    ($audience:literal, $($then:ident)::+, $($rest:tt)*) => {
        $($then)::+! {
            [r#"coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'description', t.description, 'mode', t.mode,
                    'hidden', t.audience = 'hidden', 'opens_at', t.sales_open_at, 'closes_at', t.sales_close_at, 'min_per_booking', t.min_per_booking,
                    'max_per_booking', t.max_per_booking,
                    'waiting', (select count(*) from registrations w where w.event_id = e.id and w.ticket_type_id = t.id and w.status = 'waitlisted'),
                    'limits', coalesce((select jsonb_agg(jsonb_build_object('capacity', l.capacity, 'taken', l.taken))
                          from (select capacity, taken from seat_pools
                                 where event_id = e.id and capacity is not null and (ticket_type_id = t.id
                                    or mode = case e.format when 'hybrid' then t.mode else e.format end)
                                union all
                                select sum(capacity), sum(taken) from seat_pools
                                 where event_id = e.id and mode is not null and capacity is not null
                                   and e.format = 'hybrid' and t.mode = 'any' having count(*) = 2) l), '[]'),
                    'prices', coalesce((select jsonb_agg(jsonb_build_object('price', jsonb_build_object('amount', c.amount_minor, 'currency', c.currency),
                              'valid_from', c.valid_from, 'valid_to', c.valid_to) order by c.valid_from nulls first)
                          from prices c where c.ticket_type_id = t.id), '[]'),
                    'terms', (select jsonb_build_object('fee_schedule_id', f.id, 'payer', coalesce(z.fee_payer, 'buyer'),
                              'tax', case z.tax_mode when 'automatic' then z.tax_behavior end, 'schedule',
                              jsonb_build_object('service_bp', f.service_bp, 'service_fixed_minor', f.service_fixed_minor,
                                 'service_cap_minor', f.service_cap_minor, 'processing_bp', f.processing_bp,
                                 'processing_fixed_minor', f.processing_fixed_minor))
                          from fee_schedules f left join seller_settings z on z.organization_id = e.organization_id
                         where f.currency = (select c.currency from prices c where c.ticket_type_id = t.id limit 1)
                           and (f.organization_id = e.organization_id or f.organization_id is null)
                           and f.valid_from <= $1 and coalesce(f.valid_to > $1, true)
                         order by f.organization_id nulls last limit 1)) order by t.position, t.id)
                  from ticket_types t where t.event_id = e.id and t.archived_at is null and ("#, $audience,
             r#")), '[]') as "tickets!: sqlx::types::Json<Vec<crate::tickets::Ticket>>""#],
            $($rest)*
        }
    };
}
pub(crate) use with_tickets;
