//! What documents are made of, as it stands.

use chrono::{DateTime, Utc};
use models::{Currency, OrgId, PaymentId, RefundId, TimeZone};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::{PLATFORM, Party, Platform};
use crate::payment::{Method, Status};
use crate::price::FeePayer;
use crate::tax::{SellerOfRecord, TaxLine};

/// Who sells.
#[derive(Clone, Debug)]
pub(super) struct Seller {
    pub(super) name: String,
    pub(super) legal_name: Option<String>,
    pub(super) address: Option<String>,
    pub(super) country: Option<String>,
    pub(super) tax_id: Option<String>,
    pub(super) prefix: String,
    pub(super) note: Option<String>,
    pub(super) zone: TimeZone,
    pub(super) locale: String,
}

/// A payment, locked.
#[derive(Clone, Debug)]
pub(super) struct Sold {
    pub(super) payment: PaymentId,
    pub(super) organization: OrgId,
    pub(super) method: Method,
    pub(super) status: Status,
    pub(super) currency: Currency,
    pub(super) tax: i64,
    pub(super) tax_lines: Vec<TaxLine>,
    pub(super) seller_of_record: SellerOfRecord,
    pub(super) total: i64,
    pub(super) fee_payer: FeePayer,
    pub(super) tax_behavior: String,
    pub(super) locale: String,
    pub(super) buyer_email: String,
    pub(super) buyer_name: Option<String>,
    pub(super) buyer_company: Option<String>,
    pub(super) buyer_address: Option<String>,
    pub(super) buyer_country: Option<String>,
    pub(super) buyer_tax_id: Option<String>,
    pub(super) paid_at: Option<DateTime<Utc>>,
    pub(super) due_at: Option<DateTime<Utc>>,
    pub(super) items: Vec<Item>,
}

/// A place of a payment; amounts are minor units.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) label: String,
    pub(super) list: i64,
    pub(super) discount: i64,
    pub(super) service_fee: i64,
    pub(super) processing_fee: i64,
    pub(super) code: Option<String>,
    pub(super) attendee: Option<String>,
    pub(super) starts_at: Option<DateTime<Utc>>,
    pub(super) zone: Option<TimeZone>,
    /// Of the refund that is looked at.
    back: Option<i64>,
}

/// A refund that the buyer has.
#[derive(Clone, Debug)]
pub(super) struct Back {
    pub(super) currency: Currency,
    pub(super) amount: i64,
    pub(super) tax: i64,
    pub(super) succeeded_at: DateTime<Utc>,
    pub(super) items: Vec<(Item, i64)>,
}

/// The platform's fees of one currency, in minor units.
#[derive(Clone, Debug)]
pub(super) struct Fees {
    pub(super) currency: Currency,
    pub(super) payments: i64,
    pub(super) charged: i64,
    pub(super) refunds: i64,
    pub(super) returned: i64,
    /// By invoice, which the organizer still owes (PA-24).
    pub(super) invoices: i64,
    pub(super) invoiced: i64,
    /// Invoices that were given up, or paid back.
    pub(super) given_up: i64,
    pub(super) unclaimed: i64,
    /// Lost, whose fees the organizer still owes (RF-11).
    pub(super) disputes: i64,
    pub(super) disputed: i64,
}

/// In whose name documents are issued (RF-12).
#[derive(Clone, Debug)]
pub(super) struct Issuer {
    pub(super) id: Uuid,
    pub(super) party: Party,
    pub(super) prefix: String,
    pub(super) zone: TimeZone,
    pub(super) note: Option<String>,
}

/// What the numbers of the platform's invoices begin with, where it is the seller of record.
pub(super) const PLATFORM_PREFIX: &str = "ACR";

/// Who issues the documents of a payment: the seller of record.
pub(super) async fn issuer(
    conn: &mut PgConnection,
    sold: &Sold,
    platform: &Platform,
) -> sqlx::Result<Issuer> {
    if sold.seller_of_record == SellerOfRecord::Platform {
        return Ok(Issuer {
            id: PLATFORM,
            party: platform.party(),
            prefix: PLATFORM_PREFIX.to_owned(),
            zone: TimeZone::UTC,
            note: None,
        });
    }
    let seller = seller(conn, sold.organization).await?;
    Ok(Issuer {
        id: sold.organization.into(),
        party: seller.party(),
        prefix: seller.prefix,
        zone: seller.zone,
        note: seller.note,
    })
}

impl Sold {
    /// A settled payment, or one that is to be paid by invoice; nothing is owed for nothing.
    pub(super) fn owes_invoice(&self) -> bool {
        self.total > 0
            && match self.method {
                Method::Stripe => self.status == Status::Paid,
                Method::Outside => matches!(self.status, Status::Draft | Status::Paid),
                Method::None => false,
            }
    }

