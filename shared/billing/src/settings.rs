//! How an organization sells: who bears the fees, tax, and what stands on documents.

use models::OrgId;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::Error;
use crate::price::FeePayer;

/// Whether tax is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum TaxMode {
    /// None is taken.
    Off,
    /// By Stripe Tax, where the rules for it are signed off (PA-7).
    Automatic,
}

/// Where tax stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum TaxBehavior {
    /// In the price.
    Inclusive,
    /// On top of it.
    Exclusive,
}

/// How an organization sells.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Who bears the fees.
    pub fee_payer: FeePayer,
    /// Whether tax is worked out.
    pub tax_mode: TaxMode,
    /// Where it stands.
    pub tax_behavior: TaxBehavior,
    /// Who sells, as documents say it.
    pub legal_name: Option<String>,
    /// Where that is.
    pub legal_address: Option<String>,
    /// Its tax number.
    pub tax_id: Option<String>,
    /// What the numbers of documents begin with.
    pub document_prefix: String,
    /// Days until an invoice that is paid outside is due.
    pub invoice_due_days: i32,
    /// Whether methods that take days are offered (PA-20).
    pub delayed_methods: bool,
    /// Counts the edits; 0 before the first.
    pub version: i32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            fee_payer: FeePayer::Buyer,
            tax_mode: TaxMode::Off,
            tax_behavior: TaxBehavior::Inclusive,
            legal_name: None,
            legal_address: None,
            tax_id: None,
            document_prefix: "INV".to_owned(),
            invoice_due_days: 14,
            delayed_methods: false,
            version: 0,
        }
    }
}

/// The settings; the standard ones, if nothing was ever said.
pub async fn get(conn: &mut PgConnection, org: OrgId) -> Result<Settings, Error> {
    let row = sqlx::query_as!(
        Settings,
        r#"select fee_payer, tax_mode as "tax_mode: TaxMode", tax_behavior as "tax_behavior: TaxBehavior",
                  legal_name, legal_address, tax_id, document_prefix, invoice_due_days,
                  delayed_methods_allowed_at is not null as "delayed_methods!", version
             from seller_settings where organization_id = $1"#,
        org as _
    );
    Ok(row.fetch_optional(conn).await?.unwrap_or_default())
}
