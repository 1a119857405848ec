//! Tax on what is sold (PA-7): by which rule, as what Stripe Tax knows it, and what it makes of a
//! payment. What is owed in a country is an adviser's to say; the rules hold what they signed off.

mod apply;
mod choose;
mod exempt;
mod product;
mod rules;
mod withhold;

use models::TaxRuleId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use apply::{TaxLine, Worked};
pub use choose::{Case, choose};
pub use exempt::{in_force, is_exempt};
pub(crate) use product::Known;
pub use product::{Missing, Venue, make};
pub use rules::{NewRule, Recorded, list, record, sign_off, withdraw};
pub use withhold::{Withhold, forgotten, withhold};

/// How somebody takes part, as tax sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TaxedMode)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Mode {
    /// Admission to a place.
    InPerson,
    /// Live, over the network.
    LiveOnline,
    /// Whenever one likes.
    OnDemand,
    /// None of them: the fees of the platform, which an organizer buys from it (RF-12).
    PlatformFee,
}

/// Who sells to the buyer by law, and owes the tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SellerOfRecord {
    /// The organization.
    Organizer,
    /// The platform.
    Platform,
}

impl SellerOfRecord {
    /// Its name in the database and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organizer => "organizer",
            Self::Platform => "platform",
        }
    }
}

/// Whose place counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PlaceOfSupply)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Place {
    /// That of the event.
    Performance,
    /// That of the buyer.
    Buyer,
}

/// A rule that is signed off, as a sale sees it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Rule {
    /// Which.
    pub id: TaxRuleId,
    /// Of taking part in this way.
    pub mode: Mode,
    /// ISO 3166-1 alpha-2; absent: wherever no other rule says something else.
    pub buyer_country: Option<String>,
    /// Whether the buyer is a business.
    pub buyer_is_business: bool,
    /// Who owes the tax.
    pub seller_of_record: SellerOfRecord,
    /// Whose place counts.
    pub place: Place,
    /// Stripe's code of what is sold: `txcd_…`.
    pub stripe_tax_code: String,
    /// From then on.
    pub valid_from: chrono::DateTime<chrono::Utc>,
}
