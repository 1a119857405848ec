//! What the platform owes an organizer who paid a refund back without Stripe, after it had failed
//! there (RF-8): whatever was taken back for that refund goes to the account once more.

use chrono::{DateTime, Utc};
use models::{Currency, Money, OrgId, PaymentId, RefundId};
use serde::Deserialize;
use sqlx::{PgConnection, PgPool};

use crate::Error;
use crate::ledger::{Account, Journal};
use crate::stripe::{Form, Operation, Stripe, perform};

/// A sum that is owed to an organizer.
#[derive(Clone, Debug)]
pub struct Owed {
    /// For this refund.
    pub refund: RefundId,
    /// Of this payment.
    pub payment: PaymentId,
    /// To whom.
    pub organization: OrgId,
    /// Stripe's account.
    pub stripe: String,
    /// How much, by the ledger.
    pub amount: i64,
    /// In what.
    pub currency: Currency,
}

/// What is owed for refunds that were settled outside, as long as their account is there.
pub async fn owed(conn: &mut PgConnection) -> sqlx::Result<Vec<Owed>> {
    sqlx::query_as!(
        Owed,
        r#"select distinct on (p.id) r.id as refund, p.id as payment, p.organization_id as organization,
                  a.stripe_account_id as "stripe!", o.minor as "amount!", p.currency
             from refunds r
             join payments p on p.id = r.payment_id and p.method = 'stripe'
             join payout_accounts a on a.stripe_account_id = p.destination_account and a.disconnected_at is null
             cross join lateral (select -sum(l.amount_minor)::bigint as minor from organizer_lines l
                                  where l.payment_id = p.id and not is_fee_claim(l.kind)) o
            where r.settled_outside_at is not null and p.stripe_transfer_id is not null and o.minor > 0
              and not exists (select from ledger_journals j where j.source_key = 'made_good:' || r.id)
            order by p.id, r.id limit 100"#
    )
    .fetch_all(conn)
    .await
}

#[derive(Deserialize)]
struct Made {
    id: String,
    amount: i64,
}

/// Sends it, once however often it is called (RF-8, LG-1).
pub async fn make_good(
    db: &PgPool,
    stripe: &Stripe,
    owed: &Owed,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let amount = Money::new(owed.amount, owed.currency);
    let key = format!("made-good:{}", owed.refund);
    let form = Form::new()
        .with("amount", amount.on_the_wire())
        .with("currency", amount.currency.code().to_lowercase())
        .with("destination", &owed.stripe)
        .with("metadata[payment]", owed.payment)
        .with("metadata[op]", &key);
    let listed = format!("/v1/transfers?destination={}", owed.stripe);
    let listed = Some(listed.as_str());
    let path = "/v1/transfers";
    let operation = Operation { key: &key, path, account: None, form: &form, listed };
    let Made { id, amount } = perform(db, stripe, operation, now).await?;
    // An earlier try may have sent another sum.
    let sent = amount / owed.currency.wire_factor();
    let mut tx = ::db::begin(db).await?;
    Journal::new("made_good", format!("made_good:{}", owed.refund), owed.currency)
        .about(owed.organization, Some(owed.payment))
        .debit(Account::Organizer, sent)
        .credit(Account::Stripe, sent)
        .post(&mut tx, now)
        .await?;
    tx.commit().await?;
    tracing::info!(refund = %owed.refund, transfer = id, "what was taken for a refund is the organizer's again");
    Ok(())
}
