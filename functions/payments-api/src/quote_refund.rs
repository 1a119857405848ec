//! What a refund would be, to the cent, before anybody decides.

use auth::{Org, RefundPayments};
use axum::Json;
use axum::extract::State;
use billing::payment::Payment;
use billing::refund::Share;
use models::{Money, PaymentId, PaymentItemId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Path, Query};

use crate::asked::several;
use crate::refund_terms::{self, Wanted};

/// What is to go back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedQuote {
    /// Places of the payment, separated by commas; all without it.
    items: Option<String>,
    /// So much of the ticket prices, in minor units; all that is left without it.
    #[param(minimum = 1)]
    amount: Option<i64>,
    /// Whether the fees on it go back too.
    #[serde(default)]
    include_fees: bool,
}

/// A refund before it is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefundQuote {
    /// What the buyer gets: say it as `expected` when asking for the refund.
    amount: Money,
    /// What the organizer bears of it.
    organizer: Money,
    /// What the platform bears of it.
    platform: Money,
    /// Tax that the platform owed.
    tax: Money,
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
    /// Everything goes back: the place is given up with it.
    gives_up_place: bool,
}

impl RefundQuote {
    fn of(payment: &Payment, shares: &[Share]) -> Self {
        let money = |amount: i64| Money::new(amount, payment.currency);
        let sum = |part: fn(&Share) -> i64| money(shares.iter().map(part).sum());
        let lines = shares.iter().filter_map(|share| {
            let item = payment.items.iter().find(|item| item.id == share.item)?;
            Some(RefundQuoteLine {
                item_id: item.id,
                label: item.label.clone(),
                paid: money(item.amounts.total),
                refunded: money(item.refunded),
                amount: money(share.amount),
                gives_up_place: item.refunded + share.amount == item.amounts.total,
            })
        });
        Self {
            amount: refund_terms::total(payment, shares),
            organizer: sum(|share| share.organizer),
            platform: sum(|share| share.platform),
            tax: sum(|share| share.tax),
            lines: lines.collect(),
        }
    }
}

/// Preview a refund.
#[utoipa::path(get, path = "/api/v1/payments/{payment_id}/refund-quote", tag = "payments", security(("bearer" = [])),
    params(("payment_id" = PaymentId, Path), WantedQuote),
    responses((status = 200, body = RefundQuote), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn quote_refund(
    org: Org<RefundPayments>,
    State(app): State<crate::State>,
    Path(id): Path<PaymentId>,
    Query(wanted): Query<WantedQuote>,
) -> web::Result<Json<RefundQuote>> {
    let items = several::<PaymentItemId>(wanted.items.as_deref(), "/items")?;
    let mut tx = db::begin(&app.db).await?;
    let payment = refund_terms::lock(&mut tx, &org, id).await?;
    tx.rollback().await?;
    let (amount, include_fees) = (wanted.amount, wanted.include_fees);
    let wanted = Wanted { items: items.as_deref(), amount, include_fees };
    let shares = refund_terms::shares(&payment, &wanted)?;
    Ok(Json(RefundQuote::of(&payment, &shares)))
}