    /// Its invoice, should it have one, is to be taken back.
    pub(super) fn is_off(&self) -> bool {
        self.method == Method::Outside && !self.status.is_live() && self.status != Status::Paid
    }
}

/// Who an organization is, as its documents say.
pub(super) async fn seller(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<Seller> {
    sqlx::query_as!(
        Seller,
        r#"select o.name, s.legal_name as "legal_name?", coalesce(s.legal_address, o.contact_address) as address, o.country,
                  s.tax_id as "tax_id?", coalesce(s.document_prefix, 'INV') as "prefix!", s.document_note as "note?",
                  o.time_zone as "zone: TimeZone", o.locale
             from organizations o left join seller_settings s on s.organization_id = o.id
            where o.id = $1"#,
        organization as _
    )
    .fetch_one(conn)
    .await
}

/// Locks a payment: its documents are made one after the other.
pub(super) async fn lock(conn: &mut PgConnection, id: PaymentId) -> sqlx::Result<Option<Sold>> {
    let row = sqlx::query!(
        r#"select organization_id as "organization: OrgId", method as "method: Method", status as "status: Status",
                  currency as "currency: Currency", tax_minor, tax_lines as "tax_lines: Json<Vec<TaxLine>>",
                  seller_of_record as "seller_of_record: SellerOfRecord", total_minor, fee_payer as "fee_payer: FeePayer", tax_behavior, locale,
                  buyer_email, buyer_name, buyer_company, buyer_address, buyer_country, buyer_tax_id, paid_at, due_at
             from payments where id = $1 for no key update"#,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let items = items(conn, id, None).await?;
    Ok(Some(Sold {
        payment: id,
        organization: row.organization,
        method: row.method,
        status: row.status,
        currency: row.currency,
        tax: row.tax_minor,
        tax_lines: row.tax_lines.0,
        seller_of_record: row.seller_of_record,
        total: row.total_minor,
        fee_payer: row.fee_payer,
        tax_behavior: row.tax_behavior,
        locale: row.locale,
        buyer_email: row.buyer_email,
        buyer_name: row.buyer_name,
        buyer_company: row.buyer_company,
        buyer_address: row.buyer_address,
        buyer_country: row.buyer_country,
        buyer_tax_id: row.buyer_tax_id,
        paid_at: row.paid_at,
        due_at: row.due_at,
        items,
    }))
}

async fn items(
    conn: &mut PgConnection,
    payment: PaymentId,
    refund: Option<RefundId>,
) -> sqlx::Result<Vec<Item>> {
    sqlx::query_as!(
        Item,
        r#"select i.label, i.list_minor as list, i.discount_minor as discount, i.service_fee_minor as service_fee,
                  i.processing_fee_minor as processing_fee, c.code as "code?", r.full_name as "attendee?",
                  e.starts_at as "starts_at?", e.time_zone as "zone?: TimeZone", x.amount_minor as "back?"
             from payment_items i
             left join promo_codes c on c.id = i.promo_code_id
             left join registrations r on r.id = i.registration_id
             left join events e on e.id = r.event_id
             left join refund_items x on x.payment_item_id = i.id and x.refund_id = $2
            where i.payment_id = $1 order by i.position"#,
        payment as _,
        refund as _
    )
    .fetch_all(conn)
    .await
}

/// The payment of a refund.
pub(super) async fn payment_of(
    conn: &mut PgConnection,
    refund: RefundId,
) -> sqlx::Result<Option<PaymentId>> {
    let found = sqlx::query_scalar!("select payment_id from refunds where id = $1", refund as _);
    found.fetch_optional(conn).await
}

/// A refund, if the buyer has it: by Stripe, or by the organizer after that failed.
pub(super) async fn back(conn: &mut PgConnection, id: RefundId) -> sqlx::Result<Option<Back>> {
    let row = sqlx::query!(
        r#"select payment_id, currency as "currency: Currency", amount_minor, tax_minor,
                  coalesce(settled_outside_at, succeeded_at) as "succeeded_at!"
             from refunds
            where id = $1 and (status = 'succeeded' and succeeded_at is not null or settled_outside_at is not null)"#,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let items = items(conn, row.payment_id, Some(id)).await?;
    Ok(Some(Back {
        currency: row.currency,
        amount: row.amount_minor,
        tax: row.tax_minor,
        succeeded_at: row.succeeded_at,
        items: items.into_iter().filter_map(|item| item.back.map(|back| (item, back))).collect(),
    }))
}
