//! What tickets cost, and on which terms their organization sells.

use chrono::{DateTime, Utc};
use models::{Currency, Money, OrgId, TicketTypeId};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{FeePayer, Priced};
use crate::Error;
use crate::fees::{Amounts, Line, Schedule, build_up};
use crate::settings::TaxBehavior;

/// The fees of an organization in a currency, and who bears them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Terms {
    /// Which row the fees are from; a payment keeps it.
    pub fee_schedule_id: Uuid,
    /// The fees.
    pub schedule: Schedule,
    /// Who bears them.
    pub payer: FeePayer,
    /// Where tax stands; absent: none is taken (PA-7).
    #[serde(default)]
    pub tax: Option<TaxBehavior>,
}

impl Terms {
    /// What one thing at this price comes to, bought alone and without a code (PA-8).
    #[must_use]
    pub fn amounts(&self, price: Money) -> Amounts {
        let line = Line { list: price.amount, discount: 0 };
        build_up(&[line], self.schedule, self.payer, price.currency).total
    }
}

/// All prices of a ticket that costs something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// Whose.
    pub ticket_type: TicketTypeId,
    /// The earliest first; at least one.
    pub prices: Vec<Priced>,
    /// Absent while there are no fees for the currency: then nothing is sold.
    pub terms: Option<Terms>,
}

impl Tariff {
    /// The price at this moment.
    #[must_use]
    pub fn at(&self, now: DateTime<Utc>) -> Option<Money> {
        self.prices.iter().find(|priced| priced.holds_at(now)).map(|priced| priced.price)
    }

    /// What a sale at this moment needs. A ticket with prices is never free, whatever is missing.
    pub fn sold_for(&self, now: DateTime<Utc>) -> Result<(Money, Terms), Error> {
        self.at(now).zip(self.terms).ok_or(Error::NotForSale)
    }
}

/// The terms on which an organization sells in a currency now; its own fees go before the standard.
/// None while there are no fees for it.
pub(super) async fn schedule(
    conn: &mut PgConnection,
    organization: OrgId,
    currency: Currency,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Terms>> {
    let row = sqlx::query!(
        r#"select f.id, f.service_bp, f.service_fixed_minor, f.service_cap_minor, f.processing_bp, f.processing_fixed_minor,
                  coalesce(s.fee_payer, 'buyer') as "payer!: FeePayer",
                  case s.tax_mode when 'automatic' then s.tax_behavior end as "tax: TaxBehavior"
             from fee_schedules f left join seller_settings s on s.organization_id = $1
            where f.currency = $2 and (f.organization_id = $1 or f.organization_id is null)
              and f.valid_from <= $3 and coalesce(f.valid_to > $3, true)
            order by f.organization_id nulls last limit 1"#,
        organization as _,
        currency as _,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let schedule = Schedule {
            service_bp: row.service_bp,
            service_fixed_minor: row.service_fixed_minor,
            service_cap_minor: row.service_cap_minor,
            processing_bp: row.processing_bp,
            processing_fixed_minor: row.processing_fixed_minor,
        };
        Terms { fee_schedule_id: row.id, schedule, payer: row.payer, tax: row.tax }
    }))
}

struct Row {
    ticket_type_id: TicketTypeId,
    amount_minor: i64,
    currency: Currency,
    valid_from: Option<DateTime<Utc>>,
    valid_to: Option<DateTime<Utc>>,
    payer: FeePayer,
    tax: Option<TaxBehavior>,
    fee_schedule_id: Option<Uuid>,
    service_bp: Option<i32>,
    service_fixed_minor: Option<i64>,
    service_cap_minor: Option<i64>,
    processing_bp: Option<i32>,
    processing_fixed_minor: Option<i64>,
}

impl Row {
    fn terms(&self) -> Option<Terms> {
        let schedule = Schedule {
            service_bp: self.service_bp?,
            service_fixed_minor: self.service_fixed_minor?,
            service_cap_minor: self.service_cap_minor,
            processing_bp: self.processing_bp?,
            processing_fixed_minor: self.processing_fixed_minor?,
        };
        let fee_schedule_id = self.fee_schedule_id?;
        Some(Terms { fee_schedule_id, schedule, payer: self.payer, tax: self.tax })
    }
}

/// The prices of those tickets that have any, past and future ones too, with today's terms. A
/// ticket that is not among them is free.
pub async fn of_tickets(
    conn: &mut PgConnection,
    ticket_types: &[TicketTypeId],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Tariff>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select p.ticket_type_id as "ticket_type_id!: TicketTypeId", p.amount_minor, p.currency, p.valid_from, p.valid_to,
                  coalesce(s.fee_payer, 'buyer') as "payer!: FeePayer",
                  case s.tax_mode when 'automatic' then s.tax_behavior end as "tax: TaxBehavior", f.id as "fee_schedule_id?", f.service_bp as "service_bp?",
                  f.service_fixed_minor as "service_fixed_minor?", f.service_cap_minor as "service_cap_minor?",
                  f.processing_bp as "processing_bp?", f.processing_fixed_minor as "processing_fixed_minor?"
             from prices p
             left join seller_settings s on s.organization_id = p.organization_id
             left join lateral (select f.id, f.service_bp, f.service_fixed_minor, f.service_cap_minor, f.processing_bp,
                                       f.processing_fixed_minor
                                  from fee_schedules f
                                 where f.currency = p.currency and (f.organization_id = p.organization_id or f.organization_id is null)
                                   and f.valid_from <= $2 and coalesce(f.valid_to > $2, true)
                                 order by f.organization_id nulls last limit 1) f on true
            where p.ticket_type_id = any($1)
            order by p.ticket_type_id, p.valid_from nulls first"#,
        ticket_types as _,
        now
    )
    .fetch_all(conn)
    .await?;
    let mut tariffs: Vec<Tariff> = Vec::new();
    for row in rows {
        let priced = Priced {
            price: Money::new(row.amount_minor, row.currency),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        };
        match tariffs.last_mut().filter(|tariff| tariff.ticket_type == row.ticket_type_id) {
            Some(tariff) => tariff.prices.push(priced),
            None => tariffs.push(Tariff {
                ticket_type: row.ticket_type_id,
                prices: vec![priced],
                terms: row.terms(),
            }),
        }
    }
    Ok(tariffs)
}
