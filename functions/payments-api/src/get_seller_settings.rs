//! How the organization sells: who bears the fees, tax, and what stands on documents.

use auth::{Org, ViewFinance};
use axum::extract::State;
use billing::account::PayoutMode;
use billing::price::FeePayer;
use billing::settings::{self, Settings, TaxBehavior, TaxMode};
use serde::Serialize;
use utoipa::ToSchema;
use web::Tagged;

/// How an organization sells.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SellerSettings)]
pub(crate) struct SettingsOut {
    /// Who bears the fees.
    fee_payer: FeePayer,
    tax_mode: TaxMode,
    tax_behavior: TaxBehavior,
    /// Who sells, as documents say it.
    legal_name: Option<String>,
    legal_address: Option<String>,
    tax_id: Option<String>,
    /// What the numbers of documents begin with.
    document_prefix: String,
    /// What stands at the foot of invoices: how to pay, terms.
    document_note: Option<String>,
    /// Days until an invoice that is paid outside is due.
    invoice_due_days: i32,
    /// Whether methods that take days are offered.
    delayed_methods: bool,
    /// When money is paid out; absent without a payout account.
    payout_mode: Option<PayoutMode>,
}

impl SettingsOut {
    /// With its version.
    pub(crate) fn tagged(settings: Settings) -> Tagged<Self> {
        let Settings { version, .. } = settings;
        let body = Self {
            fee_payer: settings.fee_payer,
            tax_mode: settings.tax_mode,
            tax_behavior: settings.tax_behavior,
            legal_name: settings.legal_name,
            legal_address: settings.legal_address,
            tax_id: settings.tax_id,
            document_prefix: settings.document_prefix,
            document_note: settings.document_note,
            invoice_due_days: settings.invoice_due_days,
            delayed_methods: settings.delayed_methods,
            payout_mode: settings.payout_mode,
        };
        Tagged { version, body }
    }
}

/// Show how the organization sells.
#[utoipa::path(get, path = "/api/v1/payments/settings", tag = "payments", security(("bearer" = [])),
    responses((status = 200, body = SettingsOut)))]
pub(crate) async fn get_seller_settings(
    org: Org<ViewFinance>,
    State(app): State<crate::State>,
) -> web::Result<Tagged<SettingsOut>> {
    Ok(SettingsOut::tagged(settings::get(&mut *app.db.acquire().await?, org.id).await?))
}
