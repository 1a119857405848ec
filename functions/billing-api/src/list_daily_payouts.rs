//! Organizations that Stripe pays out every day (PA-13).

use auth::{Look, Staff};
use axum::extract::State;
use billing::account::{self, Daily};
use models::{OrgId, PayoutAccountId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{PageOf, Paged};

/// An organization that is paid out every day.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = DailyPayouts)]
pub(crate) struct DailyOut {
    pub(crate) organization_id: OrgId,
    pub(crate) organization_name: String,
}

/// Organizations whose payouts are daily. For the platform's own people.
#[utoipa::path(get, path = "/api/v1/billing/daily-payouts", tag = "billing", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<DailyOut>), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn list_daily_payouts(
    _: Staff<Look>,
    State(app): State<crate::State>,
    page: PageOf<PayoutAccountId>,
) -> web::Result<Paged<DailyOut>> {
    let (after, probe) = (page.page.after, page.page.probe());
    let rows = account::daily(&mut *app.db.acquire().await?, after, probe).await?;
    let shown = |row: Daily| DailyOut {
        organization_id: row.organization,
        organization_name: row.organization_name,
    };
    Ok(page.of(rows, |row| row.account, shown))
}
