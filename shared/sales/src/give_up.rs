//! Giving up a place that was paid: the exact refund first, then the place and the money in one
//! transaction (RF-4, RG-16).

use billing::payment::{self, Payment};
use billing::policy::{self, Policy};
use billing::refund::{self, Ask, Cause, Demand, Requested};
use chrono::{DateTime, Utc};
use events::registration::{self, By, Move};
use models::{Money, OrgId, RegistrationId};
use sqlx::PgConnection;

use crate::Error;
use crate::tell::ended;

/// What giving a place up brings.
#[derive(Clone, Debug)]
pub struct Terms {
    /// What goes back; nothing was paid where it is absent.
    pub refund: Option<Money>,
    /// What was paid for this place.
    pub paid: Option<Money>,
    /// Whether the holder may cancel, by the policy of the purchase or by today's.
    pub self_cancel: bool,
    /// The bank looks into the payment: nothing goes back while it does, and no place whose money
    /// would have to (RF-10).
    pub disputed: bool,
}

/// When a place is given up, and under which promise.
struct Moment {
    /// What the organizer promises today (RF-1).
    present: Policy,
    starts_at: DateTime<Utc>,
    /// The event was moved after the booking, with the offer to give the money back (EV-12).
    may_decline_move: bool,
    now: DateTime<Utc>,
}

impl Moment {
    fn lets_cancel(&self, payment: &Payment) -> bool {
        payment.policy.self_cancel || self.present.self_cancel || self.may_decline_move
    }
}

/// What would go back if the place were given up now. The payment is not locked.
pub async fn preview(
    conn: &mut PgConnection,
    registration: RegistrationId,
    by: By,
    now: DateTime<Utc>,
) -> Result<Terms, Error> {
    match paid(conn, registration, now).await? {
        None => Ok(Terms { refund: None, paid: None, self_cancel: true, disputed: false }),
        Some((payment, moment)) => {
            let shares = shares(&payment, registration, by, &moment);
            let refund = refund::sum(&shares);
            let total = payment.items.iter().find(|i| i.registration == Some(registration));
            Ok(Terms {
                disputed: payment.disputed > 0 && refund > 0,
                refund: Some(Money::new(refund, payment.currency)),
                paid: total.map(|item| Money::new(item.amounts.total, payment.currency)),
                self_cancel: moment.lets_cancel(&payment),
            })
        }
    }
}

/// What would go back of each of these places of a payment if its holder gave it up now: to the cent
/// what [`preview`] says of it. Places of which nothing would are left out.
pub async fn preview_items(
    conn: &mut PgConnection,
    payment: &Payment,
    places: &[RegistrationId],
    now: DateTime<Utc>,
) -> Result<Vec<refund::Share>, Error> {
    let moments = moments(conn, payment.organization, places, now).await?;
    let of = |(place, moment)| shares(payment, place, By::Holder(None), &moment);
    Ok(moments.into_iter().flat_map(of).collect())
}

