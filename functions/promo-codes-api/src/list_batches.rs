//! Codes that were made together.

use auth::{ManagePromoCodes, Org};
use axum::extract::State;
use chrono::{DateTime, Utc};
use models::{OrgId, PromoBatchId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{PageOf, Paged, Problem};

/// A batch of codes. `file` lists them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PromoBatch {
    id: PromoBatchId,
    prefix: String,
    count: i32,
    /// Codes that are used and paid.
    redeemed: i64,
    /// Where the codes are, as CSV.
    file: String,
    created_at: DateTime<Utc>,
}

struct Row {
    id: PromoBatchId,
    prefix: String,
    count: i32,
    redeemed: i64,
    created_at: DateTime<Utc>,
}

impl From<Row> for PromoBatch {
    fn from(row: Row) -> Self {
        let Row { id, prefix, count, redeemed, created_at } = row;
        let file = format!("/api/v1/promo-codes/batches/{id}/file");
        Self { id, prefix, count, redeemed, file, created_at }
    }
}

macro_rules! batches {
    ($which:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            Row,
            r#"select b.id, b.prefix, b.count, b.created_at,
                      (select count(*) from promo_codes c join promo_redemptions u on u.promo_code_id = c.id and u.state = 'redeemed'
                        where c.batch_id = b.id) as "redeemed!"
                 from promo_code_batches b where b.organization_id = $1 and "# + $which,
            $($argument),+
        )
    };
}

/// The batches of the organization, latest first.
#[utoipa::path(get, path = "/api/v1/promo-codes/batches", tag = "promo-codes", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<PromoBatch>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_batches(
    org: Org<ManagePromoCodes>,
    State(app): State<crate::State>,
    page: PageOf<(DateTime<Utc>, PromoBatchId)>,
) -> web::Result<Paged<PromoBatch>> {
    let (at, id) = page.page.after.unzip();
    let rows = batches!(
        "($2::timestamptz is null or (b.created_at, b.id) < ($2, $3::uuid)) order by b.created_at desc, b.id desc limit $4",
        org.id as _,
        at,
        id as _,
        page.page.probe()
    );
    let rows = rows.fetch_all(&mut *app.db.acquire().await?).await?;
    Ok(page.of(rows, |row| (row.created_at, row.id), PromoBatch::from))
}

/// One batch.
pub(crate) async fn one(
    conn: &mut PgConnection,
    org: OrgId,
    id: PromoBatchId,
) -> web::Result<PromoBatch> {
    let row = batches!("b.id = $2", org as _, id as _);
    row.fetch_optional(conn).await?.map(PromoBatch::from).ok_or_else(Problem::not_found)
}
