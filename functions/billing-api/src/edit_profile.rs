//! Change who is invoiced.

use auth::{ManageBilling, Org};
use axum::extract::State;
use billing::subscription::{self, Address, ProfileChange, TaxId};
use models::{Email, Line};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Tagged, ValidJson};

use crate::get_profile::BillingProfile;
use crate::start_checkout::buyer;

/// What changes; absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"legal_name": "Wound Care Society Ltd", "tax_ids": [{"type": "gb_vat", "value": "GB123456789"}]}))]
pub(crate) struct BillingProfilePatch {
    #[serde(default, deserialize_with = "web::not_null")]
    legal_name: Option<Line<1, 200>>,
    /// The whole address.
    #[serde(default, deserialize_with = "web::not_null")]
    address: Option<Address>,
    /// All tax numbers; an empty list takes them away.
    #[serde(default, deserialize_with = "web::not_null")]
    tax_ids: Option<Vec<TaxId>>,
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
        address: patch.address,
        tax_ids: patch.tax_ids,
        email: patch.email.map(|email| email.address().to_owned()),
    };
    let buyer = buyer(&app, org.id, org.user).await?;
    let (change, now) = ((version, change), app.clock.now());
    let profile = subscription::edit_profile(&app.db, &app.stripe, &buyer, change, now).await?;
    Ok(Tagged { version: profile.version, body: profile.into() })
}
