//! Places that an organizer gives for nothing, or by an invoice of their own (PA-24): the seat is
//! sure at once, and a payment says why.

use billing::payment::{self, Drafted};
use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::Error;
use crate::sell::{Order, prepare};

/// How a place that costs something is settled without Stripe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside<'a> {
    /// For nothing.
    Waived {
        /// Why.
        reason: &'a str,
    },
    /// Paid to the organizer.
    Invoice {
        /// Days until it is due; the organization's usual time, if absent.
        due_days: Option<i32>,
    },
}

/// Notes how these places, whose seats are sure, are settled. A code counts where something is paid.
pub async fn settle_outside(
    conn: &mut PgConnection,
    order: &Order<'_>,
    how: Outside<'_>,
    now: DateTime<Utc>,
) -> Result<Drafted, Error> {
    match how {
        Outside::Waived { reason } => {
            let order = Order { code: None, ..*order };
            let prepared = prepare(conn, &order, now).await?;
            Ok(payment::waive(conn, &prepared.sale(order.buyer), reason, now).await?)
        }
        Outside::Invoice { due_days } => {
            let prepared = prepare(conn, order, now).await?;
            let days = due_days.unwrap_or(prepared.seller.invoice_due_days);
            Ok(payment::invoice(conn, &prepared.sale(order.buyer), days, now).await?)
        }
    }
}
