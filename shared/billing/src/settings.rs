//! How an organization sells: who bears the fees, tax, and what stands on documents.

mod edit;

use models::OrgId;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::Error;
use crate::account::PayoutMode;
use crate::price::FeePayer;

pub use edit::{Change, edit};

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

impl TaxBehavior {
    /// Its name in the database, on the wire and at Stripe.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inclusive => "inclusive",
            Self::Exclusive => "exclusive",
        }
    }
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
    /// What stands at the foot of invoices: how to pay, terms.
    pub document_note: Option<String>,
    /// Days until an invoice that is paid outside is due.
    pub invoice_due_days: i32,
    /// Whether methods that take days are offered (PA-20).
    pub delayed_methods: bool,
    /// When money is paid out; absent without an account.
    pub payout_mode: Option<PayoutMode>,
    /// Counts the edits; 0 before the first.
    pub version: i32,
}

/// The settings; the standard ones, as far as nothing was ever said.
pub async fn get(conn: &mut PgConnection, org: OrgId) -> Result<Settings, Error> {
    let row = sqlx::query_as!(
        Settings,
        r#"select coalesce(s.fee_payer, 'buyer') as "fee_payer!: FeePayer", coalesce(s.tax_mode, 'off') as "tax_mode!: TaxMode",
                  coalesce(s.tax_behavior, 'inclusive') as "tax_behavior!: TaxBehavior", s.legal_name as "legal_name?",
                  s.legal_address as "legal_address?", s.tax_id as "tax_id?", coalesce(s.document_prefix, 'INV') as "document_prefix!",
                  s.document_note as "document_note?",
                  coalesce(s.invoice_due_days, 14) as "invoice_due_days!", s.delayed_methods_allowed_at is not null as "delayed_methods!",
                  a.payout_mode as "payout_mode?: PayoutMode", coalesce(s.version, 0) as "version!"
             from (select $1::uuid as organization_id) o
             left join seller_settings s using (organization_id)
             left join payout_accounts a on a.organization_id = o.organization_id and a.disconnected_at is null"#,
        org as _
    );
    Ok(row.fetch_one(conn).await?)
}
