//! What follows when money moved at Stripe: places that go with it, and those who have to hear.

use billing::account::{Status, Trouble};
use billing::dispute::{Disputed, News};
use billing::payment::{self, Payment};
use billing::payout::Failed;
use billing::refund::{self, Refunded};
use chrono::{DateTime, Utc};
use events::registration;
use models::{Money, OrgId};
use outreach::message::MoneyMatter;
use outreach::money::{self, Matter};
use outreach::payments::Told;
use sqlx::PgConnection;

use crate::Error;
use crate::settle::by_event;
use crate::tell::ended;

/// A refund moved. The buyer hears when the money went out; one that was made in Stripe's dashboard
/// takes its places with it (RF-7); one that came back is told to finance (RF-8).
pub async fn refunded(
    conn: &mut PgConnection,
    refunded: &Refunded,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for (event, people) in by_event(conn, &refunded.given_up).await? {
        let reason = "The payment was paid back in full.";
        let moves = registration::withdraw(conn, event, &people, reason, now).await?;
        ended(conn, &moves, Some(reason), now).await?;
    }
    let Some(refund) = refund::lock(conn, refunded.id).await? else { return Ok(()) };
    if refunded.status == refund::Status::Succeeded {
        let told = Told::Refunded(refund.id);
        outreach::payments::tell(conn, refund.payment, told, now).await?;
    }
    if refunded.status == refund::Status::Failed {
        let matter = Matter {
            what: MoneyMatter::RefundFailed,
            subject: format!("{}:{}", refund.id, refund.attempt),
            amount: Some(Money::new(refund.amount, refund.currency)),
            due: None,
            said: None,
        };
        money::tell(conn, refund.organization, matter, now).await?;
    }
    Ok(())
}

/// A dispute moved. A lost one takes the places with it while the event is ahead (RF-11); what comes
/// back for an event that was called off goes to the buyer as everybody's did (RF-9).
pub async fn disputed(
    conn: &mut PgConnection,
    disputed: &Disputed,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (what, step) = match disputed.news {
        News::Opened => (MoneyMatter::DisputeOpened, "opened"),
        News::Won => (MoneyMatter::DisputeClosed, "won"),
        News::Lost => (MoneyMatter::DisputeClosed, "lost"),
        News::Closed => (MoneyMatter::DisputeClosed, "closed"),
    };
    if disputed.news == News::Lost {
        let ahead = sqlx::query_scalar!(
            r#"select r.id as "id: models::RegistrationId" from payment_items i join registrations r on r.id = i.registration_id
                 join events e on e.id = r.event_id where i.payment_id = $1 and i.closed_at is null and e.starts_at > $2"#,
            disputed.payment as _,
            now
        )
        .fetch_all(&mut *conn)
        .await?;
        for (event, people) in by_event(conn, &ahead).await? {
            let reason = "The bank took the payment back.";
            let moves = registration::withdraw(conn, event, &people, reason, now).await?;
            ended(conn, &moves, Some(reason), now).await?;
        }
    }
    if matches!(disputed.news, News::Won | News::Closed) {
        refund::catch_up(conn, disputed.payment, now).await?;
    }
    let matter = Matter {
        what,
        subject: format!("{}:{step}", disputed.id),
        amount: Some(disputed.amount),
        due: disputed.due,
        said: Some(format!("{} ({step})", disputed.reason)),
    };
    money::tell(conn, disputed.organization, matter, now).await?;
    Ok(())
}

/// A bank fears that a card was used by somebody else: the payment says so and finance looks at it,
/// nothing goes back by itself (RF-10).
pub async fn fraud_feared(
    conn: &mut PgConnection,
    (warning, charge, kind): (&str, &str, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let Some(id) = payment::by_charge(conn, charge).await? else { return Ok(()) };
    let Some(payment) = payment::lock(conn, id).await? else { return Ok(()) };
    payment::warn(conn, id, kind, now).await?;
    let matter = Matter {
        what: MoneyMatter::FraudFeared,
        subject: warning.to_owned(),
        amount: Some(Money::new(payment.amounts.total, payment.currency)),
        due: None,
        said: None,
    };
    money::tell(conn, payment.organization, matter, now).await?;
    Ok(())
}

/// The account that receives the money is in trouble: sales have stopped (PA-12).
pub async fn account_trouble(
    conn: &mut PgConnection,
    trouble: &Trouble,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let what = match trouble.status {
        Status::Rejected => MoneyMatter::AccountRejected,
        Status::Disconnected => MoneyMatter::AccountGone,
        _ => MoneyMatter::AccountRestricted,
    };
    let said = (!trouble.due.is_empty()).then(|| trouble.due.join(", "));
    // What is restricted again another day is told again.
    let subject = format!("{}:{}", trouble.account, now.date_naive());
    let matter = Matter { what, subject, amount: None, due: trouble.deadline, said };
    money::tell(conn, trouble.organization, matter, now).await?;
    Ok(())
}

/// A payout came back; the money can be paid out again.
pub async fn payout_failed(
    conn: &mut PgConnection,
    failed: &Failed,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let matter = Matter {
        what: MoneyMatter::PayoutFailed,
        subject: failed.payout.to_string(),
        amount: Some(failed.amount),
        due: None,
        said: failed.code.clone(),
    };
    money::tell(conn, failed.organization, matter, now).await?;
    Ok(())
}

/// What was paid is not what was asked (PA-18).
pub(crate) async fn flagged(
    conn: &mut PgConnection,
    payment: &Payment,
    reason: String,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let organization: OrgId = payment.organization;
    let matter = Matter {
        what: MoneyMatter::PaymentFlagged,
        subject: payment.id.to_string(),
        amount: Some(Money::new(payment.amounts.total, payment.currency)),
        due: None,
        said: Some(reason),
    };
    money::tell(conn, organization, matter, now).await?;
    Ok(())
}
