//! Money on its way back: how much (pure), the request, the steps at Stripe, and runs over a whole
//! event (6.4).

mod engine;
mod pace;
mod read;
mod request;
mod run;
mod steps;
mod sync;

use chrono::{DateTime, Utc};
use models::{Currency, OrgId, PaymentId, RefundId, RefundRunId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use engine::{Ask, Share, free_with, sum, work_out};
pub use pace::turn;
pub use read::{Filter, Line, Listed, ShownRun, lines, list, runs};
pub use request::{Demand, Requested, close_places, exceeded, request, retry, settle_outside};
pub use run::{
    Run, RunJob, RunStatus, Tally, asked, call_off, catch_up, cause_key, finish, lock as lock_run,
    next_payments, open_pages, owed, owes, pause, progress, resume, start,
};
pub use steps::{RefundJob, advance, refused};
pub use sync::{Refunded, Wire, apply};

/// Why money goes back; it decides who bears what (RF-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RefundCause)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Cause {
    /// The attendee gives the place up; the policy decides.
    AttendeeCancel,
    /// The organizer gives something back.
    Organizer,
    /// There is no event.
    EventCancelled,
    /// It was moved, and the buyer does not follow.
    Rescheduled,
    /// The money came when the seat was gone.
    NoSeat,
    /// The money came for a payment that had ended.
    Orphan,
    /// It was paid twice.
    Duplicate,
}

impl Status {
    /// Its name in the database and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Submitted => "submitted",
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }
}

impl Cause {
    /// Its name in the database and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AttendeeCancel => "attendee_cancel",
            Self::Organizer => "organizer",
            Self::EventCancelled => "event_cancelled",
            Self::Rescheduled => "rescheduled",
            Self::NoSeat => "no_seat",
            Self::Orphan => "orphan",
            Self::Duplicate => "duplicate",
        }
    }

    const fn service_by_platform(self) -> bool {
        !matches!(self, Self::Organizer)
    }

    const fn processing_by_platform(self) -> bool {
        matches!(self, Self::NoSeat | Self::Orphan | Self::Duplicate)
    }
}

/// Where a refund is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RefundStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// Decided here.
    Requested,
    /// Told to Stripe.
    Submitted,
    /// On its way.
    Pending,
    /// With the buyer.
    Succeeded,
    /// The bank sent it back.
    Failed,
    /// Taken back at Stripe.
    Canceled,
}

/// A refund under its lock.
#[derive(Clone, Debug)]
pub struct Refund {
    /// Which.
    pub id: RefundId,
    /// Who sold.
    pub organization: OrgId,
    /// Of which payment.
    pub payment: PaymentId,
    /// Why.
    pub cause: Cause,
    /// In what.
    pub currency: Currency,
    /// All of it, in minor units.
    pub amount: i64,
    /// What the organizer bears.
    pub organizer_share: i64,
    /// What the platform bears.
    pub platform_share: i64,
    /// Tax that the platform owed.
    pub tax_share: i64,
    /// Where it is in its life.
    pub status: Status,
    /// Counts the tries.
    pub attempt: i32,
    /// Stripe's refund.
    pub stripe: Option<String>,
    /// When it was paid back without Stripe.
    pub settled_outside_at: Option<DateTime<Utc>>,
}

/// Locks a refund.
pub async fn lock(conn: &mut sqlx::PgConnection, id: RefundId) -> sqlx::Result<Option<Refund>> {
    sqlx::query_as!(
        Refund,
        r#"select id, organization_id as organization, payment_id as payment, cause, currency, amount_minor as amount,
                  organizer_share_minor as organizer_share, platform_share_minor as platform_share, tax_share_minor as tax_share,
                  status, attempt, stripe_refund_id as stripe, settled_outside_at
             from refunds where id = $1 for no key update"#,
        id as _
    )
    .fetch_optional(conn)
    .await
}

/// The run that a refund is part of.
pub async fn run_of(
    conn: &mut sqlx::PgConnection,
    id: RefundId,
) -> sqlx::Result<Option<RefundRunId>> {
    let run = sqlx::query_scalar!(
        r#"select refund_run_id as "run: RefundRunId" from refunds where id = $1"#,
        id as _
    );
    Ok(run.fetch_optional(conn).await?.flatten())
}
