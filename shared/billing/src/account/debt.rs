//! What organizers owe the platform, and how staff gives it up (LG-1, LG-2).
//!
//! A debit of `organizer` is money that could not be taken back, or fees that were kept of no
//! payment (`is_fee_claim` of the schema). What a refund or a dispute still moves is not counted
//! (`organizer_lines` of the schema).

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{Currency, Money, OrgId, Page, PaymentId, UserId};
use serde_json::json;
use sqlx::PgConnection;

use crate::Error;
use crate::ledger::{Account, Journal};

/// What an organization owes in one currency, in minor units.
#[derive(Clone, Debug)]
pub struct Debt {
    /// Who.
    pub organization: OrgId,
    /// What that is called.
    pub organization_name: String,
    /// In what.
    pub currency: Currency,
    /// All of it.
    pub amount: i64,
    /// So much of it is fees that a statement claims.
    pub fees: i64,
}

/// Debts of all organizations, each currency by itself.
pub async fn debts(
    conn: &mut PgConnection,
    page: Page<(OrgId, Currency)>,
) -> sqlx::Result<Vec<Debt>> {
    let probe = page.probe();
    let (organization, currency) = page.after.unzip();
    sqlx::query_as!(
        Debt,
        r#"select s.organization_id as "organization!: OrgId", o.name as organization_name, s.currency as "currency!: Currency",
                  s.amount as "amount!", greatest(least(s.fees, s.amount), 0) as "fees!"
             from (select organization_id, currency, sum(amount_minor)::bigint as amount,
                          coalesce(sum(amount_minor) filter (where is_fee_claim(kind)), 0)::bigint as fees
                     from organizer_lines group by organization_id, currency having sum(amount_minor) > 0) s
             join organizations o on o.id = s.organization_id
            where $1::uuid is null or (s.organization_id, s.currency::text) > ($1, $2::text)
            order by s.organization_id, s.currency::text limit $3"#,
        organization as _,
        currency.map(|currency| currency.to_string()),
        probe
    )
    .fetch_all(conn)
    .await
}

/// Whether an organization owes something by the ledger, in whatever currency.
pub(crate) async fn owes(conn: &mut PgConnection, org: OrgId) -> sqlx::Result<bool> {
    let owes = sqlx::query_scalar!(
        r#"select exists (select from organizer_lines where organization_id = $1
                          group by currency having sum(amount_minor) > 0) as "owes!""#,
        org as _
    );
    owes.fetch_one(conn).await
}

/// What is given up.
#[derive(Clone, Copy, Debug)]
pub struct WriteOff<'a> {
    /// Whose debt.
    pub organization: OrgId,
    /// Of one payment; of all of them, if absent.
    pub payment: Option<PaymentId>,
    /// So much.
    pub amount: Money,
    /// What makes it happen once: who asks, and under which key.
    pub cause: &'a str,
    /// Who does it.
    pub by: UserId,
    /// Why, for the audit log.
    pub reason: &'a str,
}

/// What is owed of one payment, and what is given up of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Owed {
    payment: PaymentId,
    money: i64,
    fees: i64,
}

/// Gives up a debt, never more than there is, and tells what is left of it. Money goes before fees:
/// it is what stands in the way of the organizer.
pub async fn write_off(
    conn: &mut PgConnection,
    wanted: &WriteOff<'_>,
    now: DateTime<Utc>,
) -> Result<Money, Error> {
    let WriteOff { organization, payment, amount: Money { amount, currency }, .. } = *wanted;
    let owed = owed(conn, wanted).await?;
    let debt: i64 = owed.iter().map(|owed| owed.money + owed.fees).sum();
    if amount <= 0 || amount > debt {
        return Err(Error::WriteOffExceedsDebt);
    }
    let mut of_fees = 0;
    for Owed { payment, money, fees } in share_out(&owed, amount) {
        for (kind, part) in [("written_off", money), ("fees_written_off", fees)] {
            if part > 0 {
                Journal::new(kind, format!("{kind}:{}:{payment}", wanted.cause), currency)
                    .about(organization, Some(payment))
                    .debit(Account::Losses, part)
                    .credit(Account::Organizer, part)
                    .post(conn, now)
                    .await?;
            }
        }
        of_fees += fees;
    }
    let (org, actor) = (Some(organization), Actor::Support(wanted.by));
    let entry = Entry::new(org, actor, "debt.written-off", "organization", organization);
    let after = json!({"amount": wanted.amount, "fees": of_fees, "payment": payment, "reason": wanted.reason});
    audit::write(conn, Entry { after, ..entry }, now).await?;
    Ok(Money::new(debt - amount, currency))
}

