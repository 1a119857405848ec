//! Money that an organizer gives back, and events that are called off (RF-7, RF-9).

use billing::payment::{self, Ended, Payment};
use billing::refund::{self, Ask, Cause, Demand, Requested};
use chrono::{DateTime, Utc};
use events::registration;
use models::{EventId, OrgId, PaymentId, RefundRunId, RegistrationId, UserId};
use sqlx::PgConnection;

use crate::Error;
use crate::settle::by_event;
use crate::tell::ended;

/// Asks for a refund of a payment that is locked. Places that are paid back in full with it are
/// given up (RF-7).
pub async fn pay_back(
    conn: &mut PgConnection,
    payment: &Payment,
    demand: &Demand<'_>,
    now: DateTime<Utc>,
) -> Result<Option<Requested>, Error> {
    let Some(requested) = refund::request(conn, payment, demand, now).await? else {
        return Ok(None);
    };
    let reason = demand.reason.unwrap_or("The payment was paid back in full.");
    for (event, people) in by_event(conn, &requested.given_up).await? {
        let moves = registration::withdraw(conn, event, &people, reason, now).await?;
        ended(conn, &moves, Some(reason), now).await?;
    }
    // Places that were over before have codes too.
    refund::close_places(conn, &requested.given_up, now).await?;
    Ok(Some(requested))
}

/// An event was called off in this transaction: what was to pay for its places ends, their codes are
/// free again (PC-7), and with `refund` everybody who paid gets it back by a run (EV-11). `None`: nobody has paid.
pub async fn called_off(
    conn: &mut PgConnection,
    (organization, event, by): (OrgId, EventId, UserId),
    refund: bool,
    now: DateTime<Utc>,
) -> Result<Option<RefundRunId>, Error> {
    let unpaid = sqlx::query_scalar!(
        r#"select r.id as "id: RegistrationId" from registrations r
             join payment_items i on i.registration_id = r.id and i.closed_at is null
             join payments p on p.id = i.payment_id and p.status = 'draft'
            where r.event_id = $1 and r.status = 'cancelled' order by r.id"#,
        event as _
    )
    .fetch_all(&mut *conn)
    .await?;
    payment::lapse(conn, &unpaid, Ended::Canceled, now).await?;
    refund::call_off(conn, event, now).await?;
    if refund && refund::owes(conn, event).await? {
        return Ok(Some(refund::start(conn, organization, event, by, now).await?));
    }
    Ok(None)
}

/// One payment of a run: what is left of the event's places goes back, fees included (RF-2). A
/// payment that the bank looks into, or that was paid back meanwhile, is left alone.
pub async fn pay_back_event(
    conn: &mut PgConnection,
    (run, event): (RefundRunId, EventId),
    id: PaymentId,
    now: DateTime<Utc>,
) -> Result<Option<Requested>, Error> {
    let Some(payment) = payment::lock(conn, id).await? else { return Ok(None) };
    if payment.status != payment::Status::Paid || payment.disputed > 0 {
        return Ok(None);
    }
    let open = payment.open_registrations();
    let of_event = by_event(conn, &open).await?.into_iter().find(|(of, _)| *of == event);
    let people = of_event.map(|(_, people)| people).unwrap_or_default();
    let items: Vec<&payment::Item> = payment
        .items
        .iter()
        .filter(|item| !item.closed && item.registration.is_some_and(|r| people.contains(&r)))
        .collect();
    let cause = Cause::EventCancelled;
    let shares = refund::work_out(&payment, &items, cause, Ask::Full);
    let demand = Demand { run: Some(run), ..Demand::new(cause, refund::cause_key(event), &shares) };
    pay_back(conn, &payment, &demand, now).await
}
