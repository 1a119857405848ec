//! Who sells, and whether they can (PA-11): everything that a sale asks of the organizer, in one
//! query.

use chrono::{DateTime, Utc};
use models::{Currency, OrgId, PayoutAccountId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Agreement, Status};
use crate::Error;
use crate::policy::{Policy, Rung};
use crate::price::FeePayer;
use crate::settings::{TaxBehavior, TaxMode};

/// The account that receives the money of a sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiving {
    /// Ours.
    pub id: PayoutAccountId,
    /// Stripe's.
    pub stripe: String,
    /// Under `full`, charges name it in `on_behalf_of`.
    pub agreement: Agreement,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// How far it is.
    pub status: Status,
    /// Whether it can take money now.
    pub charges_enabled: bool,
    /// In which currency it pays out.
    pub currency: Option<Currency>,
}

/// Who sells, as documents say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Legal {
    /// Name.
    pub name: String,
    /// Address, over several lines.
    pub address: String,
    /// Tax number.
    pub tax_id: Option<String>,
}

/// An organization that sells, or would like to.
#[derive(Clone, Debug)]
pub struct Seller {
    /// Which.
    pub organization: OrgId,
    /// Where its money goes; absent before it connected.
    pub account: Option<Receiving>,
    /// Who it is by law; absent until it said so.
    pub legal: Option<Legal>,
    /// Who bears the fees.
    pub fee_payer: FeePayer,
    /// Whether tax is worked out.
    pub tax_mode: TaxMode,
    /// Where tax stands in the price.
    pub tax_behavior: TaxBehavior,
    /// No tax is wanted, or some rule for the seller's country is signed off.
    pub tax_ready: bool,
    /// Whether methods that take days are offered (PA-20).
    pub delayed_methods: bool,
    /// Days until an invoice that is paid outside is due (PA-24).
    pub invoice_due_days: i32,
    /// What the numbers of documents begin with.
    pub document_prefix: String,
    /// The promise of refunds that holds for a purchase now (RF-1).
    pub policy: Policy,
}

impl Seller {
    /// The account to sell to, if selling is possible now (PA-11).
    pub fn ready(&self) -> Result<&Receiving, Error> {
        let account = self.account.as_ref().filter(|account| {
            account.status == Status::Active && account.charges_enabled && self.legal.is_some()
        });
        let account = account.ok_or(Error::SellerNotReady)?;
        if self.tax_ready { Ok(account) } else { Err(Error::TaxSetupIncomplete) }
    }
}

/// Who sells for an organization now.
pub async fn seller(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> Result<Seller, Error> {
    let row = sqlx::query!(
        r#"select a.id as "id?: PayoutAccountId", a.stripe_account_id as "stripe?", a.agreement as "agreement?: Agreement",
                  a.country as "country?", a.status as "status?: Status", a.charges_enabled_at, a.settlement_currency as "currency?: Currency",
                  coalesce(s.fee_payer, 'buyer') as "fee_payer!: FeePayer", coalesce(s.tax_mode, 'off') as "tax_mode!: TaxMode",
                  coalesce(s.tax_behavior, 'inclusive') as "tax_behavior!: TaxBehavior", s.legal_name as "legal_name?",
                  s.legal_address as "legal_address?", s.tax_id as "tax_id?", coalesce(s.document_prefix, 'INV') as "document_prefix!",
                  coalesce(s.invoice_due_days, 14) as "invoice_due_days!", s.delayed_methods_allowed_at,
                  coalesce(s.tax_mode, 'off') = 'off' or exists (
                      select from sales_tax_rules t where t.seller_country = a.country and t.signed_off_at <= $2 and t.valid_from <= $2) as "tax_ready!",
                  p.name as "policy_name?", p.version as "version?", p.rungs as "rungs?: Json<Vec<Rung>>", p.fees_refundable as "fees_refundable?",
                  p.self_cancel as "self_cancel?", p.course_days as "course_days?", p.course_max_progress_bp as "course_max_progress_bp?"
             from organizations o
             left join payout_accounts a on a.organization_id = o.id and a.disconnected_at is null
             left join seller_settings s on s.organization_id = o.id
             left join lateral (select * from refund_policies r where r.organization_id = o.id order by r.version desc limit 1) p on true
            where o.id = $1"#,
        org as _,
        now
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    let account = (|| {
        Some(Receiving {
            id: row.id?,
            stripe: row.stripe?,
            agreement: row.agreement?,
            country: row.country?,
            status: row.status?,
            charges_enabled: row.charges_enabled_at.is_some(),
            currency: row.currency,
        })
    })();
    let policy = (|| {
        Some(Policy {
            name: row.policy_name?,
            version: row.version?,
            rungs: row.rungs?.0,
            fees_refundable: row.fees_refundable?,
            self_cancel: row.self_cancel?,
            course_days: row.course_days?,
            course_max_progress_bp: row.course_max_progress_bp?,
        })
    })();
    let tax_id = row.tax_id;
    let legal = row.legal_name.zip(row.legal_address);
    Ok(Seller {
        organization: org,
        account,
        legal: legal.map(|(name, address)| Legal { name, address, tax_id }),
        fee_payer: row.fee_payer,
        tax_mode: row.tax_mode,
        tax_behavior: row.tax_behavior,
        tax_ready: row.tax_ready,
        delayed_methods: row.delayed_methods_allowed_at.is_some(),
        invoice_due_days: row.invoice_due_days,
        document_prefix: row.document_prefix,
        policy: policy.unwrap_or_default(),
    })
}
