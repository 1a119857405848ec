//! A code that was kept while somebody waited, and did not work any more when the seat came (PC-8).

use models::PaymentId;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::Error;
use crate::promo::Code;

/// Why a kept code did not make the price lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// Others, or the same person, used it as often as it may be.
    UsedUp,
    /// Its time is over.
    Ended,
    /// It was taken back meanwhile.
    Invalid,
    /// It is not for this, or not for this person.
    NotApplicable,
    /// It asks for a proven address.
    EmailUnverified,
}

impl DropReason {
    /// What a refusal of a code means for one that was kept; `None`: it is about something else.
    #[must_use]
    pub const fn of(refusal: &Error) -> Option<Self> {
        match refusal {
            Error::PromoCodeUsedUp => Some(Self::UsedUp),
            Error::PromoCodeExpired => Some(Self::Ended),
            Error::PromoCodeInvalid => Some(Self::Invalid),
            Error::PromoCodeNotApplicable => Some(Self::NotApplicable),
            Error::EmailUnverified => Some(Self::EmailUnverified),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::UsedUp => "used_up",
            Self::Ended => "ended",
            Self::Invalid => "invalid",
            Self::NotApplicable => "not_applicable",
            Self::EmailUnverified => "email_unverified",
        }
    }
}

/// A code that was left out of the price, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DroppedCode {
    /// As it was given.
    pub code: String,
    /// What is against it.
    pub reason: DropReason,
}

impl DroppedCode {
    /// Of a code that was refused.
    #[must_use]
    pub fn new(code: &Code, reason: DropReason) -> Self {
        Self { code: code.as_str().to_owned(), reason }
    }
}

/// Keeps it with the payment, whose buyer is told before paying.
pub async fn drop_code(
    conn: &mut PgConnection,
    id: PaymentId,
    dropped: &DroppedCode,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update payments set dropped_code = $2, dropped_code_reason = $3 where id = $1",
        id as _,
        dropped.code,
        dropped.reason.name()
    )
    .execute(conn)
    .await?;
    Ok(())
}
