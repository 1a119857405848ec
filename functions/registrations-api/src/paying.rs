//! Places that are to be paid for.

use billing::fees::Amounts;
use billing::payment::{DroppedCode, Status};
use billing::promo::Code;
use models::{Currency, LinkKey, Money, PaymentId, SealKind, Sealed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Problem;

/// A payment that was drafted for a booking.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PaymentDue {
    id: PaymentId,
    /// What the buyer pays, before tax.
    total: Money,
    currency: Currency,
    /// How it comes about, in minor units.
    amounts: Amounts,
    /// Opens this payment and nothing else: `Authorization: Seal …`.
    token: String,
}

impl PaymentDue {
    /// From what was drafted.
    pub(crate) fn of(bought: &sales::Bought, links: &LinkKey) -> Self {
        let sealed = Sealed { kind: SealKind::Payment, id: bought.id.into(), generation: 1 };
        Self {
            id: bought.id,
            total: Money::new(bought.amounts.total, bought.currency),
            currency: bought.currency,
            amounts: bought.amounts,
            token: links.seal(sealed),
        }
    }
}

/// What pays for a place, as its holder or its organizer sees it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PlacePayment {
    id: PaymentId,
    status: Status,
    /// Of the whole payment, which may be for several places.
    total: Money,
    /// Of the whole payment.
    refunded: Money,
    /// A code that was kept while somebody waited, and did not work any more when the seat came.
    code_dropped: Option<DroppedCode>,
    /// Opens the payment: for the buyer alone.
    token: Option<String>,
    #[serde(default, skip_serializing)]
    own: Option<bool>,
    #[serde(default, skip_serializing)]
    generation: i32,
}

impl PlacePayment {
    /// With the token, for the buyer.
    pub(crate) fn sealed(mut self, links: &LinkKey) -> Self {
        if self.own == Some(true) {
            let (id, generation) = (self.id.into(), self.generation);
            self.token = Some(links.seal(Sealed { kind: SealKind::Payment, id, generation }));
        }
        self
    }
}

/// Reads a code that somebody typed. What is no code at all does not work either.
pub(crate) fn code(text: Option<&str>) -> Result<Option<Code>, Problem> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let read = text.map(|text| Code::parse(text).map_err(|_| billing::Error::PromoCodeInvalid));
    Ok(read.transpose()?)
}
