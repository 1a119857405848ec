//! What is due to an organizer: the parts of what was sold, less what went back, less what was
//! paid out. Counted from the start every time, so nothing drifts, and a debt is netted by itself.
//!
//! It is counted in the currency in which each payment came to the account. Where that is another
//! than was charged, everything of a payment goes by the rate at which it came, and what moved later
//! is set right by what Stripe's own lines say of it.

use chrono::{DateTime, Utc};
use models::{Currency, PayoutAccountId};
use sqlx::PgConnection;

use super::Held;
use crate::Error;
use crate::account::PayoutMode;
use crate::account::country::longest_hold_days;

/// How an account stands in one currency, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub currency: Currency,
    /// Sold, and not due yet.
    pub upcoming: i64,
    /// Held back while a bank looks into it.
    pub disputed: i64,
    /// Due and not paid out; below zero is a debt.
    pub due: i64,
    /// On its way to the bank.
    pub on_the_way: i64,
    /// Arrived.
    pub paid_out: i64,
    /// Sold in this currency for an account that keeps another: what came of it is not known yet.
    pub unread: i64,
    /// Fees that a statement claims and that were not taken yet; below zero they are the organizer's.
    pub claimed: i64,
}

impl Standing {
    /// How it stands under a way to be paid out: what leaves every day does not wait for its event.
    #[must_use]
    pub const fn under(self, mode: PayoutMode) -> Self {
        match mode {
            PayoutMode::Rolling => Self { due: self.due + self.upcoming, upcoming: 0, ..self },
            PayoutMode::AfterEvent | PayoutMode::Manual => self,
        }
    }

    /// What can leave now: what is due but for fees that are claimed, never more than Stripe has
    /// available.
    #[must_use]
    pub fn releasable(&self, held: &Held) -> i64 {
        (self.due - self.claimed.max(0)).min(held.available(self.currency)).max(0)
    }
}

