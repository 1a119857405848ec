//! Change who bears the fees, tax, what stands on documents, and when money is paid out.

use auth::{FreshOrg, ManagePayouts};
use axum::extract::State;
use billing::account;
use billing::price::FeePayer;
use billing::settings::{self, Change, TaxBehavior, TaxMode};
use models::{Line, Lines};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{IfMatch, Tagged, ValidJson};

use crate::get_seller_settings::SettingsOut;

/// What changes: absent stays, null clears.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"fee_payer": "buyer", "legal_name": "Wound Care Society", "document_prefix": "WCS"}))]
#[expect(clippy::option_option, reason = "absent, null and a value are three wishes")]
pub(crate) struct SellerSettingsPatch {
    #[serde(default, deserialize_with = "web::not_null")]
    fee_payer: Option<FeePayer>,
    #[serde(default, deserialize_with = "web::not_null")]
    tax_mode: Option<TaxMode>,
    #[serde(default, deserialize_with = "web::not_null")]
    tax_behavior: Option<TaxBehavior>,
    #[serde(default, deserialize_with = "web::nullable")]
    legal_name: Option<Option<Line<1, 200>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    legal_address: Option<Option<Lines<500>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    tax_id: Option<Option<Line<1, 40>>>,
    #[serde(default, deserialize_with = "web::not_null")]
    document_prefix: Option<DocumentPrefix>,
    #[serde(default, deserialize_with = "web::nullable")]
    document_note: Option<Option<Lines<500>>>,
    #[serde(default, deserialize_with = "web::not_null")]
    invoice_due_days: Option<DueDays>,
    #[serde(default, deserialize_with = "web::not_null")]
    delayed_methods: Option<bool>,
    #[serde(default, deserialize_with = "web::not_null")]
    payout_mode: Option<ChosenMode>,
}

/// What the numbers of documents begin with.
#[derive(Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, pattern = "^[A-Z0-9]{1,10}$", example = "WCS")]
pub(crate) struct DocumentPrefix(String);

impl TryFrom<String> for DocumentPrefix {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = (1..=10).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if fits { Ok(Self(text)) } else { Err("A prefix is 1 to 10 capital letters and digits.") }
    }
}

/// Days until an invoice is due.
#[derive(Deserialize, ToSchema)]
#[serde(try_from = "i32")]
#[schema(value_type = i32, minimum = 0, maximum = 90)]
pub(crate) struct DueDays(i32);

impl TryFrom<i32> for DueDays {
    type Error = &'static str;

    fn try_from(days: i32) -> Result<Self, Self::Error> {
        if (0..=90).contains(&days) { Ok(Self(days)) } else { Err("This takes 0 to 90 days.") }
    }
}

/// What an organizer can choose; daily payouts are granted by the platform.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChosenMode {
    /// Two days after the end of the event.
    AfterEvent,
    /// When asked for.
    Manual,
}

/// Change how the organization sells.
#[utoipa::path(patch, path = "/api/v1/payments/settings", tag = "payments", security(("bearer" = [])),
    params(("If-Match" = String, Header)), request_body = SellerSettingsPatch,
    responses((status = 200, body = SettingsOut), (status = 401), (status = 409), (status = 412), (status = 422)))]
pub(crate) async fn edit_seller_settings(
    FreshOrg(org): FreshOrg<ManagePayouts>,
    State(app): State<crate::State>,
    IfMatch(version): IfMatch,
    ValidJson(patch): ValidJson<SellerSettingsPatch>,
) -> web::Result<Tagged<SettingsOut>> {
    let mut tx = db::begin(&app.db).await?;
    let now = app.clock.now();
    let after = settings::edit(&mut tx, org.id, version, patch.into(), org.user, now).await?;
    tx.commit().await?;
    Ok(SettingsOut::tagged(after))
}

/// Several lines may be none; no address is no address.
fn said(lines: Option<Lines<500>>) -> Option<String> {
    lines.map(String::from).filter(|text| !text.is_empty())
}

impl From<SellerSettingsPatch> for Change {
    fn from(patch: SellerSettingsPatch) -> Self {
        Self {
            fee_payer: patch.fee_payer,
            tax_mode: patch.tax_mode,
            tax_behavior: patch.tax_behavior,
            legal_name: patch.legal_name.map(|v| v.map(String::from)),
            legal_address: patch.legal_address.map(said),
            tax_id: patch.tax_id.map(|v| v.map(String::from)),
            document_prefix: patch.document_prefix.map(|prefix| prefix.0),
            document_note: patch.document_note.map(said),
            invoice_due_days: patch.invoice_due_days.map(|days| days.0),
            delayed_methods: patch.delayed_methods,
            payout_mode: patch.payout_mode.map(|mode| match mode {
                ChosenMode::AfterEvent => account::PayoutMode::AfterEvent,
                ChosenMode::Manual => account::PayoutMode::Manual,
            }),
        }
    }
}
