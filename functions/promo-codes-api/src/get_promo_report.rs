//! What codes cost and brought.

use auth::{ManagePromoCodes, Org};
use axum::extract::State;
use billing::promo::Code;
use chrono::{DateTime, Utc};
use models::{Currency, Money, OrgId, PromoCodeId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::Query;

/// Which uses, and how they are put together.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    #[serde(default)]
    #[param(inline)]
    by: ReportBy,
    /// Uses from then on.
    from: Option<DateTime<Utc>>,
    /// Uses before then.
    to: Option<DateTime<Utc>>,
}

/// What makes a line of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PromoReportBy)]
pub(crate) enum ReportBy {
    /// Each code.
    #[default]
    Code,
    /// Each partner or campaign.
    Attribution,
}

/// Uses in one currency. Sums of currencies are never added.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PromoReportLine {
    /// Absent in a report by attribution.
    pub(crate) promo_code_id: Option<PromoCodeId>,
    /// Absent in a report by attribution.
    pub(crate) code: Option<Code>,
    pub(crate) attribution: Option<String>,
    /// Uses that wait for a payment; they are in no sum.
    pub(crate) reserved: i64,
    /// Uses that are paid.
    pub(crate) redeemed: i64,
    /// What came off, with what was waived because too little was left to be charged: with the revenue
    /// it makes the list price (PA-4). Absent where there was no price.
    pub(crate) discount: Option<Money>,
    /// What the tickets were sold for, without fees and tax. A full refund takes a use out, a part
    /// of one does not.
    pub(crate) revenue: Option<Money>,
}

/// The whole report.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PromoReport {
    data: Vec<PromoReportLine>,
}

struct Row {
    promo_code_id: Option<PromoCodeId>,
    code: Option<Code>,
    attribution: Option<String>,
    currency: Option<Currency>,
    reserved: i64,
    redeemed: i64,
    discount_minor: i64,
    revenue_minor: i64,
}

/// Uses, discount and revenue by code or by attribution.
#[utoipa::path(get, path = "/api/v1/promo-codes/report", tag = "promo-codes", security(("bearer" = [])),
    params(Asked),
    responses((status = 200, body = PromoReport), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn get_promo_report(
    org: Org<ManagePromoCodes>,
    State(app): State<crate::State>,
    Query(asked): Query<Asked>,
) -> web::Result<axum::Json<PromoReport>> {
    let data = lines(&mut *app.db.acquire().await?, org.id, &asked).await?;
    Ok(axum::Json(PromoReport { data }))
}

/// The lines of the report.
pub(crate) async fn lines(
    conn: &mut PgConnection,
    org: OrgId,
    asked: &Asked,
) -> sqlx::Result<Vec<PromoReportLine>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select case when $2 then c.id end as "promo_code_id: PromoCodeId", case when $2 then c.code end as "code: Code",
                  c.attribution, u.currency,
                  count(*) filter (where u.state = 'reserved') as "reserved!",
                  count(*) filter (where u.state = 'redeemed') as "redeemed!",
                  coalesce(sum(coalesce(i.discount_minor, u.discount_minor)) filter (where u.state = 'redeemed'), 0)::bigint as "discount_minor!",
                  coalesce(sum(i.net_minor) filter (where u.state = 'redeemed'), 0)::bigint as "revenue_minor!"
             from promo_redemptions u
             join promo_codes c on c.id = u.promo_code_id
             left join payment_items i on i.id = u.payment_item_id
            where u.organization_id = $1 and u.state <> 'released'
              and ($3::timestamptz is null or u.created_at >= $3) and ($4::timestamptz is null or u.created_at < $4)
            group by 1, 2, 3, 4
            order by c.attribution, 2, u.currency"#,
        org as _,
        asked.by == ReportBy::Code,
        asked.from,
        asked.to
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(line).collect())
}

fn line(row: Row) -> PromoReportLine {
    let money = |amount: i64| row.currency.map(|currency| Money::new(amount, currency));
    PromoReportLine {
        promo_code_id: row.promo_code_id,
        discount: money(row.discount_minor),
        revenue: money(row.revenue_minor),
        code: row.code,
        attribution: row.attribution,
        reserved: row.reserved,
        redeemed: row.redeemed,
    }
}
