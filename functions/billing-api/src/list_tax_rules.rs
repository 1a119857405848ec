//! The rules by which sales are taxed (PA-7). For the platform's own people.

use auth::{Look, Staff};
use axum::extract::State;
use billing::tax::{self, Mode, Place, Recorded, SellerOfRecord};
use chrono::{DateTime, Utc};
use models::{CountryCode, TaxRuleId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Query};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedRules {
    /// Of organizers in this country only: ISO 3166-1 alpha-2.
    #[param(value_type = Option<String>)]
    seller_country: Option<CountryCode>,
}

/// A rule of tax.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TaxRule)]
pub(crate) struct TaxRule {
    id: TaxRuleId,
    mode: Mode,
    /// Where the organizer is.
    seller_country: String,
    /// Where the buyer is. Null: wherever no other rule says something else.
    buyer_country: Option<String>,
    buyer_is_business: bool,
    /// Who owes the tax.
    seller_of_record: SellerOfRecord,
    /// Whose place counts.
    place: Place,
    /// Stripe's code of what is sold.
    stripe_tax_code: String,
    /// The law that says so.
    legal_reference: String,
    valid_from: DateTime<Utc>,
    /// Of fees of the platform: the rate in basis points, which is part of the fee.
    rate_bp: Option<i32>,
    /// Of fees of the platform: what the tax is called.
    tax_name: Option<String>,
    /// The adviser who signed it off. Null: it is not used.
    signed_off_by: Option<String>,
    signed_off_at: Option<DateTime<Utc>>,
    /// When it was taken out of use.
    withdrawn_at: Option<DateTime<Utc>>,
    /// From then on another that is signed off holds for the same sales.
    replaced_at: Option<DateTime<Utc>>,
}

impl From<Recorded> for TaxRule {
    fn from(rule: Recorded) -> Self {
        Self {
            id: rule.id,
            mode: rule.mode,
            seller_country: rule.seller_country,
            buyer_country: rule.buyer_country,
            buyer_is_business: rule.buyer_is_business,
            seller_of_record: rule.seller_of_record,
            place: rule.place,
            stripe_tax_code: rule.stripe_tax_code,
            legal_reference: rule.legal_reference,
            valid_from: rule.valid_from,
            rate_bp: rule.rate_bp,
            tax_name: rule.tax_name,
            signed_off_by: rule.signed_off_by,
            signed_off_at: rule.signed_off_at,
            withdrawn_at: rule.withdrawn_at,
            replaced_at: rule.replaced_at,
        }
    }
}

/// Rules of tax, the newest first. For the platform's own people.
#[utoipa::path(get, path = "/api/v1/billing/tax-rules", tag = "billing", security(("bearer" = [])),
    params(WantedRules, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<TaxRule>), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn list_tax_rules(
    _: Staff<Look>,
    State(app): State<crate::State>,
    Query(wanted): Query<WantedRules>,
    page: PageOf<TaxRuleId>,
) -> web::Result<Paged<TaxRule>> {
    let country = wanted.seller_country.map(String::from);
    let rows = tax::list(&mut *app.db.acquire().await?, country.as_deref(), page.page).await?;
    Ok(page.of(rows, |row| row.id, TaxRule::from))
}
