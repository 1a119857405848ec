//! Where money can be paid out to.

use auth::{Org, ViewFinance};
use axum::Json;
use billing::account::Agreement;
use billing::account::country::COUNTRIES;
use models::Currency;
use serde::Serialize;
use utoipa::ToSchema;

/// A country and what is possible there.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PayoutCountry {
    /// ISO 3166-1 alpha-2.
    #[schema(example = "DE")]
    code: &'static str,
    #[schema(inline)]
    agreement: Agreement,
    /// In which currency accounts there pay out, as a rule.
    settlement_currency: Option<Currency>,
}

/// All of them, by code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PayoutCountries {
    data: Vec<PayoutCountry>,
}

/// List the countries to which money can be paid out.
#[utoipa::path(get, path = "/api/v1/payments/account/countries", tag = "payments", security(("bearer" = [])),
    responses((status = 200, body = PayoutCountries)))]
pub(crate) async fn list_payout_countries(_: Org<ViewFinance>) -> Json<PayoutCountries> {
    let country = |country: &billing::account::country::Country| PayoutCountry {
        code: country.code,
        agreement: country.agreement,
        settlement_currency: country.settlement(),
    };
    Json(PayoutCountries { data: COUNTRIES.iter().map(country).collect() })
}
