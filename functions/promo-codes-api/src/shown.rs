//! A code as organizers see it.

use auth::{ManagePromoCodes, Org};
use billing::promo::{self, Code, Kind, Scope, Turn};
use chrono::{DateTime, Utc};
use models::{Currency, EventId, Money, OrgId, PromoBatchId, PromoCodeId, TicketTypeId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Problem, Tagged};

use crate::rules::RulesBody;

/// How a code stands now; the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub(crate) enum PromoCodeStatus {
    /// Away for good.
    Archived,
    /// Switched off by hand.
    Disabled,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    Scheduled,
    /// Every use is taken.
    UsedUp,
    /// It works.
    Active,
}

/// A promo code.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PromoCode {
    pub(crate) id: PromoCodeId,
    code: Code,
    status: PromoCodeStatus,
    rules: RulesBody,
    /// The batch that it was made with.
    batch_id: Option<PromoBatchId>,
    /// Uses that wait for a payment.
    reserved: i64,
    /// Uses that are paid.
    redeemed: i64,
    pub(crate) created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    version: i32,
}

impl PromoCode {
    pub(crate) fn tagged(self) -> Tagged<Self> {
        Tagged { version: self.version, body: self }
    }
}

/// A code as the database tells it.
pub(crate) struct Row {
    pub(crate) id: PromoCodeId,
    pub(crate) code: Code,
    pub(crate) status: PromoCodeStatus,
    pub(crate) kind: Kind,
    pub(crate) percent_bp: Option<i32>,
    pub(crate) amount_minor: Option<i64>,
    pub(crate) currency: Option<Currency>,
    pub(crate) cap_minor: Option<i64>,
    pub(crate) min_price_minor: Option<i64>,
    pub(crate) valid_from: Option<DateTime<Utc>>,
    pub(crate) valid_until: Option<DateTime<Utc>>,
    pub(crate) max_uses: Option<i32>,
    pub(crate) max_uses_per_person: Option<i32>,
    pub(crate) first_time_only: bool,
    pub(crate) verified_only: bool,
    pub(crate) scope: Scope,
    pub(crate) event_ids: Vec<EventId>,
    pub(crate) ticket_type_ids: Vec<TicketTypeId>,
    pub(crate) attribution: Option<String>,
    pub(crate) batch_id: Option<PromoBatchId>,
    pub(crate) reserved: i64,
    pub(crate) redeemed: i64,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) version: i32,
}

impl From<Row> for PromoCode {
    fn from(row: Row) -> Self {
        let money = |amount: Option<i64>| Some(Money { amount: amount?, currency: row.currency? });
        let rules = RulesBody {
            kind: row.kind,
            percent_bp: row.percent_bp,
            amount: money(row.amount_minor),
            cap: money(row.cap_minor),
            min_price: money(row.min_price_minor),
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            max_uses: row.max_uses,
            max_uses_per_person: row.max_uses_per_person,
            first_time_only: row.first_time_only,
            verified_only: row.verified_only,
            scope: row.scope,
            event_ids: row.event_ids,
            ticket_type_ids: row.ticket_type_ids,
            // What is stored went in as a line.
            attribution: row.attribution.and_then(|text| text.try_into().ok()),
        };
        Self {
            id: row.id,
            code: row.code,
            status: row.status,
            rules,
            batch_id: row.batch_id,
            reserved: row.reserved,
            redeemed: row.redeemed,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

/// The codes of organization `$1` at the moment `$2`, narrowed down by more.
macro_rules! promo_codes {
    ($which:literal, $end:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            $crate::shown::Row,
            r#"select c.id, c.code, c.status as "status!: crate::shown::PromoCodeStatus", c.kind, c.percent_bp, c.amount_minor, c.currency,
                      c.cap_minor, c.min_price_minor, c.valid_from, c.valid_until, c.max_uses, c.max_uses_per_person, c.first_time_only,
                      c.verified_only, c.scope, c.attribution, c.batch_id, c.reserved as "reserved!", c.redeemed as "redeemed!",
                      c.created_at, c.updated_at, c.version,
                      array(select event_id from promo_code_targets t
                             where t.promo_code_id = c.id and t.event_id is not null) as "event_ids!: Vec<models::EventId>",
                      array(select ticket_type_id from promo_code_targets t
                             where t.promo_code_id = c.id and t.ticket_type_id is not null) as "ticket_type_ids!: Vec<models::TicketTypeId>"
                 from (select c.*, u.reserved, u.redeemed,
                              case when c.archived_at is not null then 'archived'
                                   when c.disabled_at is not null then 'disabled'
                                   when c.valid_until < $2 then 'expired'
                                   when c.valid_from > $2 then 'scheduled'
                                   when u.reserved + u.redeemed >= c.max_uses then 'used_up'
                                   else 'active' end as status
                         from promo_codes c
                        cross join lateral (
                              select count(*) filter (where state = 'reserved') as reserved,
                                     count(*) filter (where state = 'redeemed') as redeemed
                                from promo_redemptions u where u.promo_code_id = c.id and u.state <> 'released') u
                        where c.organization_id = $1 and "# + $which + ") c " + $end,
            $($argument),+
        )
    };
}
pub(crate) use promo_codes;

/// One code.
pub(crate) async fn one(
    conn: &mut PgConnection,
    org: OrgId,
    id: PromoCodeId,
    now: DateTime<Utc>,
) -> web::Result<PromoCode> {
    let row = promo_codes!("c.id = $3", "", org as _, now, id as _);
    row.fetch_optional(conn).await?.map(PromoCode::from).ok_or_else(Problem::not_found)
}

/// A turn in the life of a code, and how it stands then.
pub(crate) async fn turned(
    app: &crate::State,
    org: &Org<ManagePromoCodes>,
    id: PromoCodeId,
    turn: Turn,
) -> web::Result<Tagged<PromoCode>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    promo::turn(&mut tx, org.id, org.user, id, turn, now).await?;
    let code = one(&mut tx, org.id, id, now).await?;
    tx.commit().await?;
    Ok(code.tagged())
}
