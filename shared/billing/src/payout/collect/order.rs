//! How much is taken of which payments, or given back of them.

use chrono::{DateTime, Utc};
use models::{Currency, FeeCollectionId, Money, OrgId, PaymentId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::super::{Held, standing};
use super::Claimed;
use crate::Error;
use crate::account::PayoutMode;
use crate::account::country::longest_hold_days;

/// A part that is to be taken of one payment, or to be given back.
struct Part {
    payment: PaymentId,
    money: Money,
}

/// Notes what is to move, under the lock of the account, which payouts take too.
pub(super) async fn order(
    conn: &mut PgConnection,
    of: &Claimed,
    held: &Held,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let locked = sqlx::query_scalar!(
        r#"select id from payout_accounts where id = $1 and disconnected_at is null for no key update"#,
        of.account as _
    );
    if locked.fetch_optional(&mut *conn).await?.is_none() {
        return Ok(());
    }
    let mut parts = Vec::new();
    let mut purses = purses(conn, of, held, now).await?;
    for Claim { currency, minor } in claims(conn, of.organization).await? {
        if minor > 0 {
            let sources = sources(conn, of, currency, now).await?;
            parts.extend(take(Money::new(minor, currency), &sources, &mut purses));
        } else {
            parts.extend(give_back(conn, of, Money::new(minor, currency)).await?);
        }
    }
    note(conn, of.organization, &parts, now).await
}

struct Claim {
    currency: Currency,
    minor: i64,
}

/// What is claimed and not on its way, by currency; below zero it is the organizer's.
async fn claims(conn: &mut PgConnection, org: OrgId) -> sqlx::Result<Vec<Claim>> {
    sqlx::query_as!(
        Claim,
        r#"select currency as "currency!: Currency", minor as "minor!" from fee_claims where organization_id = $1 order by currency"#,
        org as _
    )
    .fetch_all(conn)
    .await
}

/// What can be taken in a currency of the account.
struct Purse {
    currency: Currency,
    left: i64,
}

async fn purses(
    conn: &mut PgConnection,
    of: &Claimed,
    held: &Held,
    now: DateTime<Utc>,
) -> Result<Vec<Purse>, Error> {
    let standings = standing(conn, of.account, &of.country, now).await?;
    let purses = standings.into_iter().map(|standing| {
        let due = standing.under(of.payout_mode).due;
        let left = due.min(held.available(standing.currency)).max(0);
        Purse { currency: standing.currency, left }
    });
    Ok(purses.collect())
}

/// A payment of whose transfer something can be taken.
#[derive(Clone, Copy)]
struct Source {
    payment: PaymentId,
    /// So much, in its own currency.
    left: i64,
    /// The currency in which it came to the account.
    arrived: Currency,
    /// What `left` is in that.
    worth: i64,
}

/// What is due of payments in a currency, the largest first, so that few reversals are enough. Of
/// those that a refund or a bank still moves nothing is taken.
async fn sources(
    conn: &mut PgConnection,
    of: &Claimed,
    currency: Currency,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Source>> {
    sqlx::query_as!(
        Source,
        r#"select p.id as payment, l.minor as "left!", coalesce(p.arrived_currency, p.currency) as "arrived!: Currency",
                  floor(l.minor * coalesce(p.arrived_minor::numeric / nullif(p.organizer_minor + p.tax_withheld_minor, 0), 1))::bigint
                      as "worth!"
             from payout_accounts a
             join payments p on p.organization_id = a.organization_id and p.destination_account = a.stripe_account_id
              and p.status = 'paid' and p.method = 'stripe' and p.stripe_transfer_id is not null and p.currency = $2
              and (p.arrived_minor is not null or p.currency = coalesce(a.settlement_currency, p.currency))
             cross join lateral (
                  select p.organizer_minor - coalesce((select sum(organizer_share_minor) from refunds
                                                        where payment_id = p.id and status <> 'canceled'), 0)::bigint
                       - coalesce((select sum(amount_minor) from fee_collections
                                    where payment_id = p.id and status <> 'failed'), 0)::bigint as minor) l
            where a.id = $1 and l.minor > 0
              and not exists (select from refunds r where r.payment_id = p.id
                                 and (r.status in ('requested', 'submitted', 'pending')
                                      or r.status = 'failed' and r.settled_outside_at is null))
              and not exists (select from disputes d where d.payment_id = p.id and (d.closed_at is null or d.status = 'lost'))
              and (p.tax_withheld_minor = 0 or p.stripe_tax_reversal_id is not null)
              and ($3 or p.paid_at + make_interval(days => $5) <= $4
                      or not exists (select from payment_items i
                                       left join registrations r on r.id = i.registration_id left join events e on e.id = r.event_id
                                      where i.payment_id = p.id
                                        and coalesce(e.ends_at + interval '2 days', p.paid_at + interval '15 days') > $4))
            order by l.minor desc, p.id limit 100"#,
        of.account as _,
        currency as _,
        of.payout_mode == PayoutMode::Rolling,
        now,
        longest_hold_days(&of.country)
    )
    .fetch_all(conn)
    .await
}

/// Takes a claim of the sources, as far as there is money for it.
fn take(claim: Money, sources: &[Source], purses: &mut [Purse]) -> Vec<Part> {
    let mut open = claim.amount;
    let mut parts = Vec::new();
    for source in sources {
        let purse = purses.iter_mut().find(|purse| purse.currency == source.arrived);
        let Some(purse) = purse else { continue };
        // What is converted costs the account what it is worth there.
        let (left, worth) = (i128::from(source.left), i128::from(source.worth.max(1)));
        let affordable = i64::try_from(left * i128::from(purse.left) / worth).unwrap_or(i64::MAX);
        let most = open.min(source.left).min(affordable);
        let part = most - most.rem_euclid(claim.currency.step());
        if part <= 0 {
            continue;
        }
        let cost = (worth * i128::from(part) + left - 1) / left;
        purse.left = (purse.left - i64::try_from(cost).unwrap_or(i64::MAX)).max(0);
        open -= part;
        parts.push(Part { payment: source.payment, money: Money::new(part, claim.currency) });
    }
    parts
}

/// What was taken of which payments goes back, the latest first. `claim` is below zero.
async fn give_back(conn: &mut PgConnection, of: &Claimed, claim: Money) -> sqlx::Result<Vec<Part>> {
    let taken = sqlx::query!(
        r#"select c.payment_id as payment, sum(c.amount_minor)::bigint as "taken!"
             from fee_collections c
             join payments p on p.id = c.payment_id and p.destination_account = $3
            where c.organization_id = $1 and c.currency = $2 and c.status <> 'failed'
            group by c.payment_id having sum(c.amount_minor) > 0 order by max(c.created_at) desc, c.payment_id limit 100"#,
        of.organization as _,
        claim.currency as _,
        of.stripe
    );
    let mut open = -claim.amount;
    let mut parts = Vec::new();
    for row in taken.fetch_all(conn).await? {
        let part = open.min(row.taken);
        if part <= 0 {
            break;
        }
        open -= part;
        parts.push(Part { payment: row.payment, money: Money::new(-part, claim.currency) });
    }
    Ok(parts)
}

async fn note(
    conn: &mut PgConnection,
    org: OrgId,
    parts: &[Part],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let ids: Vec<Uuid> = parts.iter().map(|_| FeeCollectionId::new(now).into()).collect();
    let payments: Vec<Uuid> = parts.iter().map(|part| part.payment.into()).collect();
    let currencies: Vec<String> =
        parts.iter().map(|part| part.money.currency.to_string()).collect();
    let amounts: Vec<i64> = parts.iter().map(|part| part.money.amount).collect();
    sqlx::query!(
        "insert into fee_collections (id, organization_id, payment_id, currency, amount_minor, status, created_at, updated_at)
         select id, $1, payment, currency, amount, 'requested', $6, $6
           from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[]) as p (id, payment, currency, amount)",
        org as _,
        &ids,
        &payments,
        &currencies,
        &amounts,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Purse, Source, take};
    use models::{Currency, Money};

    fn source(left: i64, arrived: &str, worth: i64) -> Source {
        let payment = uuid::Uuid::nil().into();
        Source { payment, left, arrived: arrived.parse().unwrap(), worth }
    }

    fn taken(claim: i64, currency: &str, sources: &[Source], purses: &mut [Purse]) -> Vec<i64> {
        let claim = Money::new(claim, currency.parse().unwrap());
        take(claim, sources, purses).iter().map(|part| part.money.amount).collect()
    }

    /// LG-2
    #[test]
    fn a_claim_is_taken_as_far_as_there_is_money_for_it() {
        let purse = |left| [Purse { currency: Currency::USD, left }];
        let two = [source(500, "USD", 500), source(300, "USD", 300)];
        assert_eq!(taken(100, "USD", &two, &mut purse(10_000)), [100]);
        assert_eq!(taken(700, "USD", &two, &mut purse(10_000)), [500, 200]);
        assert_eq!(
            taken(900, "USD", &two, &mut purse(10_000)),
            [500, 300],
            "the rest stays claimed"
        );
        let mut little = purse(600);
        assert_eq!(taken(900, "USD", &two, &mut little), [500, 100]);
        assert_eq!(little[0].left, 0);
        assert!(taken(900, "USD", &two, &mut purse(0)).is_empty());
        let fils = [source(5_127, "KWD", 5_127)];
        let mut purse = [Purse { currency: "KWD".parse().unwrap(), left: 9_999 }];
        assert_eq!(taken(1_234, "KWD", &fils, &mut purse), [1_230], "whole steps");
    }

    /// PA-13: what came in another currency costs the account what it is worth there.
    #[test]
    fn what_was_converted_is_taken_at_its_rate() {
        let euros = |left| [Purse { currency: "EUR".parse().unwrap(), left }];
        let converted = [source(1_000, "EUR", 900)];
        let mut purse = euros(90);
        assert_eq!(taken(500, "USD", &converted, &mut purse), [100]);
        assert_eq!(purse[0].left, 0);
        let mut purse = euros(9_000);
        assert_eq!(taken(500, "USD", &converted, &mut purse), [500]);
        assert_eq!(purse[0].left, 8_550);
    }
}
