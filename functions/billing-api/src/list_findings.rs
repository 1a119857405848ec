//! What reconciliation found and could not repair.

use auth::{Look, Staff};
use axum::extract::State;
use billing::finding::{self, Filter, Finding};
use chrono::{DateTime, Utc};
use models::{FindingId, OrgId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Query};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedFindings {
    /// Open ones, unless the settled ones are asked for.
    #[serde(default)]
    #[param(inline)]
    state: FindingState,
    /// Of one kind, or of all kinds that begin with a word: `refund` finds `refund-amount`.
    kind: Option<String>,
}

/// Whether somebody still has to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FindingState {
    /// Somebody has to look.
    #[default]
    Open,
    /// Somebody has closed it, or it was found right again.
    Closed,
}

/// Something that differs, and nobody could mend by itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Finding)]
pub(crate) struct FindingOut {
    id: FindingId,
    /// Whose it is; null, if it is nobody's.
    organization_id: Option<OrgId>,
    organization_name: Option<String>,
    /// Thing and aspect: `refund-amount`, `session-unknown`, `journal-sum`.
    kind: String,
    /// An id of Stripe's, or of ours.
    object: String,
    /// What stands here; null is nothing.
    local: Option<Value>,
    /// What stands at Stripe, or what should stand here; null is nothing.
    expected: Option<Value>,
    found_at: DateTime<Utc>,
    /// When it was seen last.
    seen_at: DateTime<Utc>,
    /// When it was found right again, by itself.
    fixed_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<UserId>,
    closed_reason: Option<String>,
}

impl From<Finding> for FindingOut {
    fn from(found: Finding) -> Self {
        Self {
            id: found.id,
            organization_id: found.organization,
            organization_name: found.organization_name,
            kind: found.kind,
            object: found.object,
            local: found.local,
            expected: found.stripe,
            found_at: found.found_at,
            seen_at: found.seen_at,
            fixed_at: found.fixed_at,
            closed_at: found.closed_at,
            closed_by: found.closed_by,
            closed_reason: found.closed_reason,
        }
    }
}

/// What differs from Stripe or from itself, newest first. For the platform's own people.
#[utoipa::path(get, path = "/api/v1/billing/findings", tag = "billing", security(("bearer" = [])),
    params(WantedFindings, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<FindingOut>), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn list_findings(
    _: Staff<Look>,
    State(app): State<crate::State>,
    Query(wanted): Query<WantedFindings>,
    page: PageOf<(DateTime<Utc>, FindingId)>,
) -> web::Result<Paged<FindingOut>> {
    let closed = wanted.state == FindingState::Closed;
    let filter = Filter { closed, kind: wanted.kind.as_deref() };
    let rows = finding::list(&mut *app.db.acquire().await?, filter, page.page).await?;
    Ok(page.of(rows, |row| (row.found_at, row.id), FindingOut::from))
}