/// How an account stands, by currency (PA-13). An item is due two days after the end of its event,
/// a course 15 days after it was paid, and everything before Stripe stops keeping it.
pub async fn standing(
    conn: &mut PgConnection,
    account: PayoutAccountId,
    country: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Standing>, Error> {
    let rows = sqlx::query_as!(
        Standing,
        r#"with parts as (
              select p.id, p.currency as charged, p.total_minor, p.tax_withheld_minor, bool_or(w.due) as is_due,
                     coalesce(p.arrived_currency, case when p.currency = coalesce(a.settlement_currency, p.currency) then p.currency end)
                         as currency,
                     coalesce(p.arrived_minor::numeric / nullif(p.organizer_minor + p.tax_withheld_minor, 0), 1) as rate,
                     coalesce(sum(i.organizer_minor - back.minor) filter (where w.due), 0)::bigint as due,
                     coalesce(sum(i.organizer_minor - back.minor) filter (where not w.due), 0)::bigint as upcoming
                from payout_accounts a
                join payments p on p.organization_id = a.organization_id and p.destination_account = a.stripe_account_id
                 and p.status = 'paid' and p.method = 'stripe'
                join payment_items i on i.payment_id = p.id
                left join registrations r on r.id = i.registration_id
                left join events e on e.id = r.event_id
                cross join lateral (
                     -- Who paid a buyer back outside, after it failed here, is owed all of it (LG-1).
                     select coalesce(sum(x.organizer_share_minor - case when f.settled_outside_at is null then 0 else x.amount_minor end), 0)
                            as minor
                       from refund_items x join refunds f on f.id = x.refund_id and f.status <> 'canceled'
                      where x.payment_item_id = i.id) back
                cross join lateral (
                     select coalesce(e.ends_at + interval '2 days', p.paid_at + interval '15 days') <= $2
                         or p.paid_at + make_interval(days => $3) <= $2 as due) w
               where a.id = $1
               group by p.id, a.settlement_currency
           ), claims as (
              -- What a bank took back costs the organizer all but the tax that the platform owes (LG-1).
              select d.payment_id,
                     coalesce(sum(d.amount_minor) filter (where d.status = 'lost'), 0) as lost,
                     coalesce(sum(d.amount_minor) filter (where d.closed_at is null), 0) as open
                from disputes d join parts on parts.id = d.payment_id
               group by d.payment_id
           ), given_up as (
              -- What staff gave up is the organizer's after all.
              select j.payment_id, -sum(e.amount_minor) as minor
                from payout_accounts a join ledger_journals j on j.organization_id = a.organization_id and j.kind = 'written_off'
                join ledger_entries e on e.journal_id = j.id and e.account = 'organizer'
               where a.id = $1 group by j.payment_id
           ), taken as (
              -- Of its transfer for fees that were kept of no payment.
              select payment_id, sum(amount_minor) as minor
                from fee_collections join parts on parts.id = payment_id where status <> 'failed' group by payment_id
           ), moved as (
              -- By how much Stripe's lines differ from the rate of the payment.
              select p.id, sum(e.settlement_minor - e.amount_minor * p.rate) as difference
                from parts p
                join ledger_journals j on j.payment_id = p.id and j.kind in ('transfer_reversed', 'tax_withheld', 'fee_refunded', 'made_good', 'fees_collected', 'fees_given_back')
                join ledger_entries e on e.journal_id = j.id and e.account = 'organizer' and e.settlement_currency = p.currency
               where p.currency <> p.charged group by p.id
           ), own as (
              select p.charged, p.currency, p.is_due, p.rate, coalesce(m.difference, 0) as difference,
                     (p.upcoming + early.minor - case when p.is_due then 0 else f.minor end) * p.rate as upcoming,
                     held.minor * p.rate as held,
                     (p.due - held.minor + late.minor - early.minor - case when p.is_due then f.minor else 0 end) * p.rate as due
                from parts p
                left join given_up g on g.payment_id = p.id
                left join moved m on m.id = p.id
                cross join lateral (select coalesce(max(t.minor), 0) as minor from taken t where t.payment_id = p.id) f
                cross join lateral (select coalesce(max(k.lost), 0) as lost, coalesce(max(k.open), 0) as open
                                      from claims k where k.payment_id = p.id) c
                cross join lateral (select least(c.open, greatest(p.due, 0)) as minor) held
                cross join lateral (select coalesce(g.minor, 0)
                         - coalesce(c.lost - floor(c.lost * p.tax_withheld_minor / nullif(p.total_minor, 0)), 0) as minor) late
                -- What is lost before it is due is missing from what is to come; only more than that is a debt.
                cross join lateral (select case when p.is_due then 0 else greatest(late.minor, -greatest(p.upcoming, 0)) end
                                        as minor) early
           ), sold as (
              select coalesce(currency, charged) as currency,
                     coalesce(round(sum(upcoming + case when is_due then 0 else difference end) filter (where currency is not null)), 0)::bigint
                         as upcoming,
                     coalesce(round(sum(held) filter (where currency is not null)), 0)::bigint as disputed,
                     coalesce(round(sum(due + case when is_due then difference else 0 end) filter (where currency is not null)), 0)::bigint
                         as due,
                     coalesce(round(sum(upcoming + held + due) filter (where currency is null)), 0)::bigint as unread
                from own group by coalesce(currency, charged)
           ), gone as (
              select currency, sum(amount_minor) as all_of_it,
                     coalesce(sum(amount_minor) filter (where status = 'paid'), 0)::bigint as paid,
                     coalesce(sum(amount_minor) filter (where status <> 'paid'), 0)::bigint as on_the_way
                from payouts where payout_account_id = $1 and status not in ('failed', 'canceled') group by currency
           )
           select coalesce(s.currency, g.currency) as "currency!: Currency", coalesce(s.upcoming, 0) as "upcoming!",
                  coalesce(s.disputed, 0) as "disputed!", (coalesce(s.due, 0) - coalesce(g.all_of_it, 0))::bigint as "due!",
                  coalesce(g.on_the_way, 0) as "on_the_way!", coalesce(g.paid, 0) as "paid_out!", coalesce(s.unread, 0) as "unread!",
                  coalesce(f.minor, 0) as "claimed!"
             from sold s full join gone g on g.currency = s.currency
             left join payout_accounts a on a.id = $1
             left join fee_claims f on f.organization_id = a.organization_id and f.currency = coalesce(s.currency, g.currency)
            order by 1"#,
        account as _,
        now,
        longest_hold_days(country)
    );
    Ok(rows.fetch_all(conn).await?)
}

/// An account from which the platform pays out by itself.
#[derive(Clone, Debug)]
pub struct Due {
    /// Ours.
    pub account: PayoutAccountId,
    /// Stripe's.
    pub stripe: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// Accounts that can pay out, by the hundred behind `after`, that have ever sold something.
pub async fn due(
    conn: &mut PgConnection,
    after: Option<PayoutAccountId>,
) -> Result<Vec<Due>, Error> {
    let rows = sqlx::query_as!(
        Due,
        r#"select a.id as account, a.stripe_account_id as "stripe!", a.country
             from payout_accounts a
            where a.payout_mode = 'after_event' and a.payouts_enabled_at is not null and a.disconnected_at is null
              and a.stripe_account_id is not null and ($1::uuid is null or a.id > $1)
              and exists (select from payments p where p.organization_id = a.organization_id and p.status = 'paid'
                                                   and p.destination_account = a.stripe_account_id)
            order by a.id limit 100"#,
        after as _
    );
    Ok(rows.fetch_all(conn).await?)
}
