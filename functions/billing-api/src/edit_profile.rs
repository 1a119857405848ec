//! Change who is invoiced.

use auth::{ManageBilling, Org};
use axum::extract::State;
use billing::subscription::{self, Address, ProfileChange, TaxId};
use models::{CountryCode, Email, Field, Line};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Problem, Tagged, ValidJson};

use crate::get_profile::BillingProfile;
use crate::start_checkout::buyer;

/// Tax numbers at most, as Stripe has it.
const TAX_IDS: usize = 5;

/// An address on invoices.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NewBillingAddress {
    line1: Option<Line<0, 200>>,
    line2: Option<Line<0, 200>>,
    city: Option<Line<0, 100>>,
    state: Option<Line<0, 100>>,
    postal_code: Option<Line<0, 20>>,
    country: Option<CountryCode>,
}

impl From<NewBillingAddress> for Address {
    fn from(new: NewBillingAddress) -> Self {
        Self {
            line1: new.line1.map(String::from),
            line2: new.line2.map(String::from),
            city: new.city.map(String::from),
            state: new.state.map(String::from),
            postal_code: new.postal_code.map(String::from),
            country: new.country.map(String::from),
        }
    }
}

/// A tax number: Stripe's word for its kind, and the number.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTaxId {
    /// As `eu_vat`, `gb_vat`, `us_ein` (Stripe, "Customer tax IDs").
    #[schema(example = "eu_vat")]
    r#type: Line<1, 40>,
    /// The number.
    #[schema(example = "DE123456789")]
    value: Line<1, 50>,
}

/// The tax numbers, or what is wrong with them.
fn tax_ids(wanted: Vec<NewTaxId>) -> web::Result<Vec<TaxId>> {
    let fault = |pointer: String, detail: &str| Field {
        pointer,
        code: "invalid-value".into(),
        detail: detail.into(),
    };
    let is_word = |word: &str| {
        word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let mut faults = Vec::new();
    if wanted.len() > TAX_IDS {
        faults.push(fault("/tax_ids".into(), "There are at most five tax numbers."));
    }
    for (n, _) in wanted.iter().enumerate().filter(|(_, tax_id)| !is_word(&tax_id.r#type)) {
        faults.push(fault(format!("/tax_ids/{n}/type"), "This is no kind of tax number."));
    }
    if !faults.is_empty() {
        return Err(Problem::fields(faults));
    }
    let kept = |new: NewTaxId| TaxId { r#type: new.r#type.into(), value: new.value.into() };
    Ok(wanted.into_iter().map(kept).collect())
}

/// What changes; absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"legal_name": "Wound Care Society Ltd", "tax_ids": [{"type": "gb_vat", "value": "GB123456789"}]}))]
pub(crate) struct BillingProfilePatch {
    #[serde(default, deserialize_with = "web::not_null")]
    legal_name: Option<Line<1, 200>>,
    /// The whole address.
    #[serde(default, deserialize_with = "web::not_null")]
    address: Option<NewBillingAddress>,
    /// All tax numbers; an empty list takes them away.
    #[serde(default, deserialize_with = "web::not_null")]
    tax_ids: Option<Vec<NewTaxId>>,
    #[serde(default, deserialize_with = "web::not_null")]
    email: Option<Email>,
}

/// Change what stands on invoices to come.
#[utoipa::path(patch, path = "/api/v1/billing/profile", tag = "billing", security(("bearer" = [])),
    params(("If-Match" = String, Header, description = "The ETag of what was seen")), request_body = BillingProfilePatch,
    responses((status = 200, body = BillingProfile), (status = 403, body = web::ProblemBody),
        (status = 412, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn edit_profile(
    org: Org<ManageBilling>,
    State(app): State<crate::State>,
    IfMatch(version): IfMatch,
    ValidJson(patch): ValidJson<BillingProfilePatch>,
) -> web::Result<Tagged<BillingProfile>> {
    let change = ProfileChange {
        legal_name: patch.legal_name.map(String::from),
        address: patch.address.map(Address::from),
        tax_ids: patch.tax_ids.map(tax_ids).transpose()?,
        email: patch.email.map(|email| email.address().to_owned()),
    };
    let buyer = buyer(&app, org.id, org.user).await?;
    let (change, now) = ((version, change), app.clock.now());
    let profile = subscription::edit_profile(&app.db, &app.stripe, &buyer, change, now).await?;
    Ok(Tagged { version: profile.version, body: profile.into() })
}