/// What is owed of each payment. Others who give up a debt of the organization wait until this
/// transaction ends.
async fn owed(conn: &mut PgConnection, wanted: &WriteOff<'_>) -> Result<Vec<Owed>, Error> {
    let WriteOff { organization, payment, amount, .. } = *wanted;
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('write-off' || $1::uuid::text, 0))",
        organization as _
    )
    .execute(&mut *conn)
    .await?;
    if let Some(payment) = payment {
        let known = sqlx::query_scalar!(
            r#"select exists (select from payments where id = $1 and organization_id = $2) as "is!""#,
            payment as _,
            organization as _
        );
        if !known.fetch_one(&mut *conn).await? {
            return Err(Error::NotFound);
        }
    }
    let rows = sqlx::query_as!(
        Owed,
        r#"select payment_id as "payment!: PaymentId",
                  coalesce(sum(amount_minor) filter (where not is_fee_claim(kind)), 0)::bigint as "money!",
                  coalesce(sum(amount_minor) filter (where is_fee_claim(kind)), 0)::bigint as "fees!"
             from organizer_lines
            where organization_id = $1 and currency = $2 and payment_id is not null and ($3::uuid is null or payment_id = $3)
            group by payment_id
           having coalesce(sum(amount_minor) filter (where not is_fee_claim(kind)), 0) <> 0
               or coalesce(sum(amount_minor) filter (where is_fee_claim(kind)), 0) <> 0
            order by payment_id"#,
        organization as _,
        amount.currency as _,
        payment as _
    );
    Ok(rows.fetch_all(conn).await?)
}

/// What is given up of which payment, the oldest first. `amount` is at most the sum of what is owed.
fn share_out(owed: &[Owed], amount: i64) -> Vec<Owed> {
    let money: i64 = owed.iter().map(|owed| owed.money).sum();
    let of_money = amount.min(money.max(0));
    let (mut money, mut fees) = (of_money, amount - of_money);
    let take = |of: i64, left: &mut i64| {
        let part = of.clamp(0, *left);
        *left -= part;
        part
    };
    let shares = owed.iter().map(|owed| Owed {
        payment: owed.payment,
        money: take(owed.money, &mut money),
        fees: take(owed.fees, &mut fees),
    });
    shares.filter(|share| share.money + share.fees > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::{Owed, share_out};

    fn shares(owed: &[(i64, i64)], amount: i64) -> Vec<(i64, i64)> {
        let payment = uuid::Uuid::nil().into();
        let owed: Vec<Owed> =
            owed.iter().map(|&(money, fees)| Owed { payment, money, fees }).collect();
        share_out(&owed, amount).into_iter().map(|share| (share.money, share.fees)).collect()
    }

    /// LG-1
    #[test]
    fn money_is_given_up_before_fees_and_older_before_newer() {
        let owed = [(300, 50), (-20, 40), (200, 0)];
        assert_eq!(shares(&owed, 100), [(100, 0)]);
        assert_eq!(shares(&owed, 350), [(300, 0), (50, 0)]);
        assert_eq!(shares(&owed, 570), [(300, 50), (0, 40), (180, 0)], "all there is");
        // What the platform owes of one payment lessens what is owed of the others.
        assert_eq!(shares(&[(-30, 0), (0, 100)], 70), [(0, 70)]);
    }
}
