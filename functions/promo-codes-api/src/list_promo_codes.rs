//! The codes of an organization.

use auth::{ManagePromoCodes, Org};
use axum::extract::State;
use chrono::{DateTime, Utc};
use models::{EventId, PromoBatchId, PromoCodeId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{PageOf, Paged, Problem, Query};

use crate::shown::{PromoCode, PromoCodeStatus, promo_codes};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// Absent: all but archived ones.
    #[param(inline)]
    status: Option<PromoCodeStatus>,
    /// Those of one batch. Without it and without `q`, only codes that were made one by one.
    batch_id: Option<PromoBatchId>,
    /// Those that list this event or a ticket of it.
    event_id: Option<EventId>,
    /// Part of the code or of the attribution.
    q: Option<String>,
}

/// What `like` looks for: `q` anywhere, its own wildcards taken as they are.
fn pattern(q: Option<&str>) -> web::Result<Option<String>> {
    let Some(q) = q.map(str::trim).filter(|q| !q.is_empty()) else { return Ok(None) };
    if q.chars().count() > 100 {
        return Err(Problem::field("/q", "out-of-range", "Search for at most 100 characters."));
    }
    Ok(Some(format!("%{}%", q.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_"))))
}

/// The promo codes of the organization, latest first.
#[utoipa::path(get, path = "/api/v1/promo-codes", tag = "promo-codes", security(("bearer" = [])),
    params(Wanted, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<PromoCode>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_promo_codes(
    org: Org<ManagePromoCodes>,
    State(app): State<crate::State>,
    Query(wanted): Query<Wanted>,
    page: PageOf<(DateTime<Utc>, PromoCodeId)>,
) -> web::Result<Paged<PromoCode>> {
    let (at, id) = page.page.after.unzip();
    let rows = promo_codes!(
        "($3::timestamptz is null or (c.created_at, c.id) < ($3, $4::uuid))
         and case when $5::uuid is not null then c.batch_id = $5 else c.batch_id is null or $6::text is not null end
         and ($6 is null or c.code ilike $6 or c.attribution ilike $6)
         and ($7::uuid is null or exists (
                select from promo_code_targets t left join ticket_types k on k.id = t.ticket_type_id
                 where t.promo_code_id = c.id and $7 in (t.event_id, k.event_id)))",
        "where case when $8::text is null then c.status <> 'archived' else c.status = $8 end
         order by c.created_at desc, c.id desc limit $9",
        org.id as _,
        app.clock.now(),
        at,
        id as _,
        wanted.batch_id as _,
        pattern(wanted.q.as_deref())?,
        wanted.event_id as _,
        wanted.status as _,
        page.page.probe()
    );
    let rows = rows.fetch_all(&mut *app.db.acquire().await?).await?;
    Ok(page.of(rows, |row| (row.created_at, row.id), PromoCode::from))
}
