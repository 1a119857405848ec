//! What a page of Stripe means, applied to payment and seats in one transaction (PA-17 to PA-21).
//! The webhook, the buyer's return and the clock all come here; whoever is second changes nothing.

use billing::document::DocumentJob;
use billing::payment::{self, Ended, Payment, Session, Settled, Verdict, verdict};
use billing::refund::{self, Ask, Cause, Demand};
use billing::tax::Withhold;
use chrono::{DateTime, Utc};
use db::outbox::Batch;
use events::registration::{self, Paid, Status, Until};
use models::{EventId, PaymentId, RegistrationId};
use outreach::payments::Told;
use sqlx::PgConnection;

use crate::paid_for::PaidFor;
use crate::tell::ended;
use crate::{Error, money};

/// Applies a reading of a payment's page that began then, unless a later one was applied before.
pub async fn apply(
    conn: &mut PgConnection,
    id: PaymentId,
    session: &Session,
    read_started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    match payment::lock_to_apply(conn, id, &session.id, read_started_at).await? {
        Some(payment) => applied(conn, &payment, session, now).await,
        None => Ok(()),
    }
}

/// The same of a payment that was locked for it.
pub(crate) async fn applied(
    conn: &mut PgConnection,
    payment: &Payment,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    // A page of an earlier try says nothing of this one, unless money came by it.
    let of_payment = payment.session.as_deref().is_none_or(|known| known == session.id);
    match verdict(payment, session) {
        Verdict::Paid => paid(conn, payment, session, now).await,
        // What is settled is settled: the nightly comparison shows it.
        Verdict::Differs(_) if payment.status == payment::Status::Paid => Ok(()),
        Verdict::Differs(reason) => {
            if payment::flag(conn, payment, &reason, now).await? {
                tracing::error!(payment = %payment.id, reason, "a payment differs from what was agreed");
                money::flagged(conn, payment, reason, now).await?;
            }
            Ok(())
        }
        Verdict::Processing if payment.status.is_live() => {
            payment::processing(conn, payment, session, now).await?;
            outreach::payments::tell(conn, payment.id, Told::Processing, now).await?;
            let held = payment.open_registrations();
            match registration::extend_holds(conn, &held, Until::Processing, now).await {
                // Some place is gone meanwhile: the others are held, and its money will go back.
                Ok(_) | Err(events::Error::HoldEnded) => Ok(()),
                Err(fault) => Err(fault.into()),
            }
        }
        Verdict::Failed if of_payment => {
            let was_live = payment.status.is_live();
            close(conn, payment, Ended::Failed, now).await?;
            if was_live {
                outreach::payments::tell(conn, payment.id, Told::Failed, now).await?;
            }
            Ok(())
        }
        Verdict::Expired if of_payment => close(conn, payment, Ended::Expired, now).await,
        Verdict::Open | Verdict::Processing | Verdict::Failed | Verdict::Expired => Ok(()),
    }
}

pub(crate) async fn paid(
    conn: &mut PgConnection,
    payment: &Payment,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let payment = &payment.taxed(session);
    let tax = (payment.amounts.tax_withheld > 0).then_some(Withhold { withhold: payment.id });
    match payment::settle(conn, payment, session, now).await? {
        Settled::Before => Ok(()),
        Settled::TooLate => {
            let all: Vec<&payment::Item> = payment.items.iter().collect();
            back(conn, payment, &all, Cause::Orphan, now).await?;
            Ok(Batch::default().with_some(tax.as_ref())?.push(conn, now).await?)
        }
        Settled::Now => {
            let people = payment.open_registrations();
            let Paid { moves, no_seat } = registration::pay(conn, &people, now).await?;
            if !no_seat.is_empty() {
                let without: Vec<&payment::Item> = payment
                    .items
                    .iter()
                    .filter(|item| item.registration.is_some_and(|r| no_seat.contains(&r)))
                    .collect();
                back(conn, payment, &without, Cause::NoSeat, now).await?;
                refund::close_places(conn, &no_seat, now).await?;
            }
            let seated = moves.iter().map(|m| m.registration).collect();
            let news = PaidFor { payment: payment.id, seated };
            let invoice = DocumentJob::Payment { payment: payment.id };
            Ok(Batch::default()
                .with(&invoice)?
                .with(&news)?
                .with_some(tax.as_ref())?
                .push(conn, now)
                .await?)
        }
    }
}

/// PA-21: all of it goes back at once, and the platform bears what it cost.
async fn back(
    conn: &mut PgConnection,
    payment: &Payment,
    items: &[&payment::Item],
    cause: Cause,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let shares = refund::work_out(payment, items, cause, Ask::Full);
    let cause_key = format!("{}:{}", cause.name(), payment.id);
    let demand = Demand::new(cause, cause_key, &shares);
    refund::request(conn, payment, &demand, now).await?;
    Ok(())
}

/// Ends a payment that is locked, without money: places are given back, codes are free, those who
/// wait are served, everybody is told.
pub async fn close(
    conn: &mut PgConnection,
    payment: &Payment,
    how: Ended,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let held = payment.open_registrations();
    if !payment::end(conn, payment, how, now).await? {
        return Ok(());
    }
    let to = if how == Ended::Canceled { Status::Cancelled } else { Status::Expired };
    for (event, people) in by_event(conn, &held).await? {
        let moves = registration::give_back(conn, event, &people, to, now).await?;
        ended(conn, &moves, None, now).await?;
    }
    Ok(())
}

pub(crate) async fn by_event(
    conn: &mut PgConnection,
    people: &[RegistrationId],
) -> sqlx::Result<Vec<(EventId, Vec<RegistrationId>)>> {
    let rows = sqlx::query!(
        r#"select event_id as "event: EventId", array_agg(id order by id) as "people!: Vec<RegistrationId>"
             from registrations where id = any($1) group by event_id order by event_id"#,
        people as _
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.event, row.people)).collect())
}
