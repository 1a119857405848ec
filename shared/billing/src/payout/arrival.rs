//! What moved at the account of an organizer, in the currency of that account. Stripe converts what
//! the account keeps no balance in, so neither how much it was nor in what is known before its
//! balance transactions are read (PA-13). What is in the account's own currency needs no reading.

use chrono::{DateTime, TimeDelta, Utc};
use models::{Currency, JournalId, PaymentId, PayoutAccountId};
use serde::Deserialize;
use sqlx::{PgConnection, PgPool};

use crate::Error;
use crate::stripe::{Listed, Refusal, Stripe};

/// Whose moves are read.
#[derive(Clone, Copy, Debug)]
pub enum Moves {
    /// Those of one payment.
    OfPayment(PaymentId),
    /// Those of everything that was passed on to an account.
    OfAccount(PayoutAccountId),
}

/// So many at a time: each takes two requests.
const MOST: i64 = 200;
/// What Stripe has no line of by then goes by the rate of its payment for good.
const GIVEN_UP: TimeDelta = TimeDelta::days(30);

/// A move that was not read yet.
struct Unread {
    payment: PaymentId,
    account: String,
    transfer: String,
    /// Of a reversal and so on; absent for what arrived of the payment itself.
    journal: Option<JournalId>,
    kind: String,
    /// Stripe's id of what moved.
    object: String,
}

/// What moved at the account: before the platform's fee, and after it.
struct Moved {
    gross: i64,
    net: i64,
    currency: Currency,
}

/// Reads what was not read yet, as far as Stripe has it. No transaction may be open (PA-43); safe to
/// repeat, and to break off anywhere.
pub async fn read_moves(
    db: &PgPool,
    stripe: &Stripe,
    of: Moves,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let of = match of {
        Moves::OfPayment(payment) => (Some(payment), None),
        Moves::OfAccount(account) => (None, Some(account)),
    };
    // By what arrived it is known whether anything of a payment is converted, so this comes first.
    let unread = arrivals(&mut *db.acquire().await?, of).await?;
    take(db, stripe, unread, now).await?;
    let unread = moves(&mut *db.acquire().await?, of, now - GIVEN_UP).await?;
    take(db, stripe, unread, now).await
}

async fn take(
    db: &PgPool,
    stripe: &Stripe,
    unread: Vec<Unread>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for unread in unread {
        let moved = match read(stripe, &unread).await {
            Ok(Some(moved)) => moved,
            // Nothing is there yet, or its owner has shut us out at Stripe.
            Ok(None) | Err(Refusal::Said { status: 401 | 403 | 404, .. }) => continue,
            Err(refusal) => return Err(Error::Stripe(refusal)),
        };
        let mut tx = ::db::begin(db).await?;
        match unread.journal {
            Some(journal) => settle(&mut tx, journal, &moved).await?,
            None => arrived(&mut tx, &unread, &moved, now).await?,
        }
        tx.commit().await?;
    }
    Ok(())
}

type Whose = (Option<PaymentId>, Option<PayoutAccountId>);

/// Payments that were passed on in another currency than their account's.
async fn arrivals(conn: &mut PgConnection, (payment, account): Whose) -> sqlx::Result<Vec<Unread>> {
    sqlx::query_as!(
        Unread,
        r#"select p.id as payment, a.stripe_account_id as "account!", p.stripe_transfer_id as "transfer!",
                  null::uuid as "journal: JournalId", 'transferred' as "kind!", p.stripe_transfer_id as "object!"
             from payments p
             join payout_accounts a on a.organization_id = p.organization_id and a.stripe_account_id = p.destination_account
            where ($1::uuid is null or p.id = $1) and ($2::uuid is null or a.id = $2)
              and p.status = 'paid' and p.method = 'stripe' and p.stripe_transfer_id is not null
              and p.arrived_minor is null and p.currency <> a.settlement_currency
            order by p.id limit $3"#,
        payment as _,
        account as _,
        MOST
    )
    .fetch_all(conn)
    .await
}

