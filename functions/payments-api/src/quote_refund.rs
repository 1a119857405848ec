//! What a refund would be, to the cent, before anybody decides: for whoever sells what they would like to
//! give back, for the buyer what giving the places up pays back by the policy.

use auth::RefundPayments;
use axum::Json;
use axum::extract::State;
use billing::payment::{self, Payment};
use billing::refund::{self, Ask, Cause, Share};
use chrono::{DateTime, Utc};
use models::{Field, Money, PaymentId, PaymentItemId, RegistrationId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::{Path, Problem, Query};

use crate::asked::several;
use crate::buyer::{BuyerOr, owned};
use crate::refund_terms::{self, Wanted};

/// What is to go back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedQuote {
    /// Why. Whoever sells: what they give back (`organizer`, without it), what the policy promises to
    /// who gives the places up now (`attendee_cancel`), or everything (`event_cancelled`,
    /// `rescheduled`). The buyer: `attendee_cancel`, with or without it.
    cause: Option<Cause>,
    /// Places of the payment, separated by commas; all without it.
    items: Option<String>,
    /// So much of the ticket prices, in minor units; all that is left without it. Only for what the
    /// organizer gives back.
    #[param(minimum = 1)]
    amount: Option<i64>,
    /// Whether the fees on it go back too; not without it. Only for what the organizer gives back.
    include_fees: Option<bool>,
}

/// A refund before it is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefundQuote {
    /// What the buyer gets: say it as `expected` when asking for the refund.
    amount: Money,
    /// What the organizer bears of it; null for the buyer.
    organizer: Option<Money>,
    /// What the platform bears of it; null for the buyer.
    platform: Option<Money>,
    /// Tax that the platform owed; null for the buyer.
    tax: Option<Money>,
    lines: Vec<RefundQuoteLine>,
}

/// What goes back of one place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefundQuoteLine {
    item_id: PaymentItemId,
    /// As the invoice calls it.
    label: String,
    /// What was paid.
    paid: Money,
    /// What went back before.
    refunded: Money,
    amount: Money,
    /// The place is given up with it: everything goes back, or that was the question.
    gives_up_place: bool,
}

/// What would go back, and which places would be given up with it whatever that is.
struct Answer {
    shares: Vec<Share>,
    given_up: Vec<PaymentItemId>,
}

impl Answer {
    /// As it is told; the buyer is not told who bears it.
    fn told(&self, payment: &Payment, to_buyer: bool) -> RefundQuote {
        let money = |amount: i64| Money::new(amount, payment.currency);
        let borne = |part: fn(&Share) -> i64| {
            (!to_buyer).then(|| money(self.shares.iter().map(part).sum()))
        };
        let lines = payment.items.iter().filter_map(|item| {
            let back = self.shares.iter().find(|share| share.item == item.id);
            let given_up = self.given_up.contains(&item.id);
            let amount = back.map(|share| share.amount).or(given_up.then_some(0))?;
            Some(RefundQuoteLine {
                item_id: item.id,
                label: item.label.clone(),
                paid: money(item.amounts.total),
                refunded: money(item.refunded),
                amount: money(amount),
                gives_up_place: given_up || item.refunded + amount == item.amounts.total,
            })
        });
        RefundQuote {
            amount: refund_terms::total(payment, &self.shares),
            organizer: borne(|share| share.organizer),
            platform: borne(|share| share.platform),
            tax: borne(|share| share.tax),
            lines: lines.collect(),
        }
    }
}

/// Preview a refund: of the buyer, what giving the places up pays back now.
#[utoipa::path(get, path = "/api/v1/payments/{payment_id}/refund-quote", tag = "payments", security(("bearer" = [])),
    params(("payment_id" = PaymentId, Path), WantedQuote),
    responses((status = 200, body = RefundQuote), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn quote_refund(
    caller: BuyerOr<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<PaymentId>,
    Query(wanted): Query<WantedQuote>,
) -> web::Result<Json<RefundQuote>> {
    let items = several::<PaymentItemId>(wanted.items.as_deref(), "/items")?;
    let items = items.as_deref();
    let mut tx = db::begin(&app.db).await?;
    let sides = caller.sides(&owned(&mut tx, id).await?, &app.links)?;
    let sold = match &sides.member {
        Some(org) => payment::lock_of(&mut tx, (org.id, org.scope.as_deref()), id).await?,
        None => None,
    };
    let to_buyer = sold.is_none();
    let payment = match sold {
        Some(payment) => payment,
        None if sides.buyer => payment::lock(&mut tx, id).await?.ok_or_else(Problem::not_found)?,
        None => return Err(Problem::not_found()),
    };
    let cause = if to_buyer { Cause::AttendeeCancel } else { Cause::Organizer };
    let answer = match wanted.cause.unwrap_or(cause) {
        Cause::Organizer if !to_buyer => given_back(&payment, items, &wanted)?,
        cause => {
            of_policy(&wanted, cause, to_buyer)?;
            given_up(&mut tx, (&payment, items), cause, app.clock.now()).await?
        }
    };
    tx.rollback().await?;
    Ok(Json(answer.told(&payment, to_buyer)))
}

/// What the organizer would like to give back.
fn given_back(
    payment: &Payment,
    items: Option<&[PaymentItemId]>,
    wanted: &WantedQuote,
) -> web::Result<Answer> {
    let include_fees = wanted.include_fees.unwrap_or_default();
    let wanted = Wanted { items, amount: wanted.amount, include_fees };
    let shares = refund_terms::shares(payment, &wanted)?;
    let free = refund::free_with(payment, &shares, items.is_none());
    Ok(Answer { given_up: free.map(|item| item.id).collect(), shares })
}

/// What a policy decides leaves nothing to choose, and the buyer no other cause (RF-2).
fn of_policy(wanted: &WantedQuote, cause: Cause, to_buyer: bool) -> web::Result<()> {
    let known = match cause {
        Cause::AttendeeCancel => true,
        Cause::EventCancelled | Cause::Rescheduled => !to_buyer,
        Cause::Organizer | Cause::NoSeat | Cause::Orphan | Cause::Duplicate => false,
    };
    let chosen = [
        ("/cause", !known),
        ("/amount", wanted.amount.is_some()),
        ("/include_fees", wanted.include_fees.is_some()),
    ];
    let faults = chosen.into_iter().filter(|(_, refused)| *refused);
    let faults: Vec<Field> = faults
        .map(|(pointer, _)| Field {
            pointer: pointer.to_owned(),
            code: "invalid-value".to_owned(),
            detail: "This is not to be chosen here.".to_owned(),
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(Problem::fields(faults)) }
}

/// What goes back of places that are given up now: by the policy where their holders do it (RF-4), all
/// that is left where there is nothing to come to.
async fn given_up(
    conn: &mut PgConnection,
    (payment, items): (&Payment, Option<&[PaymentItemId]>),
    cause: Cause,
    now: DateTime<Utc>,
) -> web::Result<Answer> {
    let open = refund_terms::open(payment, items)?;
    let shares = if cause == Cause::AttendeeCancel {
        let places: Vec<RegistrationId> =
            open.iter().filter_map(|item| item.registration).collect();
        sales::preview_items(conn, payment, &places, now).await?
    } else {
        refund::work_out(payment, &open, cause, Ask::Full)
    };
    // Nothing to give back is no matter of the bank's.
    if refund::sum(&shares) > 0 {
        refund_terms::undisputed(payment)?;
    }
    Ok(Answer { shares, given_up: open.iter().map(|item| item.id).collect() })
}
