//! The codes of a batch as a file.

use auth::{ManagePromoCodes, Org};
use axum::extract::State;
use axum::response::Response;
use billing::promo::Code;
use models::PromoBatchId;
use web::Path;

use crate::list_batches::one;

struct Row {
    code: Code,
    state: String,
}

/// The codes of a batch as CSV (UTF-8 with BOM), with what became of each: `free`, `reserved`,
/// `redeemed`, `disabled` or `archived`.
#[utoipa::path(get, path = "/api/v1/promo-codes/batches/{batch_id}/file", tag = "promo-codes", security(("bearer" = [])),
    params(("batch_id" = PromoBatchId, Path)),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, body = web::ProblemBody)))]
pub(crate) async fn export_batch(
    org: Org<ManagePromoCodes>,
    State(app): State<crate::State>,
    Path(id): Path<PromoBatchId>,
) -> web::Result<Response> {
    let mut conn = app.db.acquire().await?;
    one(&mut conn, org.id, id).await?;
    let rows = sqlx::query_as!(
        Row,
        r#"select c.code,
                  coalesce((select u.state from promo_redemptions u where u.promo_code_id = c.id and u.state <> 'released' limit 1),
                           case when c.archived_at is not null then 'archived'
                                when c.disabled_at is not null then 'disabled' else 'free' end) as "state!"
             from promo_codes c where c.batch_id = $1 and c.organization_id = $2 order by c.code"#,
        id as _,
        org.id as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let cells = rows.into_iter().map(|row| [row.code.into(), row.state]);
    Ok(web::csv_file(&format!("promo-codes-{id}.csv"), ["code", "state"], cells))
}