/// What moved later of payments that were converted: the ledger knows each, in the payment's currency.
async fn moves(
    conn: &mut PgConnection,
    (payment, account): Whose,
    since: DateTime<Utc>,
) -> sqlx::Result<Vec<Unread>> {
    sqlx::query_as!(
        Unread,
        r#"select p.id as payment, a.stripe_account_id as "account!", p.stripe_transfer_id as "transfer!",
                  j.id as "journal?", j.kind as "kind!", coalesce(c.object_id, split_part(j.source_key, ':', 2)) as "object!"
             from payments p
             join payout_accounts a on a.organization_id = p.organization_id and a.stripe_account_id = p.destination_account
             join ledger_journals j on j.payment_id = p.id and j.kind in ('transfer_reversed', 'tax_withheld', 'fee_refunded', 'made_good', 'fees_collected', 'fees_given_back')
             left join stripe_calls c on j.kind = 'made_good' and c.op_key = replace(j.source_key, '_', '-') and c.http_status = 200
            where ($1::uuid is null or p.id = $1) and ($2::uuid is null or a.id = $2)
              and p.arrived_currency <> p.currency and p.stripe_transfer_id is not null and j.occurred_at > $3
              and exists (select from ledger_entries e where e.journal_id = j.id and e.account = 'organizer' and e.settlement_minor is null)
            order by j.id limit $4"#,
        payment as _,
        account as _,
        since,
        MOST
    )
    .fetch_all(conn)
    .await
}

#[derive(Deserialize)]
struct Transfer {
    destination_payment: Option<String>,
}

#[derive(Deserialize)]
struct Reversal {
    destination_payment_refund: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    amount: i64,
    net: i64,
    currency: String,
}

async fn read(stripe: &Stripe, unread: &Unread) -> Result<Option<Moved>, Refusal> {
    let Unread { account, transfer, object, .. } = unread;
    let there = match unread.kind.as_str() {
        "transferred" | "made_good" | "fees_given_back" => {
            let read: Transfer = stripe.get(&format!("/v1/transfers/{object}")).await?;
            read.destination_payment
        }
        "transfer_reversed" | "tax_withheld" | "fees_collected" => {
            let path = format!("/v1/transfers/{transfer}/reversals/{object}");
            let read: Reversal = stripe.get(&path).await?;
            read.destination_payment_refund
        }
        // A fee has one id on both sides.
        _ => Some(object.clone()),
    };
    let Some(there) = there else { return Ok(None) };
    let path = format!("/v1/balance_transactions?source={there}&limit=100");
    let lines: Listed<Line> = stripe.get_of(account, &path).await?;
    Ok(sum(&lines.data))
}

/// What is there is in one currency; nothing where it is not sold here.
fn sum(lines: &[Line]) -> Option<Moved> {
    let currency: Currency = lines.first()?.currency.to_uppercase().parse().ok()?;
    let minor =
        |part: fn(&Line) -> i64| lines.iter().map(part).sum::<i64>() / currency.wire_factor();
    Some(Moved { gross: minor(|line| line.amount), net: minor(|line| line.net), currency })
}

/// What arrived of a payment, once.
async fn arrived(
    conn: &mut PgConnection,
    unread: &Unread,
    moved: &Moved,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"with noted as (
              update payments set arrived_minor = $2, arrived_currency = $3, updated_at = $6
               where id = $1 and arrived_minor is null returning id
           )
           update ledger_entries e set settlement_minor = case when e.amount_minor > 0 then $4 else $2 - $4 end, settlement_currency = $3
             from noted n join ledger_journals j on j.payment_id = n.id
            where j.source_key = 'transferred:' || $5 and e.journal_id = j.id and e.account = 'organizer' and e.settlement_minor is null"#,
        unread.payment as _,
        moved.net,
        moved.currency as _,
        moved.gross,
        unread.transfer,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What a later move was at the account, once.
async fn settle(conn: &mut PgConnection, journal: JournalId, moved: &Moved) -> sqlx::Result<()> {
    sqlx::query!(
        "update ledger_entries set settlement_minor = $2, settlement_currency = $3
          where journal_id = $1 and account = 'organizer' and settlement_minor is null",
        journal as _,
        moved.net,
        moved.currency as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Line, sum};

    /// PA-1, PA-13
    #[test]
    fn what_moved_is_told_in_the_units_of_the_account() {
        let line =
            |amount, net, currency: &str| Line { amount, net, currency: currency.to_owned() };
        let moved = sum(&[line(4_876, 4_600, "eur")]).unwrap();
        assert_eq!((moved.gross, moved.net, moved.currency.code()), (4_876, 4_600, "EUR"));
        let moved = sum(&[line(-140_000, -140_000, "isk")]).unwrap();
        assert_eq!((moved.net, moved.currency.code()), (-1_400, "ISK"), "the wire has 100 for 1");
        assert!(sum(&[]).is_none() && sum(&[line(1, 1, "xxx")]).is_none());
    }
}