/// Gives the place up and asks for the refund. If it differs from what was expected, nothing
/// happens; a holder has to say it of a place that was paid (RF-4).
pub async fn give_up(
    conn: &mut PgConnection,
    (registration, by): (RegistrationId, By),
    (reason, expected): (Option<&str>, Option<Money>),
    now: DateTime<Utc>,
) -> Result<(Vec<Move>, Option<Requested>), Error> {
    let paid = paid(conn, registration, now).await?;
    let (mut requested, mut unsaid) = (None, false);
    if let Some((payment, moment)) = &paid {
        let on_its_way = payment.opening_at.is_some()
            || matches!(payment.status, payment::Status::Open | payment::Status::Processing);
        if on_its_way {
            return Err(billing::Error::PaymentInProgress.into());
        }
        let paid = payment.status == payment::Status::Paid;
        if paid && matches!(by, By::Holder(_)) && !moment.lets_cancel(payment) {
            return Err(events::Error::CancellationClosed.into());
        }
        let shares = shares(payment, registration, by, moment);
        let amount = Money::new(refund::sum(&shares), payment.currency);
        unsaid = paid && matches!(by, By::Holder(_)) && expected.is_none();
        if expected.is_some_and(|expected| expected != amount) {
            return Err(billing::Error::RefundChanged.into());
        }
        let cause = cause(by, moment);
        let cause_key = format!("{}:{registration}", cause.name());
        let demand = Demand { reason, by: actor(by), ..Demand::new(cause, cause_key, &shares) };
        requested = refund::request(conn, payment, &demand, now).await?;
    }
    // What is over already is said to be, before any sum.
    let moves = registration::cancel(conn, registration, by, reason, now).await?;
    if unsaid {
        return Err(billing::Error::ExpectedRefundNeeded.into());
    }
    if paid.is_none() && expected.is_some_and(|expected| expected.amount != 0) {
        return Err(billing::Error::RefundChanged.into());
    }
    ended(conn, &moves, reason, now).await?;
    Ok((moves, requested))
}

/// The payment first, then the seats: the order that everybody keeps.
async fn paid(
    conn: &mut PgConnection,
    registration: RegistrationId,
    now: DateTime<Utc>,
) -> Result<Option<(Payment, Moment)>, Error> {
    let Some(id) = payment::by_registration(conn, registration).await? else { return Ok(None) };
    let Some(payment) = payment::lock(conn, id).await? else { return Ok(None) };
    let moment = moments(conn, payment.organization, &[registration], now).await?.pop();
    Ok(moment.map(|(_, moment)| (payment, moment)))
}

/// When each of these places is given up, and under which promise.
async fn moments(
    conn: &mut PgConnection,
    organization: OrgId,
    places: &[RegistrationId],
    now: DateTime<Utc>,
) -> Result<Vec<(RegistrationId, Moment)>, Error> {
    let present = policy::present(conn, organization).await?;
    let rows = sqlx::query!(
        r#"select r.id as "id: RegistrationId", e.starts_at,
                  coalesce(b.created_at < e.refund_offered_at and e.starts_at > $2, false) as "may_decline_move!"
             from registrations r join bookings b on b.id = r.booking_id join events e on e.id = r.event_id where r.id = any($1)"#,
        places as _,
        now
    )
    .fetch_all(conn)
    .await?;
    let moment = |starts_at, may_decline_move| {
        let present = present.clone();
        Moment { present, starts_at, may_decline_move, now }
    };
    Ok(rows.into_iter().map(|row| (row.id, moment(row.starts_at, row.may_decline_move))).collect())
}

fn shares(
    payment: &Payment,
    registration: RegistrationId,
    by: By,
    moment: &Moment,
) -> Vec<refund::Share> {
    if payment.status != payment::Status::Paid {
        return Vec::new();
    }
    let items: Vec<&payment::Item> = payment
        .items
        .iter()
        .filter(|item| item.registration == Some(registration) && !item.closed)
        .collect();
    let ask = match by {
        By::Holder(_) if moment.may_decline_move => Ask::Full,
        By::Holder(_) => {
            let &Moment { ref present, starts_at, now, .. } = moment;
            Ask::Policy { present, starts_at, now }
        }
        // An organizer who takes a place away pays it back.
        By::Organizer(_) => Ask::Full,
    };
    refund::work_out(payment, &items, cause(by, moment), ask)
}

const fn cause(by: By, moment: &Moment) -> Cause {
    match by {
        By::Holder(_) if moment.may_decline_move => Cause::Rescheduled,
        By::Holder(_) => Cause::AttendeeCancel,
        By::Organizer(_) => Cause::Organizer,
    }
}

const fn actor(by: By) -> Option<models::UserId> {
    match by {
        By::Holder(user) => user,
        By::Organizer(user) => Some(user),
    }
}
