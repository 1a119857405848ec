//! Who is invoiced for the plan.

use auth::{ManageBilling, Org};
use axum::extract::State;
use billing::subscription::{self, Address, Profile, TaxId};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use web::Tagged;

/// What stands on invoices, and the card that pays them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BillingProfile {
    legal_name: Option<String>,
    address: Address,
    tax_ids: Vec<TaxId>,
    email: Option<String>,
    card: Option<BillingCard>,
    version: i32,
}

/// A card, as much as is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BillingCard {
    brand: String,
    last4: String,
    /// The last day on which it works.
    expires_on: Option<NaiveDate>,
}

impl From<Profile> for BillingProfile {
    fn from(profile: Profile) -> Self {
        let card = profile.card_brand.zip(profile.card_last4);
        let expires_on = profile.card_expires_on;
        Self {
            legal_name: profile.legal_name,
            address: profile.address,
            tax_ids: profile.tax_ids,
            email: profile.email,
            card: card.map(|(brand, last4)| BillingCard { brand, last4, expires_on }),
            version: profile.version,
        }
    }
}

/// Who is invoiced, and by which card it is paid.
#[utoipa::path(get, path = "/api/v1/billing/profile", tag = "billing", security(("bearer" = [])),
    responses((status = 200, body = BillingProfile), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn get_profile(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
) -> web::Result<Tagged<BillingProfile>> {
    let profile = subscription::profile(&mut *app.db.acquire().await?, org.id).await?;
    Ok(Tagged { version: profile.version, body: profile.into() })
}
